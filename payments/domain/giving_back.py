"""Promising money back: the row that the worker sends, and the mail that says so."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy

from events.domain import telling
from events.domain.errors import ActRefused
from events.models import Registration
from office.actor import SYSTEM, Actor
from payments.models import GivenBackBecause, Payment, Refund


class TooMuch(ActRefused):
    sentence = gettext_lazy("That is more than is left of this payment.")


def owe(
    payment: Payment,
    because: GivenBackBecause,
    amount: int,
    *,
    at: datetime,
    actor: Actor = SYSTEM,
    why: str = "",
    released_by: Registration | None = None,
) -> Refund:
    """Write down that so much goes back, and tell the person. The caller holds the payment's lock
    and has counted the amount into `given_back`."""
    refund = Refund.objects.create(
        payment=payment,
        because=because,
        amount=amount,
        owed_at=at,
        due_at=at,
        actor=actor.name,
        why=why,
        released_by=released_by,
    )
    tell(refund, at)
    return refund


def promise(payment: Payment, because: GivenBackBecause, amount: int, **more: object) -> Refund:
    """The same for a payment that is kept: counts the amount, too. Raises TooMuch."""
    if not 0 < amount <= payment.left:
        raise TooMuch
    payment.given_back += amount
    payment.save(update_fields=["given_back"])
    return owe(payment, because, amount, **more)  # type: ignore[arg-type]


def tell(refund: Refund, at: datetime) -> None:
    """The mail that says what goes back and why; nobody is told who was erased."""
    registration = refund.payment.registration
    if not registration.address:
        return
    kind = "paid_too_late" if refund.because == GivenBackBecause.TOO_LATE else "given_back"
    said = {"amount": refund.amount, "currency": refund.payment.currency}
    by_card = {"by_card": refund.payment.way == "card", "because": refund.because}
    telling.tell(registration, kind, at=at, n=refund.pk, refund={**said, **by_card})
