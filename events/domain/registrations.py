"""Giving a place back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from events.domain import telling
from events.domain.attendance import first_moment
from events.domain.errors import ActRefused, ListClosed
from events.domain.log import note
from events.domain.places import Places
from events.models import Because, CheckIn, Registration, RegistrationState
from office.actor import Actor


def cancel(registration: int, *, actor: Actor, reason: str = "") -> Registration:
    """Free a place, whoever does it; the next in line is offered it in the same transaction.

    Twice returns the same. Raises ActRefused when the person themselves is too late, or was there,
    ListClosed: who stands on a closed list came or did not come, and money follows from that.
    """
    with Places.lock(registration=registration) as places:
        found = places.registration(registration)
        if not found.is_holding:
            return found
        _in_time(places, actor)
        if places.occurrence.list_closed_at:
            raise ListClosed(_("The list is closed, so nobody is taken off it any more."))
        was_not_there(places, found)
        free(places, found, actor=actor, reason=reason)
        return found


def free(places: Places, registration: Registration, *, actor: Actor, reason: str = "") -> None:
    """End a claim to a place under the lock, and tell whoever has it in their calendar."""
    had_invite = registration.has_invite
    because = _because(registration, actor)
    if had_invite:
        registration.sequence += 1
    places.end(registration, because, actor=actor, reason=reason)
    if registration.is_proven:
        kind = "removed" if actor.is_coordinator else "cancelled"
        if had_invite or actor.is_coordinator:
            telling.tell(registration, kind, at=places.at, reason=reason)
    note(registration, "events.cancel", actor, reason=reason)


def _because(registration: Registration, actor: Actor) -> Because:
    if actor.is_coordinator:
        return Because.REMOVED
    if registration.state == RegistrationState.OFFERED:
        return Because.DECLINED
    if registration.is_held:
        return Because.LEFT
    return Because.CANCELLED


def _in_time(places: Places, actor: Actor) -> None:
    if not actor.is_coordinator and places.at >= places.occurrence.starts_at:
        raise ActRefused(_("It has begun. Please tell the office instead."))


def was_not_there(places: Places, registration: Registration) -> None:
    """Raises ActRefused for somebody who was checked in."""
    if places.at < first_moment(places.occurrence):
        return
    if CheckIn.objects.present().filter(registration=registration).exists():
        raise ActRefused(_("This person was checked in. Take that back first."))
