"""Everything at the same moment, in threads with connections of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.urls import reverse

from events.domain import registrations
from events.domain.tick import tick
from events.models import Registration
from office import clock as office_clock
from office.actor import PERSON
from payments import tasks
from payments.domain import arriving, by_hand
from payments.models import Payment, Refund, Way
from tests.events.people import comes, office, signs_up
from tests.events.test_races import at_once, without_locks
from tests.factories import open_occurrence
from tests.payments.books import books, right
from tests.payments.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place(world: World) -> Registration:
    return world.proven(open_occurrence(deposit=30000, capacity=1))


def quietly(results: list[Any], *kinds: type[Exception]) -> None:
    """Nobody was met by an error but by these."""
    assert not [it for it in results if isinstance(it, Exception) and not isinstance(it, kinds)]


def works() -> None:
    tasks.work.call()


def together(acts: list[Callable[[], Any]]) -> list[Any]:
    """At once, and let go only when each has its connection: making one takes longest."""
    gate = Barrier(len(acts))

    def connected(act: Callable[[], Any]) -> Any:
        office_clock.now()
        gate.wait()
        return act()

    return at_once([lambda act=act: connected(act) for act in acts])


def test_the_webhook_the_return_and_a_cancelling_at_once(world, place):
    session = world.begun(place)
    world.stripe.webhooks.held = True
    world.pays(session)
    back = reverse("signup:payment", args=[Payment.objects.get().reference])

    def returns() -> None:
        world.site.get(back)
        works()

    acts = [world.stripe.webhooks.deliver, returns, works, works]
    quietly(together([*acts, lambda: registrations.cancel(place.pk, actor=PERSON)]))
    right(world)
    assert world.theirs() == 0
    assert len(Refund.objects.all()) == 1


def test_many_workers_give_each_deposit_back_once(world, clock):
    date = open_occurrence(deposit=30000, deposit_part_back=25)
    date.deposit_back_until = clock.now() + timedelta(minutes=5)
    date.save()
    places = [world.paid(date, f"{n}@student.test") for n in "abcd"]
    clock.move(timedelta(minutes=10))
    for it in places:
        registrations.cancel(it.pk, actor=PERSON)
    quietly(together([works] * 4))
    right(world)
    assert [books(it.payments.get()) for it in places] == [[("left_late", 7500, "done")]] * 4
    assert len(world.stripe.books.all("refund")) == 4


def test_pressing_pay_in_many_tabs_is_one_payment(world, place):
    sessions = together([lambda: world.begun(place)] * 4)
    assert len(set(sessions)) == 1
    assert Payment.objects.count() == len(world.stripe.books.all("checkout.session")) == 1


def test_money_arrives_while_places_lapse_and_somebody_waits_for_each(world, clock):
    """The date's lock is not what this needs: whoever comes second waits for the row that lapses,
    and does to it what the first did. The next test does need it."""
    dates = [open_occurrence(deposit=30000, capacity=1) for _ in range(6)]
    places = [world.proven(it) for it in dates]
    turns = [comes(it, "Waits") for it in dates]
    clock.move(timedelta(minutes=40))
    sessions = [world.begun(it) for it in places]
    world.stripe.webhooks.held = True
    for session in sessions:
        world.pays(session)
    clock.move(timedelta(minutes=20))
    world.stripe.webhooks.deliver()
    quietly(together([works, tick, works, tick, tick]))
    right(world)
    for turn in turns:
        turn.refresh_from_db()
        assert turn.offer.state == "offered"
    assert Registration.objects.filter(state="offered").count() == len(dates)
    assert world.theirs() == 0


def paid_too_late(world: World, clock: Any, dates: int) -> list[tuple[Registration, Payment]]:
    """On each date the only place is free again, and its deposit has been paid after all."""
    places = [world.proven(open_occurrence(deposit=30000, capacity=1)) for _ in range(dates)]
    clock.move(timedelta(minutes=40))
    sessions = [world.begun(it) for it in places]
    clock.move(timedelta(minutes=20))
    tick()
    world.stripe.webhooks.held = True
    for session in sessions:
        world.pays(session)
    return [(it, it.payments.get()) for it in places]


def both_reach_for_it(world: World, late: list[tuple[Registration, Payment]]) -> list[Any]:
    """The money arrives, and somebody new signs up, for each place at the same moment."""
    acts: list[Callable[[], Any]] = []
    for place, payment in late:
        session = world.stripe.books.get("checkout.session", payment.session)
        intent = str(session and session["payment_intent"])
        acts.append(lambda pk=payment.pk, intent=intent: arriving.arrive(pk, intent))
        acts.append(lambda date=place.occurrence: signs_up(date, "Nina"))
    return together(acts)


def holding(late: list[tuple[Registration, Payment]]) -> list[int]:
    return [it.occurrence.registrations.holding().count() for it, _payment in late]


def test_late_money_and_a_newcomer_reach_for_the_last_place(world, clock):
    late = paid_too_late(world, clock, dates=3)
    quietly(both_reach_for_it(world, late))
    right(world)
    assert holding(late) == [1, 1, 1]


def test_without_the_lock_both_have_the_last_place(world, clock, monkeypatch):
    """The same, the lock taken out: the test above must be able to fail."""
    for _ in range(5):
        late = paid_too_late(world, clock, dates=3)
        with without_locks(monkeypatch):
            both_reach_for_it(world, late)
        if max(holding(late)) == 2:
            return
    pytest.fail("nothing broke without the lock")


def test_the_office_refunds_twice_at_once(world, clock):
    payment = world.paid(open_occurrence(deposit=30000)).payments.get()
    actor = office()

    def gives() -> Refund:
        told = {"actor": actor, "reason": "Ill", "given_back": 0}
        return by_hand.give_back(payment.pk, 20000, **told)

    results = together([gives] * 3)
    quietly(results, by_hand.StaleForm)
    right(world)
    assert books(payment) == [("by_office", 20000, "done")]


def test_the_office_settles_by_hand_as_the_money_arrives(world, place):
    world.stripe.webhooks.held = True
    world.pays(world.begun(place))
    world.stripe.webhooks.deliver()
    told = {"actor": office(), "reason": "At the bank"}
    quietly(together([works, lambda: by_hand.settle(place.pk, Way.BANK, **told), works]))
    right(world)
    place.refresh_from_db()
    assert place.is_confirmed
    assert Payment.objects.kept().count() == 1
