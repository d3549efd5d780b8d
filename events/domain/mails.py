"""The mails about the people on a date, found by what each is about."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from events.models import Occurrence, Registration, Turn
from mail.models import Message, MessageQuerySet


def of_occurrence(occurrence: Occurrence | OuterRef) -> MessageQuerySet:
    """Every mail about a registration or turn on the date (which may be an outer query's)."""
    registrations = Registration.objects.filter(occurrence=occurrence)
    turns = Turn.objects.filter(occurrence=occurrence)
    return Message.objects.filter(
        Q(claim__in=_named("registration:", registrations)) | Q(claim__in=_named("turn:", turns))
    )


def _named(name: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows' names in the outbox."""
    named = Concat(Value(name), Cast("pk", CharField()))
    return rows.order_by().annotate(named=named).values("named")


def missed(mails: MessageQuerySet) -> MessageQuerySet:
    """Those that did not arrive."""
    return mails.filter(Q(state="failed") | Q(bounced_at__isnull=False))
