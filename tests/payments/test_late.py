"""Money that comes when the time has run out, or when something else has happened meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from events.domain import by_hand, erasure, moving, registrations, scheduling
from events.domain.changing import change
from events.domain.tick import tick
from events.models import Registration
from mail.models import Message
from office.actor import PERSON
from payments.domain import by_hand as payments_by_hand
from payments.models import GivenBackBecause, Payment, Way
from tests.events.people import comes, office
from tests.factories import open_occurrence
from tests.payments.books import books, right
from tests.payments.world import World

pytestmark = pytest.mark.django_db(transaction=True)

ASTA = "asta@student.test"
OVER, LAPSED = timedelta(minutes=16), timedelta(minutes=21)
"""After they began: no longer to be paid; the place no longer kept."""


@pytest.fixture
def paying(world: World, clock: Any) -> Any:
    """Somebody has begun late, and stands on Stripe's page when the time has run out: what our
    worker has yet to end, Stripe ends 31 minutes after they began."""

    def paying(**more: Any) -> tuple[Registration, str]:
        place = world.proven(open_occurrence(deposit=30000, **{"capacity": 1, **more}))
        clock.move(timedelta(minutes=40))
        return place, world.begun(place)

    return paying


def given_back(world: World, because: str) -> None:
    right(world)
    assert books(Payment.objects.latest("pk")) == [(because, 30000, "done")]
    assert world.theirs() == 0


def told() -> set[str]:
    return set(Message.objects.values_list("kind", flat=True))


def test_the_hold_lapses_while_they_pay_and_a_place_is_free(world, paying, clock):
    place, session = paying()
    clock.move(LAPSED)
    tick()
    world.pays(session)
    right(world)
    place.refresh_from_db()
    assert place.state == "lapsed"
    assert place.successor.is_confirmed
    assert Payment.objects.get().registration == place.successor
    assert world.theirs() == 30000


def test_paid_after_the_lapse_when_somebody_has_the_place(world, paying, clock):
    place, session = paying()
    clock.move(LAPSED)
    world.proven(place.occurrence, "bo@student.test")
    world.pays(session)
    given_back(world, GivenBackBecause.TOO_LATE)
    assert "paid_too_late" in told()


def test_paid_after_the_lapse_when_somebody_waits(world, paying, clock):
    place, session = paying()
    waits = comes(place.occurrence, "Waits")
    clock.move(LAPSED)
    world.pays(session)
    given_back(world, GivenBackBecause.TOO_LATE)
    waits.refresh_from_db()
    assert waits.offer.state == "offered"


def test_paid_after_the_lapse_with_a_new_claim_that_waits_for_money(world, paying, clock):
    place, session = paying(capacity=2)
    clock.move(LAPSED)
    tick()
    again = world.proven(place.occurrence, ASTA)
    assert again.awaits_payment
    second = world.begun(again)
    world.pays(session)
    right(world)
    again.refresh_from_db()
    assert again.is_confirmed
    assert world.stripe.books.get("checkout.session", second)["status"] == "expired"
    assert world.theirs() == 30000


def test_both_of_two_sessions_are_paid_and_one_goes_back(world, paying, clock):
    place, session = paying(capacity=2)
    clock.move(LAPSED)
    tick()
    second = world.begun(world.proven(place.occurrence, ASTA))
    world.stripe.webhooks.held = True
    world.pays(session)
    world.pays(second)
    world.stripe.webhooks.deliver()
    right(world)
    assert world.theirs() == 30000
    back = [it for payment in Payment.objects.all() for it in books(payment)]
    assert back == [(GivenBackBecause.TWICE, 30000, "done")]


def test_signing_up_again_after_a_lapse_and_paying_that(world, paying, clock):
    place, _session = paying()
    clock.move(LAPSED)
    world.work()
    again = world.paid(place.occurrence, ASTA)
    right(world)
    assert again.is_confirmed
    assert world.theirs() == 30000


def test_paid_in_the_very_moment_the_session_is_expired(world, paying, clock):
    """Between our look and our *expire*: Stripe refuses to expire it, and it was paid."""
    place, session = paying()
    world.stripe.webhooks.held = True
    clock.move(OVER)
    answer = world.stripe.api.answer

    def paid_first(asked: Any) -> Any:
        if asked.path.endswith("/expire"):
            with world.stripe.books.change():
                world.stripe.checkout.pay(session)
        return answer(asked)

    world.stripe.api.answer = paid_first
    right(world)
    place.refresh_from_db()
    assert place.is_confirmed
    assert world.theirs() == 30000


def test_they_cancel_while_they_pay(world, paying):
    place, session = paying()
    registrations.cancel(place.pk, actor=PERSON)
    world.pays(session)
    given_back(world, GivenBackBecause.TOO_LATE)


def test_they_cancel_and_nobody_can_pay_that_session_any_more(world, paying):
    place, session = paying()
    registrations.cancel(place.pk, actor=PERSON)
    right(world)
    assert world.stripe.books.get("checkout.session", session)["status"] == "expired"


def test_called_off_while_they_pay(world, paying):
    place, session = paying()
    date = place.occurrence
    scheduling.call_off(date.pk, actor=office(), revision=date.revision, reason="Storm")
    world.pays(session)
    given_back(world, GivenBackBecause.TOO_LATE)


def test_erased_while_they_pay_and_nobody_is_written_to(world, paying):
    place, session = paying()
    erasure.erase(place.contact_id, actor=office())
    world.pays(session)
    given_back(world, GivenBackBecause.TOO_LATE)
    assert not Message.objects.exclude(to="").exists()


def test_the_office_settles_by_hand_while_they_pay(world, paying):
    place, session = paying()
    payments_by_hand.settle(place.pk, Way.BANK, actor=office(), reason="Paid at the bank")
    world.pays(session)
    right(world)
    place.refresh_from_db()
    assert place.is_confirmed
    card = Payment.objects.get(way="card")
    assert books(card) == [(GivenBackBecause.TWICE, 30000, "done")]
    assert world.theirs() == 0


def test_what_the_office_settled_cannot_be_paid_any_more(world, paying):
    place, session = paying()
    payments_by_hand.settle(place.pk, Way.WAIVED, actor=office(), reason="A speaker")
    right(world)
    assert world.stripe.books.get("checkout.session", session)["status"] == "expired"


def test_the_deposit_is_dropped_while_they_pay(world, paying):
    place, session = paying()
    date = place.occurrence
    change(date.pk, {"deposit": 0}, actor=office(), revision=date.revision)
    place.refresh_from_db()
    assert place.is_confirmed
    right(world)
    assert world.stripe.books.get("checkout.session", session)["status"] == "expired"


def test_another_deposit_while_they_pay_is_asked_of_a_new_session(world, paying):
    place, session = paying()
    date = place.occurrence
    change(date.pk, {"deposit": 20000}, actor=office(), revision=date.revision)
    world.work()
    second = world.begun(place)
    assert second != session
    world.pays(second)
    right(world)
    assert world.theirs() == 20000


def test_who_paid_the_old_deposit_in_that_moment_has_paid(world, paying):
    place, session = paying()
    date = place.occurrence
    change(date.pk, {"deposit": 50000}, actor=office(), revision=date.revision)
    world.pays(session)
    right(world)
    place.refresh_from_db()
    assert place.is_confirmed
    assert world.theirs() == 30000


@pytest.mark.parametrize(("deposit", "kept"), [(30000, 30000), (20000, 0)])
def test_moved_by_the_office_while_they_pay(world, paying, deposit, kept):
    """The same deposit goes along; another comes back, and is to be paid anew."""
    place, session = paying()
    to = open_occurrence(deposit=deposit)
    moving.move(place.pk, to.pk, actor=office(), reason="An exam")
    world.pays(session)
    right(world, by_hand=True)
    assert world.theirs() == kept
    assert "paid_too_late" not in told()
    place.refresh_from_db()
    assert bool(Payment.objects.kept().filter(registration=place.successor)) is bool(kept)


def test_given_a_place_by_the_office_while_they_pay(world, paying):
    """The held place ends and a new one begins: the money is for that."""
    place, session = paying()
    typed: Any = {"email": ASTA, "name": "Asta Holm"}
    new = by_hand.add(place.occurrence_id, typed, actor=office(), language="da", reason="Phoned")
    world.pays(session)
    right(world, by_hand=True)
    assert Payment.objects.get().registration == new
    assert world.theirs() == 30000
