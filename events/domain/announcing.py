"""Telling everybody on a date what an act on it changed, under its lock."""

from __future__ import annotations

from typing import Any

from events.domain import coming, telling
from events.domain.offer_times import offer_end, unconfirmed_cap
from events.domain.places import Places
from events.models import Registration, RegistrationState


def everybody(places: Places, kind: str, change: dict[str, Any]) -> None:
    """Tell all who have, hold or wait for a place; each claim's revision grows.

    `change` says what changed (time, location, title) and how it was; the facts say how it is now.
    """
    for registration in holding(places):
        _tell_holder(places, registration, kind, change)
    for turn in places.queue.select_related("contact"):
        turn.occurrence = places.occurrence
        places.acted(turn)
        telling.tell(turn, kind, at=places.at, change=change)


def cut_offers(places: Places) -> None:
    """Let running offers end no later than the offers now do, and tell whom it concerns."""
    for registration in holding(places):
        if registration.state == RegistrationState.OFFERED and _cut(places, registration):
            places.acted(registration)
            _tell_hold(places, registration, "offer", {})


def tell_again(places: Places, registration: Registration) -> None:
    """Tell somebody what they have, at an address that was not told before."""
    if registration.is_confirmed:
        registration.sequence += 1
        places.acted(registration)
        telling.tell(registration, "place", at=places.at)
    else:
        places.acted(registration)
        _tell_hold(places, registration, "link", {})


def holding(places: Places) -> list[Registration]:
    """The registrations that take a place, in the order they were made."""
    rows = Registration.objects.filter(occurrence=places.occurrence).holding()
    found = list(rows.select_related("contact").order_by("pk"))
    for registration in found:
        registration.occurrence = places.occurrence
    return found


def _tell_holder(
    places: Places, registration: Registration, kind: str, change: dict[str, Any]
) -> None:
    """A confirmed place gets its invite anew; a hold keeps its clock, cut to the new end."""
    if registration.is_confirmed:
        registration.sequence += 1
        if kind == "moved":
            coming.ask(registration, places.at)
        places.acted(registration)
        telling.tell(registration, kind, at=places.at, change=change)
        return
    _cut(places, registration)
    places.acted(registration)
    _tell_hold(places, registration, kind, change)


def _tell_hold(
    places: Places, registration: Registration, kind: str, change: dict[str, Any]
) -> None:
    """A hold that still waits for its mail gets that mail anew; it would be withdrawn as old."""
    told = registration.told_at is not None
    if registration.is_proven:
        what = "pay" if registration.awaits_payment else "offer"
        mail = telling.tell(registration, what, at=places.at, change=change)
    elif told:
        mail = telling.tell(registration, kind, at=places.at, change=change)
    else:
        mail = telling.tell(registration, "prove", at=places.at, asks_proof=True)
    if not told:
        places.hold_on(registration, mail)


def _cut(places: Places, registration: Registration) -> bool:
    """Let a hold end no later than the date now allows; whether that cut an offer.

    A place that waits for its deposit, or for its address to answer, ends with the start.
    """
    if registration.state == RegistrationState.OFFERED:
        return _cut_offer(places, registration)
    if registration.held_until and registration.awaits_payment:
        registration.held_until = min(registration.held_until, places.occurrence.starts_at)
    elif registration.held_until:
        cap = unconfirmed_cap(places.occurrence, registration.created_at)
        told = registration.told_at is not None
        registration.held_until = min(registration.held_until, cap) if told else cap
    return False


def _cut_offer(places: Places, registration: Registration) -> bool:
    """Let it end where the offers now end; one not told yet waits for its mail as before."""
    until = places.occurrence.offers_until
    if registration.told_at:
        until = offer_end(places.occurrence, registration.told_at)
    new = until if registration.told_at is None else min(registration.held_until or until, until)
    changed = new != registration.held_until
    registration.held_until = new
    return changed
