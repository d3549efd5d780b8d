"""Giving somebody a place on another date instead of what they have: both dates, one transaction.

The old date's place goes to its queue, the old link leads to the new place, the old entry leaves
the calendar, and the person is told of one thing: old date, new date.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from contacts.models import Contact
from events.domain import needs_end, telling
from events.domain.errors import ActRefused, ClaimEnded, NoPlaceLeft
from events.domain.giving import make_room, needs_reason, not_over
from events.domain.log import note
from events.domain.places import Claim, Places
from events.domain.registrations import was_not_there
from events.models import (
    Answer,
    Because,
    Intention,
    Occurrence,
    Registration,
    RegistrationState,
    Turn,
)
from office.actor import Actor


def move(
    registration: int, to: int, *, actor: Actor, reason: str, over_capacity: bool = False
) -> Registration:
    """Move somebody with a place, or an offer of one, to another date. Twice returns the same.

    Raises NeedsReason, NoPlaceLeft (unless `over_capacity`), AlreadySignedUp, ClaimEnded,
    ActRefused when they were there, when the list is closed, or when the other date is not on.
    """
    needs_reason(reason)
    with both(_date_of(Registration, registration), to) as (old, new):
        found = old.registration(registration)
        if found.ended_because == Because.MOVED:
            return _moved_before(found, to)
        _may_leave(old, found)
        return _move(old, new, found, actor, reason, over_capacity=over_capacity)


def move_turn(
    turn: int, to: int, *, actor: Actor, reason: str, over_capacity: bool = False
) -> Registration:
    """Give somebody who waits, or waited to the end, a place on another date. As `move`."""
    needs_reason(reason)
    with both(_date_of(Turn, turn), to) as (old, new):
        found = old.turn(turn)
        if found.successor:
            return _moved_before(found, to)
        _still_without(old, found)
        return _move(old, new, found, actor, reason, over_capacity=over_capacity)


@contextmanager
def both(old: int, new: int) -> Iterator[tuple[Places, Places]]:
    """The locks of two dates, taken in the order everybody takes them. Raises ActRefused."""
    if old == new:
        raise ActRefused(_("That is the date they are on already."))
    first, second = sorted((old, new))
    with Places.lock(first) as one, Places.lock(second) as two:
        yield (one, two) if old == first else (two, one)


def _date_of(model: type[Registration | Turn], pk: int) -> int:
    date = model._default_manager.filter(pk=pk).values_list("occurrence", flat=True).first()
    if date is None:
        raise ClaimEnded
    return int(date)


def _moved_before(claim: Claim, to: int) -> Registration:
    """Where the claim was moved, if that is where it is to go."""
    if claim.successor and claim.successor.occurrence_id == to:
        return claim.successor
    raise ClaimEnded


def _may_leave(old: Places, registration: Registration) -> None:
    if not registration.is_holding:
        raise ClaimEnded
    if registration.state == RegistrationState.UNCONFIRMED:
        raise ActRefused(_("Their address has not answered yet: confirm for them first."))
    if old.occurrence.list_closed_at:
        raise ActRefused(_("The list is closed. Add them to the other date instead."))
    was_not_there(old, registration)


def _still_without(old: Places, turn: Turn) -> None:
    """Raises ClaimEnded unless they wait, or waited to the end and got nothing since."""
    waits = turn.is_live or turn.ended_because == Because.LIST_OVER
    has_more = turn.contact and old.claim_of(turn.contact.email, besides=turn)
    if not (waits and turn.is_proven) or has_more:
        raise ClaimEnded


def _move(
    old: Places, new: Places, claim: Claim, actor: Actor, reason: str, *, over_capacity: bool
) -> Registration:
    contact = _person(claim)
    not_over(new)
    make_room(new, new.claim_of(contact.email), actor)
    if not over_capacity and new.free < 1:
        raise NoPlaceLeft
    new.use_kept_back()
    place = new.take(
        RegistrationState.CONFIRMED,
        contact=contact,
        proven_at=new.at,
        language=claim.language,
        came_from=claim.came_from,
        reason=reason,
    )
    _take_along(contact, claim, new.occurrence)
    _leave(old, claim, place, actor, reason)
    new.confirm(place, "moved_to", change={"what": "date", "old": _told(old.occurrence)})
    note(claim, "events.move_person", actor, reason=reason, other=new.occurrence.pk)
    note(place, "events.receive_person", actor, reason=reason, other=old.occurrence.pk)
    return place


def _person(claim: Claim) -> Contact:
    """The contact, held until the end, so that they are not erased meanwhile."""
    living = Contact.objects.living().select_for_update()
    contact = living.filter(pk=claim.contact_id or 0).first()
    if contact is None:
        raise ClaimEnded
    return contact


def _take_along(contact: Contact, claim: Claim, to: Occurrence) -> None:
    """What they answered, and told of their needs, is as true of another date of the event."""
    if isinstance(claim, Registration):
        needs_end.go_along(claim, to)
    if claim.occurrence.event_id != to.event_id:
        return
    there = Answer.objects.filter(contact=contact, occurrence=to).values("question")
    mine = Answer.objects.filter(contact=contact, occurrence=claim.occurrence)
    mine.exclude(question__in=there).update(occurrence=to)
    said = Intention.objects.filter(contact=contact, moment=Intention.Moment.SIGN_UP)
    if not said.filter(occurrence=to).exists():
        said.filter(occurrence=claim.occurrence).update(occurrence=to)


def _leave(old: Places, claim: Claim, place: Registration, actor: Actor, reason: str) -> None:
    """End the old claim, which names the new one; who has it in their calendar is told."""
    claim.successor = place
    if isinstance(claim, Turn):
        old.end_turn(claim, Because.MOVED, actor=actor, reason=reason)
        claim.save(update_fields=["successor"])
        return
    had_invite = claim.has_invite
    if had_invite:
        claim.sequence += 1
    old.end(claim, Because.MOVED, actor=actor, reason=reason)
    if had_invite:
        change = {"what": "date", "new": _told(place.occurrence)}
        telling.tell(claim, "moved_away", at=old.at, change=change)


def _told(occurrence: Occurrence) -> dict[str, Any]:
    """A date as a mail about another one tells it."""
    return {
        "title": occurrence.event.title,
        "zone": occurrence.event.zone,
        "starts_at": occurrence.starts_at.isoformat(),
        "ends_at": occurrence.ends_at.isoformat(),
        "location": occurrence.location,
    }
