"""A practice's visit as a calendar file to download. Nobody who comes is named in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from events.domain.fact_types import Facts
from events.domain.facts import occurrence_facts
from events.domain.vevent import calendar, vevent
from events.models import HostContact, Hosting, HostInvite


def published(hosting: Hosting, contact: HostContact, at: datetime) -> str:
    """Method PUBLISH, under the UID of the contact's own invite where there is one."""
    invite = HostInvite.objects.filter(hosting=hosting, contact=contact).first()
    told: dict[str, Any] = occurrence_facts(hosting.occurrence) | {
        "kind": "visit",
        "starts_at": hosting.starts_at.isoformat(),
        "ends_at": hosting.ends_at.isoformat(),
        "location": hosting.where,
        "changed_at": at.isoformat(),
        "sequence": max(0, invite.sequence) if invite else 0,
    }
    uid = str(invite.uid) if invite else f"hosting-{hosting.pk}-{contact.pk}"
    event = vevent(cast("Facts", told), uid)
    event.add("STATUS", "CANCELLED" if hosting.occurrence.is_called_off else "CONFIRMED")
    event.add("TRANSP", "OPAQUE")
    return calendar([event], "PUBLISH").to_ical().decode()
