"""How each payment stands, for whoever looks after them: one word, found in the query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from events.models import CheckIn, Registration, RegistrationState
from payments.models import (
    NO_SHOW,
    Dispute,
    GivenBackBecause,
    Payment,
    Refund,
    RefundState,
    Way,
)


class Standing(TextChoices):
    DISPUTED = "disputed", _("disputed")
    LOST = "lost", _("dispute lost")
    FAILED = "failed", _("refund failed")
    OFFICE_OWES = "office_owes", _("to be given back by the office")
    GOING_BACK = "going_back", _("on its way back")
    WAIVED = "waived", _("waived")
    GIVEN_BACK = "given_back", _("given back")
    WITHHELD = "withheld", _("withheld")
    PAID = "paid", _("paid")
    WAITS = "waits", _("waits for the payment")
    DUE = "due", _("due")


GROUPS: dict[str, tuple[Any, set[str]]] = {
    "paid": (_("paid"), {Standing.PAID, Standing.WAIVED}),
    "due": (_("due"), {Standing.DUE, Standing.WAITS}),
    "given_back": (
        _("given back"),
        {Standing.GIVEN_BACK, Standing.GOING_BACK, Standing.OFFICE_OWES},
    ),
    "office_owes": (_("to be given back by the office"), {Standing.OFFICE_OWES}),
    "failed": (_("refund failed"), {Standing.FAILED}),
    "disputed": (_("disputed"), {Standing.DISPUTED, Standing.LOST}),
    "withheld": (_("withheld"), {Standing.WITHHELD}),
}
"""What one can ask for; whoever got a part of it back is among those given back, too."""


def with_standing(payments: QuerySet[Payment]) -> QuerySet[Any]:
    """Of payments that were made, each with its `standing`; what comes first holds."""
    refunds = Refund.objects.filter(payment=OuterRef("pk"))
    on_the_way = Q(Exists(refunds.filter(state__in=[RefundState.OWED, RefundState.SENT])))
    failed = Q(Exists(refunds.filter(state=RefundState.FAILED)))
    rules: list[tuple[Q, Standing]] = [
        (Q(dispute=Dispute.OPEN), Standing.DISPUTED),
        (Q(dispute=Dispute.LOST), Standing.LOST),
        (failed, Standing.FAILED),
        (on_the_way & ~Q(way=Way.CARD), Standing.OFFICE_OWES),
        (on_the_way, Standing.GOING_BACK),
        (Q(way=Way.WAIVED), Standing.WAIVED),
        (Q(given_back=F("amount")), Standing.GIVEN_BACK),
        (_is_withheld(), Standing.WITHHELD),
    ]
    whens = [When(rule, then=Value(standing.value)) for rule, standing in rules]
    standing = Case(*whens, default=Value(Standing.PAID.value), output_field=CharField())
    return payments.paid().annotate(standing=standing)  # type: ignore[attr-defined]


def _is_withheld() -> Q:
    """They left late and nobody took the place, or they did not come and the list is closed, or
    was once: a list opened again gives nothing back by itself (`owing`)."""
    there = CheckIn.objects.present().filter(registration=OuterRef("registration"))
    closed = Q(registration__occurrence__list_closed_at__isnull=False) | Q(decided=NO_SHOW)
    held = Q(registration__state=RegistrationState.CONFIRMED)
    return Q(decided=GivenBackBecause.LEFT_LATE) | (closed & held & ~Q(Exists(there)))


def in_group(payments: QuerySet[Any], name: str) -> QuerySet[Any]:
    """Of payments with their standing, those of a group."""
    among = Q(standing__in=GROUPS[name][1])
    return payments.filter(among | Q(given_back__gt=0) if name == "given_back" else among)


def with_refunds(payments: QuerySet[Any]) -> QuerySet[Any]:
    """Each with all that it takes to tell of it."""
    of = "registration__occurrence__event"
    refunds = Prefetch("refunds", Refund.objects.order_by("owed_at", "pk"))
    return payments.select_related("registration__contact", of).prefetch_related(refunds)


def due(at: datetime) -> QuerySet[Registration]:
    """Places without the deposit their date asks for; `checkout.is_due` in a query (a test asks
    both of every state there is)."""
    held = Q(state=RegistrationState.CONFIRMED, occurrence__state="scheduled")
    unpaid = ~Q(Exists(Payment.objects.paid().filter(registration=OuterRef("pk"))))
    waits = Q(state=RegistrationState.AWAITING_PAYMENT, held_until__gt=at)
    asked = Q(occurrence__deposit__gt=0, occurrence__starts_at__gt=at)
    rows = Registration.objects.real().filter(waits | (held & asked & unpaid))
    return rows.select_related("contact", "occurrence__event")


@dataclass
class Totals:
    """Sums of one currency in minor units; Stripe's own fees are not in them."""

    paid_in: int = 0
    given_back: int = 0
    withheld: int = 0
    disputed: int = 0
    due: int = 0


@dataclass
class Books:
    """Totals by currency."""

    of: dict[str, Totals] = field(default_factory=dict)

    def count(self, payment: Any) -> None:
        """A payment with its standing."""
        totals = self.of.setdefault(payment.currency, Totals())
        totals.paid_in += payment.amount
        totals.given_back += payment.given_back
        if payment.standing == Standing.WITHHELD:
            totals.withheld += payment.left
        if payment.standing in GROUPS["disputed"][1]:
            totals.disputed += payment.left

    def count_due(self, registration: Registration) -> None:
        date = registration.occurrence
        self.of.setdefault(date.currency, Totals()).due += date.deposit
