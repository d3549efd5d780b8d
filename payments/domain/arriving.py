"""Money has arrived: for whom it is now, or that it goes back at once."""

from __future__ import annotations

from django.conf import settings

from events.domain import deposits
from events.domain.places import Places
from events.models import Because, Registration
from payments.domain import giving_back
from payments.models import GivenBackBecause, Payment, PaymentState
from payments.provider import Seen


def why_not(payment: Payment, seen: Seen) -> str:
    """Why what was seen does not count as this payment; nothing if it does."""
    if not seen.is_paid:
        return "not paid"
    if seen.livemode != settings.STRIPE_LIVE:
        return "of the other mode"
    if (seen.amount, seen.currency) != (payment.amount, payment.currency):
        return "another amount"
    return ""


def arrive(payment: int, intent: str) -> Payment:
    """The payment was made, whichever way we learn of it. Twice is once.

    It settles the place that waits for it; if the time had run out it is for a place that is free
    while nobody waits; else, or if the deposit was paid before, it goes back at once.
    """
    paid_for = Payment.objects.values_list("registration", flat=True).get(pk=payment)
    with Places.lock(registration=paid_for) as places:
        found = Payment.objects.select_for_update().get(pk=payment)
        if found.is_paid:
            return found
        found.state, found.paid_at, found.intent = PaymentState.PAID, places.at, intent
        found.due_at, found.url = None, ""
        _keep_or_give_back(places, found)
        return found


def _keep_or_give_back(places: Places, payment: Payment) -> None:
    now = deposits.receive(places, payment.registration_id) or _moved(payment)
    if now is None:
        return _not_kept(places, payment, GivenBackBecause.TOO_LATE)
    if Payment.objects.kept().filter(registration=now).exists():
        return _not_kept(places, payment, GivenBackBecause.TWICE)
    payment.registration = now
    payment.save()
    return None


def _moved(payment: Payment) -> Registration | None:
    """Who was moved meanwhile: their deposit goes along, or back, as every other does."""
    old = payment.registration
    return old if old.ended_because == Because.MOVED and old.successor_id else None


def _not_kept(places: Places, payment: Payment, because: GivenBackBecause) -> None:
    """Owed in the same transaction: no commit shows money that is nobody's."""
    payment.given_back = payment.amount
    payment.save()
    giving_back.owe(payment, because, payment.amount, at=places.at)
