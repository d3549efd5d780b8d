"""Telling everybody on a date what an act on it changed, under its lock."""

from __future__ import annotations

from events.domain import coming, telling, unsaid
from events.domain.offer_times import offer_end, unconfirmed_cap
from events.domain.places import Places
from events.domain.unsaid import Change
from events.models import Registration, RegistrationState, Turn
from mail.models import Message


def everybody(places: Places, change: Change) -> None:
    """Tell all who have, hold or wait for a place; each claim's revision grows.

    `change` says what changed (time, location, title) and how it was; the facts say how it is now.
    """
    holders = holding(places)
    turns = list(places.queue.select_related("contact"))
    waiting = unsaid.of(it.claim for it in (*holders, *turns))
    for registration in holders:
        _tell_holder(places, registration, change, waiting[registration.claim])
    for turn in turns:
        _tell_turn(places, turn, unsaid.along(change, waiting[turn.claim], places.occurrence))


def cut_offers(places: Places) -> None:
    """Let running offers end no later than the offers now do, and tell whom it concerns."""
    offered = [it for it in holding(places) if it.state == RegistrationState.OFFERED]
    cut = [it for it in offered if _cut_offer(places, it)]
    waiting = unsaid.of(it.claim for it in cut)
    for registration in cut:
        change = unsaid.along({}, waiting[registration.claim], places.occurrence)
        places.acted(registration)
        _tell_hold(places, registration, "offer", change)


def tell_again(places: Places, registration: Registration) -> None:
    """Tell somebody what they have, at an address that was not told before."""
    if registration.is_confirmed:
        unsaid.ask_again(registration, unsaid.of([registration.claim])[registration.claim])
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


def _tell_turn(places: Places, turn: Turn, change: Change) -> None:
    turn.occurrence = places.occurrence
    places.acted(turn)
    telling.tell(turn, _kind(change), at=places.at, change=change)


def _tell_holder(
    places: Places, registration: Registration, act: Change, mails: list[Message]
) -> None:
    """A confirmed place gets its invite anew; a hold keeps its clock, cut to the new end."""
    change = unsaid.along(act, mails, places.occurrence)
    if registration.is_confirmed:
        _tell_place(places, registration, act, change, mails)
        return
    _cut(places, registration)
    places.acted(registration)
    _tell_hold(places, registration, _kind(change), change)


def _tell_place(
    places: Places, registration: Registration, act: Change, change: Change, mails: list[Message]
) -> None:
    """After a move they are asked whether they still come; not again, once they have said so, for
    one that is told along."""
    has_said = registration.still_coming_at is not None and "time" not in act
    kind = "changed" if has_said else _kind(change)
    unsaid.ask_again(registration, mails)
    registration.sequence += 1
    if kind == "moved":
        coming.ask(registration, places.at)
    places.acted(registration)
    telling.tell(registration, kind, at=places.at, change=change)


def _kind(change: Change) -> str:
    return "moved" if "time" in change else "changed"


def _tell_hold(places: Places, registration: Registration, kind: str, change: Change) -> None:
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
