"""Doing what Stripe told us, from the rows: in whichever order it came, however often."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from office import clock
from office.one_by_one import one_by_one
from payments.domain import arriving, giving_back, refunding
from payments.models import (
    Dispute,
    GivenBackBecause,
    Payment,
    PaymentState,
    Refund,
    RefundState,
    StripeEvent,
)
from payments.stripe_rail import seen, seen_refund

LEASE = timedelta(minutes=1)
NOT_YET = None
"""It may be about a payment of which we are to hear first, or that is being given back."""
PATIENT = 8
"""So often it is waited for that, each time twice as long: some four hours in all."""
TRIES = 20
"""What cannot be worked off so often is left, and shown."""

About = dict[str, Any]


def work_off(at: datetime) -> int:
    """Work off what has come by then. Returns how many. Safe to run twice at once."""
    pks = list(due(at).order_by("came_at", "pk").values_list("pk", flat=True))
    return one_by_one(pks, lambda pk: _work_one(pk, at))


def due(at: datetime) -> QuerySet[StripeEvent]:
    """What has come and is not worked off."""
    return StripeEvent.objects.filter(worked_at=None, due_at__lte=at, attempts__lt=TRIES)


def _work_one(pk: int, at: datetime) -> bool:
    mine = StripeEvent.objects.filter(pk=pk, worked_at=None, due_at__lte=at)
    event = mine.first()
    if event is None or not mine.update(due_at=at + LEASE, attempts=event.attempts + 1):
        return False
    outcome = _do(event)
    now = StripeEvent.objects.filter(pk=pk)
    if outcome is NOT_YET and event.attempts < PATIENT:
        now.update(due_at=at + LEASE * 2**event.attempts)
        return False
    now.update(worked_at=at, outcome=(outcome or "no payment of ours")[:300])
    return True


def _do(event: StripeEvent) -> str | None:
    """What came of it, in words for whoever looks for a difference; or `NOT_YET`."""
    if event.livemode != settings.STRIPE_LIVE:
        return "of the other mode"
    do = ACTS.get(event.kind)
    return do(event.about) if do else "nothing to do"


def _completed(about: About) -> str:
    payment = _of_session(about)
    if payment is None:
        return "no session of ours"
    told = seen(about)
    if why := arriving.why_not(payment, told):
        return why
    _name_session(payment, told.session)
    arriving.arrive(payment.pk, told.intent)
    return "paid"


def _expired(about: About) -> str:
    payment = _of_session(about)
    if payment is None:
        return "no session of ours"
    over = Payment.objects.begun().filter(pk=payment.pk)
    ended = over.update(state=PaymentState.UNPAID, due_at=None, url="")
    return "not paid" if ended else "nothing to do"


def _of_session(about: About) -> Payment | None:
    """By the session, or by the reference if it was paid before we kept the session's name."""
    by_session = Payment.objects.filter(session=about["id"]).first()
    reference = about.get("client_reference_id") or ""
    early = Payment.objects.filter(reference=reference, session="")
    return by_session or early.first()


def _name_session(payment: Payment, session: str) -> None:
    Payment.objects.filter(pk=payment.pk, session="").update(session=session)


def _refunded(about: About) -> str | None:
    known = _known_refund(about)
    if known is None:
        return _made_at_stripe(about)
    refunding.take_down(known.pk, seen_refund(about))
    return "taken down"


def _known_refund(about: About) -> Refund | None:
    """Ours by the name it carries, or one whose id we have."""
    mine = Q(stripe_id=about["id"])
    with suppress(ValueError):
        mine |= Q(uuid=UUID(str((about.get("metadata") or {}).get("refund"))))
    return Refund.objects.filter(mine).first()


def _made_at_stripe(about: About) -> str | None:
    """Somebody gave money back in Stripe's own pages: our books follow."""
    if about["status"] in ("failed", "canceled"):
        return "nothing to do"
    with transaction.atomic():
        mine = Payment.objects.paid().select_for_update()
        payment = mine.filter(intent=about["payment_intent"] or "-").first()
        if payment is None:
            return NOT_YET
        waiting = list(payment.refunds.exclude(state=RefundState.DONE).select_for_update())
        if any(refunding.is_at_hand(it, clock.now()) for it in waiting):
            return NOT_YET
        return _followed(payment, waiting, about["amount"], about["id"])


def _followed(payment: Payment, waiting: list[Refund], amount: int, stripe_id: str) -> str:
    """It was the refund that we could not make; or comes from what is kept; or from both."""
    same = next((it for it in waiting if it.amount == amount), None)
    owed = max(waiting, key=lambda it: it.amount, default=None)
    if same is None and amount > payment.left and owed:
        same = _cut(payment, owed, amount)
    if same:
        _is_done(same, stripe_id)
        return "the refund we owed"
    amount = min(amount, payment.left)
    if not amount:
        return "more than was paid"
    because = GivenBackBecause.AT_STRIPE
    _is_done(giving_back.promise(payment, because, amount, at=clock.now()), stripe_id)
    return "made at Stripe"


def _cut(payment: Payment, owed: Refund, amount: int) -> Refund | None:
    """Part of what we owed was given, or more than that: what is owed is the rest of it."""
    is_part = amount < owed.amount
    more = -amount if is_part else min(amount - owed.amount, payment.left)
    payment.given_back += more
    payment.save(update_fields=["given_back"])
    owed.amount += more
    owed.save(update_fields=["amount"])
    return None if is_part else owed


def _is_done(refund: Refund, stripe_id: str) -> None:
    refund.state, refund.ended_at, refund.due_at = RefundState.DONE, clock.now(), None
    refund.stripe_id, refund.failure = stripe_id, ""
    refund.save()


CLOSED = {"won": Dispute.WON, "warning_closed": Dispute.WON, "lost": Dispute.LOST}
WORST_FIRST = [Dispute.OPEN, Dispute.LOST, Dispute.WON]


def _disputed(about: About) -> str | None:
    """Each dispute of a payment for itself; one once closed stays so, whatever older news comes
    after."""
    with transaction.atomic():
        mine = Payment.objects.select_for_update()
        payment = mine.filter(intent=about["payment_intent"] or "-").first()
        if payment is None:
            return NOT_YET
        before = payment.disputes.get(about["id"], Dispute.OPEN)
        payment.disputes[about["id"]] = CLOSED.get(about["status"], before)
        payment.dispute = next(it for it in WORST_FIRST if it in payment.disputes.values())
        payment.save(update_fields=["disputes", "dispute"])
    return "taken down"


ACTS: dict[str, Callable[[About], str | None]] = {
    "checkout.session.completed": _completed,
    "checkout.session.async_payment_succeeded": _completed,
    "checkout.session.expired": _expired,
    "checkout.session.async_payment_failed": _expired,
    "refund.created": _refunded,
    "refund.updated": _refunded,
    "refund.failed": _refunded,
    "charge.dispute.created": _disputed,
    "charge.dispute.updated": _disputed,
    "charge.dispute.closed": _disputed,
}
