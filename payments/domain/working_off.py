"""Doing what Stripe told us, from the rows: in whichever order it came, however often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from office import clock
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
TRIES = 20
"""What cannot be worked off so often is left, and shown."""

About = dict[str, Any]


def work_off() -> int:
    """Work off what has come. Returns how many. Safe to run twice at once."""
    at = clock.now()
    due = StripeEvent.objects.filter(worked_at=None, due_at__lte=at, attempts__lt=TRIES)
    pks = list(due.order_by("came_at", "pk").values_list("pk", flat=True))
    for pk in pks:
        _work_one(pk, at)
    return len(pks)


def _work_one(pk: int, at: datetime) -> None:
    mine = StripeEvent.objects.filter(pk=pk, worked_at=None, due_at__lte=at)
    event = mine.first()
    if event is None or not mine.update(due_at=at + LEASE, attempts=event.attempts + 1):
        return
    outcome = _do(event)
    StripeEvent.objects.filter(pk=pk).update(worked_at=at, outcome=outcome[:300])


def _do(event: StripeEvent) -> str:
    """What came of it, in words for whoever looks for a difference."""
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


def _refunded(about: About) -> str:
    known = _known_refund(about)
    if known is None:
        return _made_at_stripe(about)
    refunding.take_down(known.pk, seen_refund(about))
    return "taken down"


def _known_refund(about: About) -> Refund | None:
    """Ours by the name it carries, or one whose id we have."""
    name = (about.get("metadata") or {}).get("refund") or ""
    mine = Q(stripe_id=about["id"])
    if len(name) == len(str(Refund().uuid)):
        mine |= Q(uuid=name)
    return Refund.objects.filter(mine).first()


def _made_at_stripe(about: About) -> str:
    """Somebody gave money back in Stripe's own pages: our books follow."""
    if about["status"] in ("failed", "canceled"):
        return "nothing to do"
    with transaction.atomic():
        mine = Payment.objects.paid().select_for_update()
        payment = mine.filter(intent=about["payment_intent"] or "-").first()
        if payment is None:
            return "no payment of ours"
        if same := _promised(payment, about["amount"]):
            _is_done(same, about["id"])
            return "the refund we owed"
        amount = min(about["amount"], payment.left)
        if not amount:
            return "more than was paid"
        because = GivenBackBecause.AT_STRIPE
        _is_done(giving_back.promise(payment, because, amount, at=clock.now()), about["id"])
        return "made at Stripe"


def _promised(payment: Payment, amount: int) -> Refund | None:
    waits = [RefundState.OWED, RefundState.FAILED]
    return payment.refunds.filter(state__in=waits, amount=amount).select_for_update().first()


def _is_done(refund: Refund, stripe_id: str) -> None:
    refund.state, refund.ended_at, refund.due_at = RefundState.DONE, clock.now(), None
    refund.stripe_id, refund.failure = stripe_id, ""
    refund.save()


def _disputed(about: About) -> str:
    """A dispute once closed stays so, whatever older news comes after."""
    closed = {"won": Dispute.WON, "lost": Dispute.LOST}.get(about["status"])
    mine = Payment.objects.filter(intent=about["payment_intent"] or "-")
    if closed is None:
        mine = mine.exclude(dispute__in=[Dispute.WON, Dispute.LOST])
    return "taken down" if mine.update(dispute=closed or Dispute.OPEN) else "no payment of ours"


ACTS: dict[str, Callable[[About], str]] = {
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
