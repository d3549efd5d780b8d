"""When offers of practices are forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from events.models import HostOffer

KEPT = timedelta(days=730)
"""An offer is kept so long after its answer; one never answered, after its last day."""


def overdue(at: datetime) -> QuerySet[HostOffer]:
    """Offers whose time is over."""
    old = at - KEPT
    past = Q(answered_at=None, last_day__lte=timezone.localdate(old))
    return HostOffer.objects.filter(Q(answered_at__lte=old) | past)


def clean(at: datetime) -> None:
    """Delete what is due, and the words of those who have left, once they are answered."""
    with transaction.atomic():
        overdue(at).delete()
        answered = HostOffer.objects.exclude(state=HostOffer.State.NEW).exclude(note="")
        answered.filter(contact__left_at__isnull=False).update(note="")
        answered.filter(contact=None).update(note="")
