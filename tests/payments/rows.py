"""Deposits that were paid, as rows, for what only looks at them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from events.models import Occurrence, Registration
from payments.models import Payment, Refund
from tests.factories import NOW, ContactFactory, RegistrationFactory


def placed(date: Occurrence, name: str = "Asta Holm", **more: Any) -> Registration:
    """Somebody with a place."""
    contact = ContactFactory(name=name)
    return RegistrationFactory(occurrence=date, contact=contact, **more)


def paid(registration: Registration, **more: Any) -> Payment:
    """What they paid by card, unless told otherwise."""
    known = {
        "registration": registration,
        "state": "paid",
        "amount": registration.occurrence.deposit,
        "currency": registration.occurrence.currency,
        "back_until": registration.occurrence.deposit_back_until,
        "part_back": registration.occurrence.deposit_part_back,
        "begun_at": NOW - timedelta(hours=1),
        "paid_at": NOW - timedelta(hours=1),
    }
    payment = Payment.objects.create(**{**known, **more})
    if payment.way == "card":
        Payment.objects.filter(pk=payment.pk).update(intent=f"pi_{payment.pk}")
        payment.refresh_from_db()
    return payment


def back(payment: Payment, amount: int, state: str = "done", **more: Any) -> Refund:
    """So much of it went back, or is to."""
    payment.given_back += amount
    payment.save(update_fields=["given_back"])
    known = {"because": "by_office", "owed_at": NOW, "ended_at": NOW if state == "done" else None}
    return Refund.objects.create(payment=payment, amount=amount, state=state, **{**known, **more})
