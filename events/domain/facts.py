"""What a mail about a claim is made of: plain JSON, taken down in the act's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from events.models import Occurrence, Registration, Turn
from office.languages import prefix


def facts(claim: Registration | Turn, at: datetime) -> dict[str, Any]:
    """Everything the sender needs, so that it never has to ask newer rows. Times are ISO, UTC."""
    told = occurrence_facts(claim.occurrence) | _person(claim) | {"changed_at": at.isoformat()}
    told["event_url"] = event_url(claim.occurrence, claim.language)
    if isinstance(claim, Registration):
        told |= _registration(claim)
    elif claim.occurrence.asks_deposit and not claim.is_proven:
        told |= deposit_facts(claim.occurrence)
    return told


def occurrence_facts(occurrence: Occurrence) -> dict[str, Any]:
    event = occurrence.event
    return {
        "title": event.title,
        **({"is_trial": True} if occurrence.is_trial else {}),
        "kind": event.kind,
        "zone": event.zone,
        "starts_at": occurrence.starts_at.isoformat(),
        "ends_at": occurrence.ends_at.isoformat(),
        "location": occurrence.location,
        "event_url": event_url(occurrence),
        "contact_name": event.contact_name,
        "contact_email": event.contact_email,
        "contact_phone": event.contact_phone,
        "asks_needs": event.asks_needs,
    }


def deposit_facts(occurrence: Occurrence) -> dict[str, Any]:
    """What a place costs, in minor units, and when that is given back."""
    until = occurrence.deposit_back_until
    return {
        "deposit": occurrence.deposit,
        "currency": occurrence.currency,
        "deposit_back_until": until.isoformat() if until else "",
        "deposit_part_back": occurrence.deposit_part_back,
    }


def event_url(occurrence: Occurrence, language: str = "") -> str:
    """The address by which the event's page of today is found, in this language."""
    return f"{settings.BASE_URL}/{prefix(language)}events/{occurrence.event_id}/"


def _person(claim: Registration | Turn) -> dict[str, Any]:
    if claim.contact is None:
        return {}
    return {"name": claim.contact.name, "address": claim.contact.email}


def _registration(registration: Registration) -> dict[str, Any]:
    told: dict[str, Any] = {"created_at": registration.created_at.isoformat()}
    if registration.held_until:
        told["held_until"] = registration.held_until.isoformat()
    if registration.occurrence.asks_deposit:
        told |= deposit_facts(registration.occurrence)
    if registration.has_invite:
        told |= {
            "uid": str(registration.uid),
            "sequence": registration.sequence,
            "organizer": registration.organizer,
        }
    return told
