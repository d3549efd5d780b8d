"""What a coordinator does for a person, with a reason that is kept."""

from __future__ import annotations

from django.db.models import Min
from django.utils.translation import gettext as _

from contacts.domain import people, stages
from contacts.models import Contact
from events.domain import proof, sign_up, telling
from events.domain.errors import ClaimEnded, NoPlaceLeft
from events.domain.giving import make_room, needs_reason, not_over
from events.domain.log import note
from events.domain.places import Claim, Places
from events.domain.submitted import Submitted, told_over
from events.models import Because, Registration, RegistrationState, Turn
from mail.domain import outbox
from mail.domain.addresses import normalize
from mail.models import Message
from office.actor import Actor


def add(
    occurrence: int,
    submitted: Submitted,
    *,
    actor: Actor,
    language: str,
    reason: str,
    over_capacity: bool = False,
) -> Registration:
    """Give somebody a place, vouching for them: that counts as proof.

    A waiting person's turn ends *added*. Raises NeedsReason, NoPlaceLeft (unless
    `over_capacity`), AlreadySignedUp, ValueError for an address that is none.
    """
    needs_reason(reason)
    email = normalize(submitted["email"])
    with Places.lock(occurrence) as places:
        not_over(places)
        contact = _contact(places, submitted, email, language)
        make_room(places, places.claim_of(contact.email), actor)
        if not over_capacity and places.free < 1:
            raise NoPlaceLeft
        return _added(places, contact, actor, reason, over_capacity=over_capacity)


def take_in(places: Places, submitted: Submitted, *, actor: Actor, language: str) -> Registration:
    """A place for somebody who came without one: over capacity if need be, also after the end.

    Whoever has a place keeps it. Raises ValueError for an address that is none.
    """
    email = normalize(submitted["email"])
    claim = places.claim_of(email)
    if isinstance(claim, Registration) and claim.is_confirmed:
        return claim
    contact = _contact(places, submitted, email, language)
    make_room(places, claim, actor)
    return _added(places, contact, actor, _("walk-in"), over_capacity=places.free < 1)


def give_place(turn: int, *, actor: Actor, reason: str) -> Registration:
    """Give a place that came free after the offers ended to somebody who waited.

    Raises NeedsReason, NoPlaceLeft, AlreadySignedUp.
    """
    needs_reason(reason)
    with Places.lock(turn=turn) as places:
        not_over(places)
        found = places.turn(turn)
        if found.contact is None or found.contact.erased_at:
            raise ClaimEnded
        make_room(places, places.claim_of(found.contact.email), actor)
        if places.free < 1:
            raise NoPlaceLeft
        return _added(places, found.contact, actor, reason)


def move_up(turn: int, *, actor: Actor, reason: str) -> Turn:
    """Put a waiting person first in line, and tell them. Raises NeedsReason, ClaimEnded."""
    needs_reason(reason)
    with Places.lock(turn=turn) as places:
        found = places.turn(turn)
        if not (found.is_live and found.is_proven):
            raise ClaimEnded
        if places.queue.first() == found:
            return found
        first = places.queue.aggregate(first=Min("rank"))["first"]
        found.rank, found.reason = min(first, 0) - 1, reason
        places.acted(found)
        telling.tell(found, "waiting", at=places.at, position=1)
        note(found, "events.move_up", actor, reason=reason)
        return found


def remove(turn: int, *, actor: Actor, reason: str) -> Turn:
    """Take somebody off the waitlist. Raises NeedsReason."""
    needs_reason(reason)
    with Places.lock(turn=turn) as places:
        found = places.turn(turn)
        if found.ended_at is not None:
            return found
        if found.offer:
            places.end(found.offer, Because.REMOVED, actor=actor, reason=reason)
            found = places.turn(turn)
        places.end_turn(found, Because.REMOVED, actor=actor, reason=reason)
        if found.is_proven:
            telling.tell(found, "removed", at=places.at, reason=reason)
        note(found, "events.remove", actor, reason=reason)
        return found


def send_link_again(claim: Claim, *, actor: Actor) -> Message:
    """Mail somebody their own link once more. Raises ClaimEnded if it would open nothing."""
    with Places.lock(claim.occurrence_id) as places:
        claim.refresh_from_db()
        if not claim.address or (claim.ended_at and not claim.is_proven):
            raise ClaimEnded
        sent = sign_up.send_link(places, claim)
        note(claim, "events.send_link", actor)
        return sent


def _contact(places: Places, submitted: Submitted, email: str, language: str) -> Contact:
    contact = people.find_or_make(
        email,
        name=submitted.get("name", ""),
        phone=submitted.get("phone", ""),
        language=language,
        at=places.at,
    )
    vouched: Submitted = {**submitted, "consent": False}
    told = told_over(stages.newest(contact), submitted, places.occurrence)
    proof.write_answers(contact, vouched, told, places.occurrence, places.at)
    outbox.answered(email, places.at)
    return contact


def _added(
    places: Places, contact: Contact, actor: Actor, reason: str, *, over_capacity: bool = False
) -> Registration:
    places.use_kept_back()
    registration = places.take(
        RegistrationState.CONFIRMED,
        contact=contact,
        proven_at=places.at,
        language=contact.language,
        reason=reason,
    )
    places.confirm(registration)
    action = "events.add_over_capacity" if over_capacity else "events.add"
    note(registration, action, actor, reason=reason)
    return registration
