"""A practice's visit as a calendar file to download. Nobody who comes is named in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from events.domain import invites
from events.domain.fact_types import Facts
from events.domain.facts import occurrence_facts
from events.models import HostContact, Hosting, HostInvite


def published(hosting: Hosting, contact: HostContact, at: datetime) -> str:
    """Method PUBLISH, under the UID of the contact's own invite where there is one."""
    invite = HostInvite.objects.filter(hosting=hosting, contact=contact).first()
    told: dict[str, Any] = occurrence_facts(hosting.occurrence) | {
        "kind": "visit" if hosting.of_spot else hosting.occurrence.event.kind,
        "starts_at": hosting.starts_at.isoformat(),
        "ends_at": hosting.ends_at.isoformat(),
        "location": hosting.where,
        "is_host": True,
        "uid": str(invite.uid) if invite else f"hosting-{hosting.pk}-{contact.pk}",
        "sequence": max(0, invite.sequence) if invite else 0,
        "changed_at": at.isoformat(),
    }
    return invites.published(cast("Facts", told))
