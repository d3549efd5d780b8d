"""*Still coming?*: asked with the reminder three days before and after a move, answered once."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from events.domain.errors import ActRefused, ClaimEnded
from events.domain.log import note
from events.domain.places import Places
from events.models import Registration
from mail.models import Message
from office.actor import Actor


def ask(registration: Registration, at: datetime) -> None:
    """Ask anew, whatever was answered before. The caller holds the lock and saves."""
    registration.asked_coming_at, registration.still_coming_at = at, None


def say_yes(registration: int, *, actor: Actor) -> Registration:
    """They still come: said by themselves, or to a coordinator on the phone. Twice keeps the first.

    Who does not come cancels (`registrations.cancel`). Raises ClaimEnded, ActRefused.
    """
    with Places.lock(registration=registration) as places:
        found = places.registration(registration)
        _can_be_said(places, found)
        if found.still_coming_at is None:
            found.still_coming_at = places.at
            found.save(update_fields=["still_coming_at"])
            note(found, "events.still_coming", actor)
        return found


def take_back(registration: int, *, actor: Actor) -> Registration:
    """Nothing was said after all: a coordinator's slip. Raises ClaimEnded, ActRefused."""
    with Places.lock(registration=registration) as places:
        found = places.registration(registration)
        _can_be_said(places, found)
        if found.still_coming_at is not None:
            found.still_coming_at = None
            found.save(update_fields=["still_coming_at"])
            note(found, "events.not_said_coming", actor)
        return found


def is_open(registration: Registration, at: datetime) -> bool:
    """Whether the question stands on the person's page now."""
    return registration.is_asked_coming and at < registration.occurrence.starts_at


def moved_from(registration: Registration) -> datetime | None:
    """When it was to begin, if the question was asked because the date moved."""
    if registration.asked_coming_at is None:
        return None
    mails = Message.objects.about(registration.claim).filter(kind="moved")
    told = mails.filter(queued_at=registration.asked_coming_at).values_list("facts", flat=True)
    was = next(((it.get("change") or {}).get("time") for it in told), None)
    return datetime.fromisoformat(was[0]) if was else None


def _can_be_said(places: Places, registration: Registration) -> None:
    if not registration.is_confirmed:
        raise ClaimEnded
    if places.at >= places.occurrence.starts_at:
        raise ActRefused(_("It has begun: take the attendance instead."))
