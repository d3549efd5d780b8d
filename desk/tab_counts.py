"""The numbers behind the labels of a date's tabs, counted in the query that fetches the date."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func, IntegerField, OuterRef, QuerySet, Subquery

from events.domain import mails
from events.models import CheckIn, Spot
from payments.models import Payment


def counted(rows: QuerySet[Any], of: str = "pk") -> Subquery:
    """How many different values of a field there are among rows that name an `OuterRef`."""
    number = Func(F(of), function="COUNT", template="%(function)s(DISTINCT %(expressions)s)")
    return Subquery(
        rows.order_by().annotate(counted=number).values("counted"), output_field=IntegerField()
    )


def missed_mails() -> Subquery:
    """Mails of this date that did not arrive, and that nobody has dealt with."""
    return counted(mails.of_occurrence(OuterRef(OuterRef("pk"))).to_deal_with())


def who_came() -> Subquery:
    """How many were seen there on any day."""
    taps = CheckIn.objects.filter(registration__occurrence=OuterRef("pk")).present()
    return counted(taps, of="registration")


def spots() -> Subquery:
    """How many practices, rooms and meeting points it has."""
    return counted(Spot.objects.filter(occurrence=OuterRef("pk")))


def payments() -> Subquery:
    """How many deposits of it were paid, or settled by hand."""
    return counted(Payment.objects.paid().filter(registration__occurrence=OuterRef("pk")))
