"""When offers of practices are forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from events.domain import host_offers
from events.models import HostLink, HostOffer
from mail.domain import retention as mail_retention
from mail.models import Message

KINDS = (host_offers.YEAR, host_offers.ANSWERED)
KEPT = timedelta(days=730)
"""An offer is kept so long after its answer; one never answered, after its last day."""


def overdue(at: datetime) -> QuerySet[HostOffer]:
    """Offers whose time is over."""
    old = at - KEPT
    past = Q(answered_at=None, last_day__lte=timezone.localdate(old))
    return HostOffer.objects.filter(Q(answered_at__lte=old) | past)


def clean(at: datetime) -> None:
    """Delete what is due, the words of those who have left once they are answered, and what was
    mailed about the year to those whose name and address are blanked by now."""
    with transaction.atomic():
        mail_retention.forget(at, claims=_mailed_to_former())
        overdue(at).delete()
        answered = HostOffer.objects.exclude(state=HostOffer.State.NEW).exclude(note="")
        answered.filter(contact__left_at__isnull=False).update(note="")
        answered.filter(contact=None).update(note="")


def _mailed_to_former() -> QuerySet[Message, str]:
    links = HostLink.objects.filter(contact__left_at__isnull=False, contact__email="", hosting=None)
    claims = [
        host_offers.claim(kind, pk) for pk in links.values_list("pk", flat=True) for kind in KINDS
    ]
    return Message.objects.about(*claims).exclude(to="").values_list("claim", flat=True)
