"""A card holder objects at their bank: nothing goes back by itself while that may pay twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events.domain import registrations
from events.models import Registration
from office.actor import PERSON
from payments.domain import by_hand
from payments.models import Dispute, GivenBackBecause, Payment, Refund
from tests.events.people import office
from tests.factories import open_occurrence
from tests.payments.books import books, right
from tests.payments.world import World

pytestmark = pytest.mark.django_db(transaction=True)

IN_TIME = GivenBackBecause.LEFT_IN_TIME


@pytest.fixture
def place(world: World) -> Registration:
    return world.paid(open_occurrence(deposit=30000))


def objects(world: World) -> dict:
    with world.stripe.books.change():
        dispute = world.stripe.disputes.open(world.stripe.books.all("charge")[0]["id"])
    world.stripe.webhooks.settle()
    return dispute


def decides(world: World, dispute: dict, *, won: bool) -> None:
    with world.stripe.books.change():
        world.stripe.disputes.close(dispute["id"], won=won)
    world.stripe.webhooks.settle()


def test_a_disputed_deposit_waits_and_once_won_the_rule_goes_on(world, place):
    dispute = objects(world)
    right(world)
    registrations.cancel(place.pk, actor=PERSON)
    right(world)
    payment = Payment.objects.get()
    assert (payment.dispute, books(payment)) == (Dispute.OPEN, [])
    with pytest.raises(by_hand.Disputed):
        by_hand.give_back(payment.pk, 1, actor=office(), reason="Nice", given_back=0)
    decides(world, dispute, won=True)
    right(world)
    assert books(payment) == [(IN_TIME, 30000, "done")]
    assert world.theirs() == 0


def test_a_lost_one_is_never_given_back_however_long_one_waits(world, place, clock):
    dispute = objects(world)
    registrations.cancel(place.pk, actor=PERSON)
    decides(world, dispute, won=False)
    right(world)
    clock.move(timedelta(days=60))
    right(world)
    payment = Payment.objects.get()
    assert (payment.dispute, books(payment)) == (Dispute.LOST, [])
    assert world.theirs() == 0


def test_a_refund_promised_before_the_dispute_waits_and_may_be_settled(world, place, clock):
    world.stripe.refunds.fail_next = 1
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    dispute = objects(world)
    clock.move(timedelta(days=1))
    right(world)
    assert books(Payment.objects.get()) == [(IN_TIME, 30000, "failed")]
    assert len(world.stripe.books.all("refund")) == 1
    decides(world, dispute, won=False)
    right(world)
    refund = Refund.objects.get()
    by_hand.done_by_hand(refund.pk, actor=office(), reason="The bank has given it back")
    right(world)


def test_news_of_a_dispute_in_the_other_order_leave_it_closed(world, place):
    world.stripe.webhooks.held = True
    decides(world, objects(world), won=True)
    world.stripe.webhooks.deliver(lambda waiting: waiting[::-1], times=2)
    right(world)
    assert Payment.objects.get().dispute == Dispute.WON


def test_a_dispute_that_is_told_before_the_payment_is_not_lost(world, clock):
    """Cards that dispute at once, as Stripe's test card does."""
    place = world.proven(open_occurrence(deposit=30000))
    world.stripe.webhooks.held = True
    world.pays(world.begun(place))
    objects(world)
    waiting = {it["type"]: it for it in world.stripe.webhooks.waiting}
    assert world.stripe.webhooks.send(waiting["charge.dispute.created"]) == 204
    world.work()
    world.stripe.webhooks.deliver()
    world.work()
    clock.move(timedelta(minutes=1))
    right(world)
    assert Payment.objects.get().dispute == Dispute.OPEN


def test_a_question_of_the_bank_that_came_to_nothing_holds_nothing_back(world, place):
    """An inquiry: no money moves, and it ends *warning_closed*."""
    dispute = objects(world)
    decides(world, dispute, won=True)
    Payment.objects.update(dispute=Dispute.OPEN)
    about = world.stripe.books.get("dispute", dispute["id"]) | {"status": "warning_closed"}
    world.stripe.webhooks.tell("charge.dispute.closed", about)
    world.stripe.webhooks.settle()
    registrations.cancel(place.pk, actor=PERSON)
    right(world)
    assert books(Payment.objects.get()) == [(IN_TIME, 30000, "done")]


def test_part_was_given_back_before_the_dispute(world, place):
    payment = place.payments.get()
    by_hand.give_back(payment.pk, 10000, actor=office(), reason="Ill", given_back=0)
    right(world)
    dispute = objects(world)
    right(world)
    assert world.theirs() == 0
    decides(world, dispute, won=True)
    right(world)
    assert world.theirs() == 20000


def test_a_second_dispute_after_a_won_one_opens_anew(world, place):
    decides(world, objects(world), won=True)
    right(world)
    second = objects(world)
    registrations.cancel(place.pk, actor=PERSON)
    right(world)
    payment = Payment.objects.get()
    assert (payment.dispute, books(payment)) == (Dispute.OPEN, [])
    decides(world, second, won=False)
    right(world)
    payment.refresh_from_db()
    assert (payment.dispute, books(payment)) == (Dispute.LOST, [])


def test_news_of_two_disputes_in_the_other_order_leave_the_second_open(world, place):
    world.stripe.webhooks.held = True
    decides(world, objects(world), won=True)
    second = objects(world)
    world.stripe.webhooks.deliver(lambda waiting: waiting[::-1], times=2)
    right(world)
    assert Payment.objects.get().dispute == Dispute.OPEN
    decides(world, second, won=True)
    world.stripe.webhooks.deliver()
    right(world)
    assert Payment.objects.get().dispute == Dispute.WON
