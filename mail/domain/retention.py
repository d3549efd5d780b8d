"""Forgetting what mails said: after 90 days all, for an erased person at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from mail.models import Message, MessageQuerySet, MessageState

TEXTS_KEPT = timedelta(days=90)
NOTHING: dict[str, Any] = {"facts": {}, "to": "", "why": ""}


def outdated(at: datetime) -> MessageQuerySet:
    """Ended messages that still say more than their kind and fate 90 days on."""
    ended = Message.objects.filter(ended_at__lte=at - TEXTS_KEPT)
    return ended.exclude(facts={}, to="")


def clean(at: datetime) -> int:
    """Reduce outdated messages to kind and fate; how many that were."""
    return outdated(at).update(facts={}, to="")


def forget(at: datetime, *, contact: UUID | None = None, address: str = "", claim: str = "") -> int:
    """Leave of a person's messages only kind and fate, and let none of them leave any more.

    The person is named by the contact's UUID, an address, a claim, or several of them.
    """
    theirs = Q(pk=None)
    for name, value in {"contact": contact, "to": address, "claim": claim}.items():
        theirs |= Q(**{name: value}) if value else Q(pk=None)
    messages = Message.objects.filter(theirs)
    count = messages.count()
    messages.filter(state=MessageState.QUEUED).update(
        state=MessageState.WITHDRAWN, ended_at=at, lease=None, leased_until=None
    )
    Message.objects.filter(theirs).update(**NOTHING)
    return count
