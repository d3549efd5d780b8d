"""A practice's visit as a calendar file to download. Nobody who comes is named in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from events.domain import invites
from events.domain.fact_types import Facts
from events.domain.facts import occurrence_facts
from events.models import HostContact, Hosting, HostInvite


def entry(hosting: Hosting, contact: HostContact) -> HostInvite | None:
    """The contact's invite, while it stands in their calendar. None before it was mailed: a file
    of another UID would stand there twice."""
    mine = HostInvite.objects.filter(hosting=hosting, contact=contact, told__isnull=False)
    return mine.first()


def published(invite: HostInvite, hosting: Hosting, at: datetime) -> str:
    """Method PUBLISH, with what identifies the invite."""
    told: dict[str, Any] = occurrence_facts(hosting.occurrence) | {
        "kind": "visit" if hosting.of_spot else hosting.occurrence.event.kind,
        "starts_at": hosting.starts_at.isoformat(),
        "ends_at": hosting.ends_at.isoformat(),
        "location": hosting.where,
        "is_host": True,
        "uid": str(invite.uid),
        "sequence": invite.sequence,
        "organizer": invite.organizer,
        "created_at": invite.created_at.isoformat(),
        "changed_at": at.isoformat(),
    }
    return invites.published(cast("Facts", told))
