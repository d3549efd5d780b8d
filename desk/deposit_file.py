"""Deposits as a file for the bookkeeper: one row for each movement of money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from desk import words
from desk.deposit_lines import Line, reason
from desk.export import Column, Export
from payments.models import Payment, Refund, RefundState, Way


@dataclass(frozen=True)
class Movement:
    """Money that came in, or, with `refund`, went back."""

    at: datetime
    payment: Payment
    refund: Refund | None = None

    @property
    def paid_in(self) -> Decimal | None:
        return None if self.refund else major(self.payment.amount)

    @property
    def paid_back(self) -> Decimal | None:
        return major(self.refund.amount) if self.refund else None

    @property
    def why(self) -> str:
        return reason(self.refund) if self.refund else self.payment.why

    @property
    def way(self) -> str:
        by_hand = self.refund and self.refund.settled_by_hand and self.payment.way == Way.CARD
        return _("by the office’s own hand") if by_hand else str(self.payment.get_way_display())


def movements(payments: Iterable[Payment]) -> Iterator[Movement]:
    """What has moved, payment by payment: what is only promised has not. Waived: 0 came in."""
    for payment in payments:
        assert payment.paid_at  # noqa: S101 -- a constraint of the table
        yield Movement(payment.paid_at, payment)
        for refund in payment.refunds.all():
            if refund.state == RefundState.DONE and refund.ended_at:
                yield Movement(refund.ended_at, payment, refund)


def columns() -> list[Column]:
    return [
        Column(_("Day"), lambda it: it.at, is_moment=True),
        Column(_("Event"), lambda it: it.payment.registration.occurrence.event.title),
        Column(_("Date"), lambda it: words.span(it.payment.registration.occurrence)),
        Column(_("Number of the sign-up"), lambda it: it.payment.registration_id, True),
        Column(_("Name"), lambda it: words.name_of(it.payment.registration)),
        Column(_("How"), lambda it: it.way),
        Column(_("Paid in"), lambda it: it.paid_in, True),
        Column(_("Given back"), lambda it: it.paid_back, True),
        Column(_("Currency"), lambda it: it.payment.currency),
        Column(_("Reason"), lambda it: it.why),
        Column(_("Payment at Stripe"), lambda it: it.payment.intent),
        Column(_("Refund at Stripe"), lambda it: it.refund.stripe_id if it.refund else ""),
    ]


def file_of(payments: Iterable[Any], about: Model | type[Model], filters: Sequence[str]) -> Export:
    return Export(_("Deposits"), columns(), movements(payments), about, filters)


def deposit_file(lines: Iterable[Line], about: Model, filters: Sequence[str]) -> Export:
    """Of the lines shown; what is due has not moved."""
    return file_of((it.payment for it in lines if it.payment), about, filters)


def major(minor: int) -> Decimal:
    """A sum as a spreadsheet counts it: in kroner, not in øre."""
    return Decimal(minor) / 100
