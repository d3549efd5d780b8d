"""The mailed link's button: an address answers, and a claim becomes a person's."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from contacts.domain import consent, people, stages
from contacts.domain.stages import Stage
from contacts.models import Consent, Contact
from events.domain import answers, telling, waitlist
from events.domain.places import Claim, Places
from events.domain.submitted import Submitted, told_stage
from events.models import Because, Intention, Occurrence, Registration, RegistrationState, Turn
from mail.domain import outbox, suppression
from office.actor import PERSON, Actor


def confirm(registration: int, submitted: Submitted | None = None) -> Claim:
    """The address behind an unconfirmed hold has answered: the place is theirs.

    `submitted` is what was typed, corrected by the person. A link used too late is still proof:
    it makes a new claim at once, which the old row names. Returns what the person has now; if
    that has ended, `ended_because` says why. Doing it twice returns the same.
    """
    with Places.lock(registration=registration) as places:
        found = places.registration(registration)
        if found.is_proven or found.successor_id or found.successor_turn_id:
            return successor(found)
        typed = submitted or typed_on(found)
        if found.state == RegistrationState.UNCONFIRMED:
            return _confirm(places, found, typed)
        if found.ended_because == Because.LAPSED:
            return _claim_anew(places, found, typed)
        return found


def prove(turn: int, submitted: Submitted | None = None) -> Claim:
    """The address behind a turn has answered: it counts, from when it was made.

    If sign-up is open, a place is free and nobody waits, the place is theirs at once. Returns
    what the person has now.
    """
    with Places.lock(turn=turn) as places:
        found = places.turn(turn)
        if found.is_proven or not found.is_live:
            return found.offer or found
        return _prove(places, found, submitted or typed_on(found))


def not_me(claim: Claim) -> None:
    """Somebody else typed this address: end the claim and write no more for 30 days."""
    with Places.lock(claim.occurrence_id) as places:
        if isinstance(claim, Registration):
            _not_my_registration(places, places.registration(claim.pk))
        else:
            _not_my_turn(places, places.turn(claim.pk))


def successor(registration: Registration) -> Claim:
    """What became of a claim: itself, or the one its late link made."""
    return registration.successor or registration.successor_turn or registration


def typed_on(claim: Claim) -> Submitted:
    """What was typed at sign-up, while it is kept."""
    return cast(Submitted, claim.submitted or {})


def _confirm(
    places: Places, registration: Registration, typed: Submitted, actor: Actor = PERSON
) -> Claim:
    if other := _other(places, registration):
        _person(places, registration, typed)
        places.end(registration, Because.ALREADY, actor=actor)
        return _succeed(registration, other)
    registration.contact = _person(places, registration, typed)
    registration.proven_at = places.at
    _give(places, registration, actor)
    return registration


def _prove(places: Places, turn: Turn, typed: Submitted, actor: Actor = PERSON) -> Claim:
    if other := _other(places, turn):
        _person(places, turn, typed)
        places.end_turn(turn, Because.ALREADY, actor=actor)
        return other
    at_once = places.is_open and places.can_take
    if not at_once and places.list_is_full:
        places.end_turn(turn, Because.LIST_FULL)
        return turn
    turn.contact, turn.proven_at = _person(places, turn, typed), places.at
    turn.email, turn.submitted = "", None
    return _place_at_once(places, turn, actor) if at_once else _wait(places, turn)


def _place_at_once(places: Places, turn: Turn, actor: Actor) -> Registration:
    registration = places.take(
        RegistrationState.CONFIRMED,
        contact=turn.contact,
        proven_at=places.at,
        language=turn.language,
        came_from=turn.came_from,
    )
    turn.offer = registration
    places.end_turn(turn, Because.ACCEPTED, actor=actor)
    _give(places, registration, actor)
    return registration


def _give(places: Places, registration: Registration, actor: Actor) -> None:
    """Whom the office vouches for has the place at once: it sees to the deposit itself."""
    if actor.is_coordinator:
        places.confirm(registration)
    else:
        places.give(registration)


def _wait(places: Places, turn: Turn) -> Turn:
    places.acted(turn)
    telling.tell(turn, "waiting", at=places.at, position=waitlist.position(turn))
    return turn


def _claim_anew(places: Places, old: Registration, typed: Submitted) -> Claim:
    if other := _other(places, old):
        return _succeed(old, other if other.is_proven else answer_for(places, other, typed))
    at_once = places.can_take
    if not places.is_open or (not at_once and places.list_is_full):
        return old
    who = {
        "contact": _person(places, old, typed),
        "proven_at": places.at,
        "language": old.language,
        "came_from": old.came_from,
    }
    if not at_once:
        return _succeed(old, _wait(places, places.join(**who)))
    new = places.take(RegistrationState.CONFIRMED, **who)
    places.give(new)
    return _succeed(old, new)


def answer_for(places: Places, claim: Claim, typed: Submitted, actor: Actor = PERSON) -> Claim:
    """The address behind this claim counts as having answered; returns what the person has now."""
    if isinstance(claim, Registration):
        return _confirm(places, claim, typed, actor)
    return _prove(places, claim, typed, actor)


def _succeed(old: Registration, new: Claim) -> Claim:
    if isinstance(new, Registration):
        old.successor = new
    else:
        old.successor_turn = new
    old.submitted = None
    old.revision += 1
    old.save()
    return new


def _other(places: Places, mine: Claim) -> Claim | None:
    """Another claim the person has here, made while this address had not answered."""
    return places.claim_of(mine.email, besides=mine)


def _person(places: Places, claim: Claim, typed: Submitted) -> Contact:
    """Make or find the contact, and write down what the person has now said for themselves."""
    outbox.answered(claim.email, places.at)
    contact = people.find_or_make(
        claim.email,
        name=typed.get("name", ""),
        phone=typed.get("phone", ""),
        language=claim.language,
        at=places.at,
        is_trial=places.occurrence.is_trial,
    )
    told = told_stage(typed, places.occurrence)
    write_answers(contact, typed, told, places.occurrence, places.at)
    if given := typed.get("answers"):
        heard = {int(pk): it for pk, it in given.items()}
        sheet = answers.record(contact, places.occurrence, heard, at=places.at)
        places.sheets[contact.pk] = sheet
    return contact


def write_answers(
    contact: Contact, typed: Submitted, told: Stage, occurrence: Occurrence, at: datetime
) -> None:
    """Stage, consent and intention, as proven by the person or vouched for by the office.

    Whoever only tries the sign-up, and is known already, says nothing new about themselves.
    """
    source = f"sign-up {occurrence.pk}"
    in_earnest = contact.is_trial or not occurrence.is_trial
    if told.stage and in_earnest:
        stages.record(contact, told, source=source, at=at)
    if typed.get("consent") and in_earnest:
        wording = typed.get("consent_wording", "")
        consent.record(
            contact,
            Consent.Purpose.WRITE_TO_ME,
            granted=True,
            wording=wording,
            source=source,
            at=at,
        )
    if (value := typed.get("likelihood")) is not None:
        intend(contact, occurrence, Intention.Moment.SIGN_UP, value, at)


def intend(
    contact: Contact, occurrence: Occurrence, moment: Intention.Moment, value: int, at: datetime
) -> None:
    """Keep an answer to the one intention question; a later one to the same moment counts."""
    answer = Intention(
        contact=contact, occurrence=occurrence, moment=moment, value=value, recorded_at=at
    )
    Intention.objects.bulk_create(
        [answer],
        update_conflicts=True,
        unique_fields=["contact", "occurrence", "moment"],
        update_fields=["value", "recorded_at"],
    )


def _not_my_registration(places: Places, registration: Registration) -> None:
    if registration.state == RegistrationState.UNCONFIRMED:
        suppression.not_me(registration.email, places.at)
        places.end(registration, Because.NOT_ME, actor=PERSON)


def _not_my_turn(places: Places, turn: Turn) -> None:
    if turn.is_live and not turn.is_proven:
        suppression.not_me(turn.email, places.at)
        places.end_turn(turn, Because.NOT_ME, actor=PERSON)
