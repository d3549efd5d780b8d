"""Forgetting what mails said: after 90 days all, for an erased person at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from mail.models import Message, MessageQuerySet, MessageState
from office import log

TEXTS_KEPT = timedelta(days=90)
NOTHING: dict[str, Any] = {"facts": {}, "to": "", "why": ""}


def outdated(at: datetime) -> MessageQuerySet:
    """Ended messages that still say more than their kind and fate 90 days on."""
    ended = Message.objects.filter(ended_at__lte=at - TEXTS_KEPT)
    return ended.exclude(facts={}, to="")


def clean(at: datetime) -> int:
    """Reduce outdated messages to kind and fate; how many that were."""
    return outdated(at).update(facts={}, to="")


def forget(
    at: datetime, *, contact: UUID | None = None, address: str = "", claims: Iterable[str] = ()
) -> int:
    """Leave of a person's messages only kind and fate, and let none of them leave any more; of what
    was said about one of them in the log, nothing.

    The person is named by the contact's UUID, an address, claims, or several of them.
    """
    theirs = Q(claim__in=list(claims)) & ~Q(claim="")
    for name, value in {"contact": contact, "to": address}.items():
        theirs |= Q(**{name: value}) if value else Q(pk=None)
    found = list(Message.objects.filter(theirs).values_list("pk", flat=True))
    messages = Message.objects.filter(pk__in=found)
    messages.filter(state=MessageState.QUEUED).update(
        state=MessageState.WITHDRAWN, ended_at=at, lease=None, leased_until=None
    )
    messages.update(**NOTHING)
    log.blank(messages)
    return len(found)
