"""Sending refunds to Stripe, again and again until they are done or somebody settles them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from office import clock
from office.one_by_one import one_by_one
from payments.models import Refund, RefundState, Way
from payments.models.refund import UNDER_WAY
from payments.provider import RailAway, RailRefused, SeenRefund
from payments.rails import rail

LEASE = timedelta(minutes=2)
"""Longer than asking takes: meanwhile no other worker asks the same."""
AWAY = timedelta(minutes=1)
ASK_AGAIN = timedelta(hours=1)
WAITS = [timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=3), timedelta(days=1)]
"""After a first, second, third and any later attempt that failed."""


def send_due(at: datetime) -> int:
    """Send what is due, and ask about what is under way. Returns how many. Safe twice at once."""
    pks = [*due(at).order_by("due_at", "pk").values_list("pk", flat=True)]
    return one_by_one(pks, lambda pk: _send(pk, at), until=(RailAway,))


def due(at: datetime) -> QuerySet[Refund]:
    """What is to be sent, or to be asked about."""
    sent = Refund.objects.filter(state=RefundState.SENT, due_at__lte=at)
    return (Refund.objects.to_send(at) | sent).filter(state__in=UNDER_WAY)


def _send(pk: int, at: datetime) -> bool:
    mine = Refund.objects.filter(pk=pk)
    if not mine.filter(due_at__lte=at).update(due_at=at + LEASE):
        return False
    refund = Refund.objects.select_related("payment").get(pk=pk)
    try:
        seen = _ask(refund)
    except RailAway as away:
        mine.filter(due_at=at + LEASE).update(due_at=at + AWAY, failure=str(away)[:300])
        raise
    except RailRefused as refused:
        take_down(pk, SeenRefund("", is_done=False, failure=str(refused)))
    else:
        take_down(pk, seen)
    return True


def _ask(refund: Refund) -> SeenRefund:
    is_sent = refund.state == RefundState.SENT
    of = rail(refund.payment)
    return of.look_at_refund(refund) if is_sent else of.refund(refund)


def take_down(pk: int, seen: SeenRefund) -> None:
    """Write down what became of a refund; an old attempt's news changes nothing."""
    at = clock.now()
    with transaction.atomic():
        refund = Refund.objects.select_for_update().get(pk=pk)
        if refund.settled_by_hand or _is_old_news(refund, seen):
            return
        refund.stripe_id = seen.stripe_id or refund.stripe_id
        refund.failure = seen.failure[:300]
        if seen.failure:
            _failed(refund, at)
        elif seen.is_done:
            refund.state, refund.ended_at, refund.due_at = RefundState.DONE, at, None
        else:
            refund.state, refund.due_at = RefundState.SENT, at + ASK_AGAIN
        refund.save()


def is_at_hand(refund: Refund, at: datetime) -> bool:
    """Whether Stripe may be making it: it is on its way, being asked for, or about to be."""
    is_sent = refund.state == RefundState.SENT
    is_next = refund.due_at is not None and refund.due_at <= at + LEASE
    return refund.payment.way == Way.CARD and (is_sent or is_next)


def _is_old_news(refund: Refund, seen: SeenRefund) -> bool:
    """About an attempt before the last one, told once more of one that has failed, or from before
    it was done."""
    is_done = refund.state == RefundState.DONE
    if is_done and not (seen.stripe_id and (seen.is_done or seen.failure)):
        return True
    if not (seen.stripe_id and refund.stripe_id):
        return False
    is_same = seen.stripe_id == refund.stripe_id
    return is_same if refund.state == RefundState.FAILED else not is_same


def _failed(refund: Refund, at: datetime) -> None:
    """The next attempt is a new one to Stripe."""
    refund.state, refund.ended_at = RefundState.FAILED, None
    refund.due_at = at + WAITS[min(refund.attempt, len(WAITS)) - 1]
    refund.attempt += 1
