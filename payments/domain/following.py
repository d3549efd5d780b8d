"""Asking Stripe what became of payments that were begun, and ending those nobody is to make."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from events.models import Registration
from office.one_by_one import one_by_one
from payments.domain import arriving, checkout
from payments.models import Payment, PaymentState
from payments.provider import RailAway, RailRefused, Seen
from payments.rails import rail

SOONEST, LATEST, SHARE = timedelta(seconds=15), timedelta(minutes=2), 10
"""Until Stripe is asked again: the longer ago a payment was begun, the less likely it is made."""


def came_back(payment: Payment, at: datetime) -> None:
    """Somebody stands on the return page: ask about their payment now rather than at its end. How
    often they look again does not make us ask more often."""
    mine = Payment.objects.filter(pk=payment.pk, state=PaymentState.OPEN)
    mine.filter(due_at__gt=at + _wait(payment, at)).update(due_at=at)


def follow_due(at: datetime) -> int:
    """Ask about all whose time has come. Returns how many. Safe to run twice at once."""
    due = list(Payment.objects.to_follow(at).order_by("due_at", "pk").values_list("pk", flat=True))
    return one_by_one(due, lambda pk: _follow(pk, at), until=(RailAway,))


def _follow(pk: int, at: datetime) -> bool:
    rows = Payment.objects.begun().select_related("registration__occurrence")
    payment = rows.filter(pk=pk).first()
    if payment is None:
        return False
    try:
        _ask(payment, at)
    except RailAway:
        _later(payment, at)
        raise
    return True


def _ask(payment: Payment, at: datetime) -> None:
    """Whatever was paid counts, also when it is no longer to be: then it goes back."""
    is_over = _is_over(payment, payment.registration, at)
    if payment.state == PaymentState.OPENING:
        return _end(payment) if is_over else _later(payment, at)
    try:
        seen = rail(payment).look(payment)
        if seen.is_open and is_over:
            seen = _expire(payment)
    except RailRefused:  # Stripe does not know it, so nobody pays it there
        return _end(payment) if is_over else _later(payment, at)
    return _take_down(payment, seen, at)


def _expire(payment: Payment) -> Seen:
    """End the session; whoever paid in the same moment has paid."""
    with suppress(RailRefused):
        rail(payment).expire(payment)
    return rail(payment).look(payment)


def _take_down(payment: Payment, seen: Seen, at: datetime) -> None:
    if not arriving.why_not(payment, seen):
        arriving.arrive(payment.pk, seen.intent)
    elif seen.is_open:
        _later(payment, at)
    else:
        _end(payment)


def _is_over(payment: Payment, registration: Registration, at: datetime) -> bool:
    date, ends = registration.occurrence, checkout.ends_at(registration)
    if (payment.amount, payment.currency) != (date.deposit, date.currency):
        return True
    return not checkout.is_due(registration, at) or (ends is not None and at >= ends)


def _later(payment: Payment, at: datetime) -> None:
    """Ask again soon, and in any case when its time is over."""
    ends = checkout.ends_at(payment.registration)
    soon = at + _wait(payment, at)
    due_at = min(soon, ends) if ends and ends > at else soon
    Payment.objects.begun().filter(pk=payment.pk).update(due_at=due_at)


def _wait(payment: Payment, at: datetime) -> timedelta:
    return min(max(SOONEST, (at - payment.begun_at) / SHARE), LATEST)


def _end(payment: Payment) -> None:
    Payment.objects.begun().filter(pk=payment.pk).update(
        state=PaymentState.UNPAID, due_at=None, url=""
    )
