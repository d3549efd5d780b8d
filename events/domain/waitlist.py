"""The waitlist from the side of the person in it."""

from __future__ import annotations

from django.db.models import Q

from events.domain.errors import ClaimEnded, OfferLapsed
from events.domain.places import Places
from events.models import Because, Registration, RegistrationState, Turn
from office.actor import PERSON


def position(turn: Turn) -> int:
    """A waiting turn's place in line, from 1."""
    before = Q(rank__lt=turn.rank) | Q(rank=turn.rank, joined_at__lt=turn.joined_at)
    before |= Q(rank=turn.rank, joined_at=turn.joined_at, pk__lt=turn.pk)
    return Turn.objects.filter(occurrence=turn.occurrence_id).queue().filter(before).count() + 1


def accept(registration: int) -> Registration:
    """Take an offered place. Twice returns the same. Raises OfferLapsed, ClaimEnded."""
    with Places.lock(registration=registration) as places:
        found = places.registration(registration)
        if found.is_confirmed or found.awaits_payment:
            return found
        _still_offered(found)
        places.end_turn(places.turn(found.turn.pk), Because.ACCEPTED, actor=PERSON)
        places.give(found)
        return found


def decline(registration: int) -> Registration:
    """Let an offered place go on to the next in line; free, and one tap."""
    with Places.lock(registration=registration) as places:
        found = places.registration(registration)
        if found.ended_because == Because.DECLINED:
            return found
        _still_offered(found)
        places.end(found, Because.DECLINED, actor=PERSON)
        return found


def leave(turn: int) -> Turn:
    """Leave the waitlist. An offer already made is declined instead."""
    with Places.lock(turn=turn) as places:
        found = places.turn(turn)
        if found.ended_at is not None:
            return found
        if found.offer:
            places.end(found.offer, Because.DECLINED, actor=PERSON)
            return places.turn(turn)
        places.end_turn(found, Because.LEFT, actor=PERSON)
        return found


def _still_offered(registration: Registration) -> None:
    if registration.state == RegistrationState.LAPSED:
        raise OfferLapsed
    if registration.state != RegistrationState.OFFERED:
        raise ClaimEnded
