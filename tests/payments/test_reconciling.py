"""Each night our rows are held against Stripe's movements, and every difference is listed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from demo.stand_in import ledger
from events.domain import registrations
from events.models import Registration
from office.actor import PERSON
from payments import tasks
from payments.domain import giving_back, reconciling
from payments.models import (
    DifferenceKind,
    GivenBackBecause,
    Payment,
    PaymentState,
    Reconciliation,
    Refund,
    RefundState,
)
from payments.provider import RailAway
from tests.factories import open_occurrence
from tests.payments.world import World

pytestmark = pytest.mark.django_db(transaction=True)

Seen = tuple[str, int, int]


@pytest.fixture
def place(world: World) -> Registration:
    """A place whose deposit of 300 kr. was paid."""
    return world.paid(open_occurrence(deposit=30000))


def night(clock: Any, days: float = 1) -> list[Seen]:
    """The differences of the night after so many days."""
    clock.move(timedelta(days=days))
    run = reconciling.reconcile()
    ours, theirs = (sum(it[n] for it in run.sums.values()) for n in (0, 1))
    found = list(run.differences.all())
    assert sum(it.ours - it.theirs for it in found) == ours - theirs
    return [(it.kind, it.ours, it.theirs) for it in found]


def charge(world: World) -> dict[str, Any]:
    return world.stripe.books.all("charge")[0]


def moved(world: World, at: int = 0) -> dict[str, Any]:
    """The newest movement of money but so many."""
    return world.stripe.books.all("balance_transaction")[at]


def test_what_was_paid_and_given_back_agrees(world, place, clock):
    assert night(clock) == []
    run = Reconciliation.objects.latest()
    assert run.sums == {"DKK": [30000, 30000]}
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    ledger.pay_out(world.stripe.books)
    assert night(clock) == []
    assert Reconciliation.objects.latest().sums == {"DKK": [0, 0]}
    assert night(clock, days=60) == []


def test_what_has_just_moved_is_not_judged_yet(world, place, clock):
    Payment.objects.update(state=PaymentState.UNPAID, paid_at=None, intent="")
    assert night(clock, days=1 / 48) == []
    assert [kind for kind, *_ in night(clock)] == [DifferenceKind.NOT_COUNTED]


def test_money_that_is_not_ours_is_unknown(world, place, clock):
    asked = {
        "mode": "payment",
        "success_url": "https://example.org",
        "line_items": [
            {
                "quantity": "1",
                "price_data": {
                    "currency": "dkk",
                    "unit_amount": "7000",
                    "product_data": {"name": "Something else"},
                },
            }
        ],
    }
    made = world.stripe.checkout.create(asked, livemode=False, pay_url="")
    world.stripe.checkout.pay(made["id"], "mobilepay")
    intent = world.stripe.books.all("payment_intent")[0]
    world.stripe.refunds.create({"payment_intent": intent["id"], "amount": "100"})
    assert night(clock) == [(DifferenceKind.UNKNOWN, 0, 7000), (DifferenceKind.UNKNOWN, 0, -100)]


def test_what_was_paid_and_not_counted_names_its_payment(world, place, clock):
    Payment.objects.update(state=PaymentState.UNPAID, paid_at=None, intent="")
    assert night(clock) == [(DifferenceKind.NOT_COUNTED, 0, 30000)]
    found = Reconciliation.objects.latest().differences.get()
    assert found.payment == Payment.objects.get()
    assert found.about == charge(world)["id"]


def test_what_stripe_never_had_is_missing(world, place, clock):
    world.stripe.books.save(moved(world) | {"type": "payout"})
    assert night(clock) == [(DifferenceKind.MISSING, 30000, 0)]


def test_a_refund_that_stripe_never_made_is_missing(world, place, clock):
    payment = Payment.objects.get()
    at = clock.now()
    refund = giving_back.promise(payment, GivenBackBecause.BY_OFFICE, 10000, at=at)
    Refund.objects.filter(pk=refund.pk).update(
        state=RefundState.DONE, ended_at=at, stripe_id="re_nowhere"
    )
    assert night(clock) == [(DifferenceKind.MISSING, -10000, 0)]


def test_another_amount_and_another_currency(world, place, clock):
    Payment.objects.update(amount=25000)
    assert night(clock) == [(DifferenceKind.AMOUNT, 25000, 30000)]
    Payment.objects.update(amount=30000, currency="SEK")
    assert night(clock) == [(DifferenceKind.CURRENCY, 30000, 30000)]
    assert Reconciliation.objects.latest().sums == {"SEK": [30000, 0], "DKK": [0, 30000]}


def test_an_account_of_another_currency_is_no_difference(world, place, clock):
    changed = moved(world) | {"amount": 4021, "currency": "eur", "exchange_rate": 0.134}
    world.stripe.books.save(changed)
    assert night(clock) == []


def test_a_refund_of_another_amount(world, place, clock):
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    Refund.objects.update(amount=20000)
    assert night(clock) == [(DifferenceKind.AMOUNT, -20000, -30000)]


def test_a_refund_that_failed_is_listed_until_it_has_worked(world, place, clock):
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    refund = Refund.objects.get()
    world.stripe.refunds.fail(refund.stripe_id)
    world.stripe.webhooks.settle()
    world.work()
    assert night(clock, days=1 / 24) == [(DifferenceKind.REFUND_FAILED, -30000, 0)]
    clock.move(timedelta(days=1))
    world.work()
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE
    assert night(clock) == []
    assert Reconciliation.objects.latest().sums == {"DKK": [0, 0]}


def test_a_refund_under_way_is_no_difference(world, place, clock):
    world.stripe.refunds.pend_next = 1
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    assert Refund.objects.get().state == RefundState.SENT
    assert night(clock, days=0.1) == []


def test_a_dispute_is_listed_while_the_money_is_away(world, place, clock):
    dispute = world.stripe.disputes.open(charge(world)["id"])
    world.stripe.webhooks.settle()
    world.work()
    assert night(clock) == [(DifferenceKind.DISPUTE, 0, -30000)]
    world.stripe.disputes.close(dispute["id"], won=True)
    assert night(clock) == []


def test_what_went_out_before_the_time_looked_at_is_not_missed(world, place, clock):
    """A dispute won after two months: only its return is seen, and that is no difference."""
    dispute = world.stripe.disputes.open(charge(world)["id"])
    clock.move(timedelta(days=60))
    world.stripe.disputes.close(dispute["id"], won=True)
    assert night(clock) == []


def test_what_is_settled_by_hand_never_moved_at_stripe(world, place, clock):
    world.stripe.refunds.refuse_next = 1
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    refund = Refund.objects.get()
    assert refund.state == RefundState.FAILED
    Refund.objects.update(state=RefundState.DONE, ended_at=clock.now(), settled_by_hand=True)
    assert night(clock) == []


def test_without_an_answer_nothing_is_written(world, place, clock):
    world.stripe.api.break_next = 9
    with pytest.raises(RailAway):
        tasks.reconcile.call()
    assert not Reconciliation.objects.exists()


def test_many_payments_take_a_handful_of_questions(world, clock, django_assert_max_num_queries):
    for n in range(4):
        world.paid(open_occurrence(deposit=30000), email=f"{n}@student.test")
    clock.move(timedelta(days=1))
    with django_assert_max_num_queries(10):
        run = reconciling.reconcile()
    assert run.sums == {"DKK": [120000, 120000]}
