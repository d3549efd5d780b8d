"""Refunds: in full, in part, twice, failing and working, refused, made in Stripe's own pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from events.domain import registrations
from events.domain.errors import NeedsReason, StaleForm
from events.models import Registration
from office.actor import PERSON
from payments.domain import by_hand, checkout, giving_back
from payments.models import GivenBackBecause, Payment, Refund, RefundState, StripeEvent, Way
from tests.events.people import office
from tests.factories import open_occurrence
from tests.payments.books import books, right
from tests.payments.world import World

pytestmark = pytest.mark.django_db(transaction=True)

IN_TIME = GivenBackBecause.LEFT_IN_TIME
OFFICE, AT_STRIPE = GivenBackBecause.BY_OFFICE, GivenBackBecause.AT_STRIPE


@pytest.fixture
def place(world: World) -> Registration:
    """A place that was paid for: 300 kr."""
    return world.paid(open_occurrence(deposit=30000))


@pytest.fixture
def payment(place: Registration) -> Payment:
    return place.payments.get()


def gives(payment: Payment, amount: int, known: int = 0) -> Refund:
    """The office gives back so much; `known` is what its form says went back before."""
    return by_hand.give_back(payment.pk, amount, actor=office(), reason="Ill", given_back=known)


def in_stripes_pages(world: World, payment: Payment, amount: int) -> dict[str, Any]:
    with world.stripe.books.change():
        made = world.stripe.refunds.create(
            {"payment_intent": payment.intent, "amount": str(amount)}
        )
    world.stripe.webhooks.settle()
    return made


def passes(world: World, clock: Any, *minutes: int) -> None:
    for it in minutes:
        clock.move(timedelta(minutes=it))
        world.work()


def test_in_part_twice_and_the_rest_and_no_more(world, payment):
    gives(payment, 10000)
    with pytest.raises(StaleForm):
        gives(payment, 10000)
    gives(payment, 15000, known=10000)
    right(world)
    with pytest.raises(giving_back.TooMuch):
        gives(payment, 5001, known=25000)
    with pytest.raises(NeedsReason):
        by_hand.give_back(payment.pk, 1, actor=office(), reason=" ", given_back=25000)
    gives(payment, 5000, known=25000)
    right(world)
    assert books(payment) == [(OFFICE, it, "done") for it in (10000, 15000, 5000)]
    assert world.theirs() == 0


def test_in_full_and_nothing_is_due_again(world, place, payment, clock):
    gives(payment, 30000)
    right(world)
    assert not checkout.is_due(place, clock.now())
    with pytest.raises(checkout.NothingDue):
        checkout.begin(place.pk)
    by_hand.settle(place.pk, Way.INVOICE, actor=office(), reason="By invoice instead")
    right(world)


def test_a_part_by_the_office_and_the_rest_by_the_rule(world, place, payment):
    gives(payment, 12345)
    registrations.cancel(place.pk, actor=PERSON)
    right(world)
    assert books(payment) == [(OFFICE, 12345, "done"), (IN_TIME, 17655, "done")]


def test_it_fails_and_then_works(world, place, payment, clock):
    world.stripe.refunds.fail_next = 1
    registrations.cancel(place.pk, actor=PERSON)
    right(world)
    assert books(payment) == [(IN_TIME, 30000, "failed")]
    passes(world, clock, 1)
    right(world)
    assert books(payment) == [(IN_TIME, 30000, "done")]
    assert world.theirs() == 0


def test_stripe_refuses_for_want_of_money_until_there_is_some(world, place, payment, clock):
    world.stripe.refunds.refuse_next = 2
    registrations.cancel(place.pk, actor=PERSON)
    right(world)
    assert Refund.objects.get().failure == "balance_insufficient"
    passes(world, clock, 1, 15)
    right(world)
    assert books(payment) == [(IN_TIME, 30000, "done")]


def test_it_has_succeeded_and_is_sent_back_days_later(world, place, payment, clock):
    registrations.cancel(place.pk, actor=PERSON)
    right(world)
    clock.move(timedelta(days=3))
    with world.stripe.books.change():
        world.stripe.refunds.fail(Refund.objects.get().stripe_id)
    world.stripe.webhooks.settle()
    right(world)
    assert books(payment) == [(IN_TIME, 30000, "failed")]
    assert world.theirs() == 30000
    passes(world, clock, 1)
    right(world)
    assert books(payment) == [(IN_TIME, 30000, "done")]
    assert world.theirs() == 0


@pytest.mark.parametrize("backwards", [False, True])
def test_it_takes_days_and_its_news_come_in_any_order_and_again(world, place, backwards, clock):
    world.stripe.refunds.pend_next = 1
    world.stripe.webhooks.held = True
    registrations.cancel(place.pk, actor=PERSON)
    right(world)
    refund = Refund.objects.get()
    assert refund.state == RefundState.SENT
    with world.stripe.books.change():
        world.stripe.refunds.settle(refund.stripe_id)
    world.stripe.webhooks.deliver(lambda waiting: waiting[::-1] if backwards else waiting)
    for _ in range(3):
        world.work()
        clock.move(timedelta(minutes=1))
    right(world)
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE
    assert not StripeEvent.objects.filter(worked_at=None).exists()


def test_no_webhook_ever_tells_and_we_ask(world, place, payment, clock):
    world.stripe.refunds.pend_next = 1
    world.stripe.webhooks.held = True
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    with world.stripe.books.change():
        world.stripe.refunds.settle(Refund.objects.get().stripe_id)
    passes(world, clock, 60)
    assert books(payment) == [(IN_TIME, 30000, "done")]


def test_old_news_of_a_failed_attempt_fails_no_later_one(world, place, payment, clock):
    world.stripe.refunds.fail_next = 1
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    world.stripe.refunds.pend_next = 1
    passes(world, clock, 1)
    assert Refund.objects.get().state == RefundState.SENT
    for event in world.stripe.books.all("event", type="refund.failed"):
        StripeEvent.objects.filter(stripe_id=event["id"]).delete()
        assert world.stripe.webhooks.send(event) == 204
    right(world)
    assert Refund.objects.get().attempt == 2
    assert len(world.stripe.books.all("refund")) == 2


def test_the_answer_is_lost_and_it_is_made_once(world, place, payment, clock):
    world.stripe.webhooks.held = True
    world.stripe.api.lose_next = 9
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    world.stripe.api.lose_next = 0
    assert Refund.objects.get().state == RefundState.OWED
    passes(world, clock, 2)
    right(world)
    assert len(world.stripe.books.all("refund")) == 1


DAY_OFF = timedelta(hours=25)
"""Longer than Stripe knows an idempotency key again."""


def nobody_hears(world: World) -> None:
    """The next request is done and its answer lost; and we are not there for what Stripe tells."""
    world.stripe.webhooks.held = True
    world.stripe.api.lose_next = 9
    world.work()
    world.stripe.api.lose_next = 0
    world.stripe.webhooks.waiting.clear()


@pytest.mark.parametrize("pending", [0, 1])
def test_the_answer_is_lost_and_we_are_away_for_a_day(world, payment, clock, pending):
    """A part: Stripe would make it twice."""
    gives(payment, 10000)
    world.stripe.refunds.pend_next = pending
    nobody_hears(world)
    assert Refund.objects.get().state == RefundState.OWED
    clock.move(DAY_OFF)
    right(world)
    assert books(payment) == [(OFFICE, 10000, "sent" if pending else "done")]
    assert len(world.stripe.books.all("refund")) == 1


def test_each_of_two_lost_answers_finds_its_own_refund(world, payment, clock):
    gives(payment, 10000)
    gives(payment, 10000, known=10000)
    for _ in range(2):
        nobody_hears(world)
        clock.move(timedelta(minutes=2))
    clock.move(DAY_OFF)
    right(world)
    assert books(payment) == [(OFFICE, 10000, "done")] * 2
    assert len(world.stripe.books.all("refund")) == 2


@pytest.mark.parametrize("second_fails", [0, 1])
def test_the_answer_to_a_second_attempt_is_lost_for_a_day(world, payment, clock, second_fails):
    """What failed is not taken for it, whether we heard so or not."""
    world.stripe.refunds.fail_next = 1
    gives(payment, 10000)
    world.work()
    clock.move(timedelta(minutes=2))
    world.stripe.refunds.fail_next = second_fails
    nobody_hears(world)
    clock.move(DAY_OFF)
    right(world)
    assert books(payment) == [(OFFICE, 10000, "done")]
    made = [it["status"] for it in world.stripe.books.all("refund")]
    assert made == ["succeeded", *["failed"] * (1 + second_fails)]


def test_made_in_stripes_own_pages_our_books_follow(world, place, payment):
    in_stripes_pages(world, payment, 10000)
    right(world)
    in_stripes_pages(world, payment, 5000)
    registrations.cancel(place.pk, actor=PERSON)
    right(world)
    done = [(AT_STRIPE, 10000, "done"), (AT_STRIPE, 5000, "done"), (IN_TIME, 15000, "done")]
    assert books(payment) == done


@pytest.mark.parametrize("amount", [30000, 20000])
def test_made_in_stripes_own_pages_for_one_that_failed(world, place, payment, clock, amount):
    """What the office gave there is not given twice; what is left of ours is tried on."""
    world.stripe.refunds.fail_next = 3
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    passes(world, clock, 1, 15)
    assert Refund.objects.get().state == RefundState.FAILED
    world.stripe.refunds.fail_next = 0
    in_stripes_pages(world, payment, amount)
    right(world)
    passes(world, clock, 180)
    right(world)
    assert world.theirs() == 0
    assert sum(it for _because, it, state in books(payment) if state == "done") == 30000


def test_made_in_stripes_own_pages_before_we_heard_that_it_was_paid(world, clock):
    place = world.proven(open_occurrence(deposit=30000))
    world.stripe.webhooks.held = True
    session = world.begun(place)
    world.pays(session)
    intent = world.stripe.books.get("checkout.session", session)["payment_intent"]
    in_stripes_pages(world, Payment(intent=intent), 10000)
    world.stripe.webhooks.deliver(lambda waiting: waiting[::-1])
    world.work()
    passes(world, clock, 1)
    right(world)
    assert books(Payment.objects.get()) == [(AT_STRIPE, 10000, "done")]


def test_settled_by_hand_once_it_has_failed_and_never_sent_again(world, place, payment, clock):
    world.stripe.refunds.fail_next = 9
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    refund = Refund.objects.get()
    with pytest.raises(by_hand.AtHand):
        by_hand.done_by_hand(refund.pk, actor=office(), reason="Paid at the bank")
    passes(world, clock, 1)
    by_hand.done_by_hand(refund.pk, actor=office(), reason="Paid at the bank")
    by_hand.done_by_hand(refund.pk, actor=office(), reason="And again")
    asked = len(world.stripe.books.all("refund"))
    passes(world, clock, 15, 600)
    right(world)
    assert len(world.stripe.books.all("refund")) == asked
    refund.refresh_from_db()
    assert refund.why == "Paid at the bank"


def test_what_is_on_its_way_cannot_be_settled_by_hand(world, place):
    world.stripe.refunds.pend_next = 1
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    with pytest.raises(by_hand.AtHand):
        by_hand.done_by_hand(Refund.objects.get().pk, actor=office(), reason="Impatient")


def test_a_deposit_by_hand_goes_back_by_hand(world):
    place = world.proven(open_occurrence(deposit=30000))
    by_hand.settle(place.pk, Way.INVOICE, actor=office(), reason="Faculty pays")
    registrations.cancel(place.pk, actor=PERSON)
    right(world)
    refund = Refund.objects.by_hand().get()
    by_hand.done_by_hand(refund.pk, actor=office(), reason="Transferred")
    right(world)
    assert not Refund.objects.by_hand().exists()
    assert world.theirs() == 0
