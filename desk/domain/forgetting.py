"""What the office's own work leaves behind, and how long it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Now
from wagtail.models import ModelLogEntry

from desk.models import Invitation
from office.models import SharedKey

LOG_KEPT = timedelta(days=365)
"""What was done to whom, and why. What was done to pages Wagtail keeps with them."""
INVITATIONS_KEPT = timedelta(days=30)
"""After they were answered, taken back, or ran out: the name and address in them."""


@dataclass(frozen=True)
class Plan:
    """How much would be deleted now."""

    log_entries: int
    invitations: int


def plan(at: datetime) -> Plan:
    return Plan(_log(at).count(), _invitations(at).count())


def forget(at: datetime) -> Plan:
    """Delete what is due. Returns what there was; safe to run twice at once.

    Sessions and counts of failed sign-ins say themselves, in the machine's own time, when they end.
    """
    planned = plan(at)
    _log(at).delete()
    _invitations(at).delete()
    Session.objects.filter(expire_date__lt=Now()).delete()
    SharedKey.objects.filter(expires__lt=Now()).delete()
    return planned


def _log(at: datetime) -> QuerySet[ModelLogEntry]:
    return ModelLogEntry.objects.filter(timestamp__lte=at - LOG_KEPT)


def _invitations(at: datetime) -> QuerySet[Invitation]:
    ended = Invitation.objects.annotate(
        ended_at=Coalesce(F("accepted_at"), F("revoked_at"), F("expires_at"))
    )
    return ended.filter(ended_at__lte=at - INVITATIONS_KEPT)
