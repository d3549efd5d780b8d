"""Sending somebody to pay: the row first, then Stripe: no crash leaves a payment unknown."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy

from events.domain.deposit_words import Terms, terms_of
from events.domain.errors import ActRefused
from events.domain.places import Places
from events.models import Registration
from payments.models import Payment, PaymentState
from payments.provider import RailAway, RailRefused
from payments.rails import rail

ENDS_BEFORE = timedelta(minutes=5)
"""So long before the hold is over nobody can pay any more: who has begun may finish."""

STRIPES_LEAST = timedelta(minutes=31)
"""Stripe lets no session end sooner than half an hour from now; we end it ourselves in time."""


class NothingDue(ActRefused):
    sentence = gettext_lazy("There is no deposit to pay here.")


class TooLateToPay(ActRefused):
    sentence = gettext_lazy(
        "The time to pay is nearly over, so nobody can begin any more. Sign up again when the "
        "place is free."
    )


class CannotReach(ActRefused):
    sentence = gettext_lazy(
        "We cannot reach the payment page just now. Your place is still kept: try again in a "
        "minute."
    )


def is_due(registration: Registration, at: datetime) -> bool:
    """Whether a deposit is to be paid: the place waits for it, or was given without it. Whoever
    was given theirs back and keeps the place is not asked again."""
    date = registration.occurrence
    if registration.awaits_payment:
        return registration.held_until is not None and at < registration.held_until
    before = registration.is_confirmed and date.asks_deposit and at < date.starts_at
    return before and date.is_scheduled and not registration.payments.paid().exists()


def can_settle(registration: Registration) -> bool:
    """Whether the office can write down a deposit for it; also one paid once and given back."""
    asked = registration.is_confirmed and registration.occurrence.asks_deposit
    return registration.awaits_payment or asked


def ends_at(registration: Registration) -> datetime | None:
    """From when on nobody can pay any more; None for a place that does not wait."""
    return registration.held_until - ENDS_BEFORE if registration.held_until else None


def begin(registration: int) -> Payment:
    """The payment with which somebody pays what is due, a new one or the one begun before.

    Raises NothingDue, TooLateToPay.
    """
    with Places.lock(registration=registration) as places:
        found = places.registration(registration)
        if not is_due(found, places.at):
            raise NothingDue
        ends = ends_at(found)
        if ends and places.at >= ends:
            raise TooLateToPay
        begun = Payment.objects.begun().filter(registration=found).first()
        return begun or _new(found, terms_of(places.occurrence), places.at, ends)


def address(payment: Payment) -> str:
    """Where it is paid. Asks Stripe, outside any transaction. Raises CannotReach, NothingDue."""
    if payment.url:
        return payment.url
    try:
        opened = rail(payment).open(payment)
    except RailAway as away:
        raise CannotReach from away
    except RailRefused as refused:
        _give_up(payment)
        raise CannotReach from refused
    with transaction.atomic():
        kept = Payment.objects.select_for_update().get(pk=payment.pk)
        if kept.state == PaymentState.OPENING:
            kept.state, kept.session, kept.url = PaymentState.OPEN, opened.session, opened.url
            kept.save(update_fields=["state", "session", "url"])
    if not kept.url:
        raise NothingDue
    return kept.url


def _new(registration: Registration, terms: Terms, at: datetime, ends: datetime | None) -> Payment:
    ends = ends or at + timedelta(minutes=settings.PAYMENT_MINUTES)
    return Payment.objects.create(
        registration=registration,
        amount=terms.amount,
        currency=terms.currency,
        back_until=terms.back_until,
        part_back=terms.part_back,
        begun_at=at,
        due_at=ends,
        expires_at=max(ends, at + STRIPES_LEAST),
    )


def _give_up(payment: Payment) -> None:
    """Stripe will not have it: the next attempt is a new one."""
    mine = Payment.objects.filter(pk=payment.pk, state=PaymentState.OPENING)
    mine.update(state=PaymentState.UNPAID, due_at=None, url="")
