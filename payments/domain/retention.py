"""How long payments are kept: for the bookkeeping, and without a name once the person is erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from payments.models import Payment, Refund, StripeEvent
from payments.models.payment import BEGUN
from payments.models.refund import UNDER_WAY

YEARS = 5
"""After the year in which money moved last."""
EVENTS_KEPT = timedelta(days=90)
"""Stripe itself shows what it told for 30 days."""
ERASED = "–"
"""Stands where the office wrote about somebody who has been erased."""


@dataclass(frozen=True)
class Plan:
    """How much would be deleted now."""

    payments: int
    notices: int
    reasons: int

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


def plan(at: datetime) -> Plan:
    """What `clean` would delete at this time."""
    reasons = sum(rows.count() for rows in _of_the_erased())
    return Plan(payments=_old(at).count(), notices=_notices(at).count(), reasons=reasons)


def clean(at: datetime) -> Plan:
    """Delete what is due, and what was written about people who are gone. Returns what there was;
    safe twice at once."""
    planned = plan(at)
    _notices(at).delete()
    for rows in _of_the_erased():
        rows.update(why=ERASED)
    with transaction.atomic():
        old = list(_old(at).values_list("pk", flat=True))
        Refund.objects.filter(payment__in=old).delete()
        Payment.objects.filter(pk__in=old).delete()
    return planned


def _notices(at: datetime) -> QuerySet[StripeEvent]:
    return StripeEvent.objects.filter(came_at__lte=at - EVENTS_KEPT)


def _old(at: datetime) -> QuerySet[Payment]:
    """Nothing has moved since, and nothing is to move any more."""
    since = _first_kept(at)
    refunds = Refund.objects.filter(payment=OuterRef("pk"))
    recent = refunds.filter(Q(state__in=UNDER_WAY) | Q(owed_at__gte=since) | Q(ended_at__gte=since))
    rows = Payment.objects.filter(begun_at__lt=since, registration__occurrence__ends_at__lt=since)
    return rows.exclude(state__in=BEGUN).exclude(paid_at__gte=since).exclude(Exists(recent))


def _first_kept(at: datetime) -> datetime:
    """Where the first year begins whose payments are kept."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    return datetime(local.year - YEARS, 1, 1, tzinfo=local.tzinfo)


def _of_the_erased() -> tuple[QuerySet[Payment], QuerySet[Refund]]:
    """Where a reason stands, which is free text in which a name may stand."""
    gone = Q(registration__contact__erased_at__isnull=False)
    theirs = Q(payment__registration__contact__erased_at__isnull=False)
    said = Q(why__in=["", ERASED])
    return Payment.objects.filter(gone).exclude(said), Refund.objects.filter(theirs).exclude(said)
