"""The invariants of a registration's life (docs/architecture.md), asked of the database.

`check()` reads every row and computes for itself: it uses none of the engine's queries. What
holds between two commits (places, order, turns that end once) needs the `Moment` before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from events.models import HELD, HOLDING, Mailing, Occurrence, Registration, Turn
from mail.models import Message, MessageState
from office import clock
from tests.events.postman import METHODS

Key = tuple[int, datetime, int]
LONGEST = {
    "unconfirmed": timedelta(hours=2),
    "awaiting_payment": timedelta(hours=1),
    "offered": timedelta(hours=62),
}
TOLD_OF_END = {"list_over": "list_over", "called_off": "called_off"}


@dataclass
class Moment:
    """Every row as it stands at one commit."""

    at: datetime
    occurrences: dict[int, Occurrence]
    registrations: dict[int, Registration]
    turns: dict[int, Turn]
    messages: list[Message]

    @classmethod
    def now(cls) -> Moment:
        occurrences = {o.pk: o for o in Occurrence.objects.select_related("event")}
        registrations = Registration.objects.select_related("contact", "hold_mail").order_by("pk")
        turns = Turn.objects.select_related("contact").order_by("pk")
        return cls(
            clock.now(),
            occurrences,
            {r.pk: r for r in registrations},
            {t.pk: t for t in turns},
            list(Message.objects.order_by("pk")),
        )

    def held(self, occurrence: int) -> set[int]:
        return {
            r.pk
            for r in self.registrations.values()
            if r.occurrence_id == occurrence and r.state in HOLDING
        }

    def queue(self, occurrence: int) -> dict[int, Key]:
        """Turns in line and their place in it."""
        return {
            t.pk: (t.rank, t.joined_at, t.pk)
            for t in self.turns.values()
            if t.occurrence_id == occurrence and is_live(t) and t.proven_at
        }


def is_live(turn: Turn) -> bool:
    return turn.ended_at is None and turn.offer_id is None


def check(
    before: Moment | None = None,
    *,
    by_hand: bool = False,
    by_hand_on: int = 0,
    over: bool = False,
    idle: bool = False,
) -> Moment:
    """Assert the invariants; returns the moment for the next check.

    `by_hand`: a coordinator gave a place with a reason, or did `by_hand_on` this date alone.
    `over`: more than there are. `idle`: the worker has nothing left to do.
    """
    now = Moment.now()
    for occurrence in now.occurrences.values():
        given = by_hand or by_hand_on == occurrence.pk
        _places(now, before, occurrence, by_hand=given, over=over)
        _none_stranded(now, occurrence)
        _one_claim(now, occurrence)
        _called_off(now, occurrence)
        if before:
            _order(now, before, occurrence.pk, by_hand=given)
            _limit(now, before, occurrence)
    _holds(now)
    _messages(now)
    _invites(now)
    _mailings(now)
    _moved(now)
    if before:
        _turns_end_once(now, before)
        _invites_stay(now, before)
    if idle:
        _idle(now)
    return now


def _places(
    now: Moment, before: Moment | None, occurrence: Occurrence, *, by_hand: bool, over: bool
) -> None:
    was = len(before.held(occurrence.pk)) if before else 0
    held = len(now.held(occurrence.pk))
    assert held <= max(occurrence.capacity, was + over), f"1: {held} of {occurrence.capacity}"
    if before and not (by_hand or over):
        rest = occurrence.capacity - kept_back(now, occurrence)
        assert held <= max(rest, was), "1: a place that was kept back was taken"


def kept_back(now: Moment, occurrence: Occurrence) -> int:
    until = occurrence.kept_back_until
    return occurrence.kept_back if until and now.at < until else 0


def _none_stranded(now: Moment, occurrence: Occurrence) -> None:
    offering = (
        occurrence.state == "scheduled" and now.at + timedelta(hours=1) <= occurrence.offers_until
    )
    rest = occurrence.capacity - kept_back(now, occurrence)
    free = max(0, rest - len(now.held(occurrence.pk)))
    queue = now.queue(occurrence.pk)
    assert not offering or not free or not queue, f"2: {free} free and {len(queue)} waiting"


def _order(now: Moment, before: Moment, occurrence: int, *, by_hand: bool) -> None:
    line = before.queue(occurrence)
    passed = {pk: key for pk, key in line.items() if pk in now.queue(occurrence)}
    if by_hand or not passed:
        return
    for pk in now.held(occurrence) - before.held(occurrence):
        turn = next((t for t in now.turns.values() if t.offer_id == pk), None)
        assert turn, "3: a place for somebody without a turn, and others waited"
        key = line.get(turn.pk) or (turn.rank, turn.joined_at, turn.pk)
        assert key < min(passed.values()), "3: an offer to somebody who was not first in line"


def _limit(now: Moment, before: Moment, occurrence: Occurrence) -> None:
    line, was = now.queue(occurrence.pk), before.queue(occurrence.pk)
    joined = set(line) - set(was)
    assert not joined or len(line) <= occurrence.waitlist_limit, "4: more wait than may"


def _turns_end_once(now: Moment, before: Moment) -> None:
    for pk, old in before.turns.items():
        new = now.turns.get(pk)
        if new is None or old.ended_at is None:
            continue
        if new.ended_because == "erased" and not new.proven_at:
            continue  # its link is to open nothing any more
        was = (old.ended_at, old.ended_because, old.ended_by, old.offer_id)
        assert (new.ended_at, new.ended_because, new.ended_by, new.offer_id) == was, "4: twice"


def _one_claim(now: Moment, occurrence: Occurrence) -> None:
    held = [now.registrations[pk] for pk in now.held(occurrence.pk)]
    turns = [t for t in now.turns.values() if t.occurrence_id == occurrence.pk and is_live(t)]
    claims = Counter(filter(None, map(_person, [*held, *turns])))
    assert all(n == 1 for n in claims.values()), f"5: {claims.most_common(1)}"


def _person(claim: Registration | Turn) -> str:
    if claim.contact:
        return claim.contact.email or f"erased {claim.contact_id}"
    return claim.email


def _holds(now: Moment) -> None:
    for hold in now.registrations.values():
        is_held = hold.state in HELD
        assert (hold.held_until is not None) is is_held, "6: held_until"
        if is_held:
            cap = _cap(now, hold)
            assert hold.held_until <= cap, "6: past its cap"
            assert hold.told_at or hold.held_until == cap, "6: runs before its mail has left"
            length = LONGEST[hold.state]
            assert not hold.told_at or hold.held_until <= hold.told_at + length, "6: too long"


def _cap(now: Moment, hold: Registration) -> datetime:
    if hold.state == "unconfirmed":
        day = hold.created_at + timedelta(hours=24)
        return min(day, now.occurrences[hold.occurrence_id].starts_at)
    if hold.state == "awaiting_payment":
        return now.occurrences[hold.occurrence_id].starts_at
    return now.occurrences[hold.occurrence_id].offers_until


def _called_off(now: Moment, occurrence: Occurrence) -> None:
    if occurrence.state == "called_off":
        turns = [t for t in now.turns.values() if t.occurrence_id == occurrence.pk]
        assert not now.held(occurrence.pk), "7: somebody has a place on what is called off"
        assert not any(map(is_live, turns)), "7: somebody waits for what is called off"


def _messages(now: Moment) -> None:
    for message in now.messages:
        ended = message.state != MessageState.QUEUED
        assert ended is (message.ended_at is not None), "9: a message ends once"
        told_why = message.why or message.state in ("queued", "sent") or not message.to
        assert told_why, f"9: {message.state} without a why"
    claims = _claims(now)
    for message in now.messages:
        claim = claims.get(message.claim)
        assert not claim or message.revision <= claim.revision, "9: from a revision to come"
    for turn in now.turns.values():
        _told_of_end(now, turn)


def _mailings(now: Moment) -> None:
    """What left became one message for each person, on the record; what was stopped, none."""
    claims = _claims(now)
    for mailing in Mailing.objects.all():
        mine = [m for m in now.messages if m.mailing == mailing.pk]
        assert len(mine) == (mailing.count if mailing.sent_at else 0), "mailing: not all, or twice"
        assert len({m.contact for m in mine}) == len(mine), "mailing: twice to one person"
        names = [m.claim.partition(f"mailing:{mailing.pk}:")[2] for m in mine]
        dates = {claims[name].occurrence_id for name in names if name in claims}
        assert dates <= {mailing.occurrence_id}, "mailing: to people of another date"


def _told_of_end(now: Moment, turn: Turn) -> None:
    kind = TOLD_OF_END.get(turn.ended_because)
    if not kind or not turn.proven_at or turn.contact.erased_at:
        return
    about = {turn.claim, f"registration:{turn.offer_id}"}
    assert any(m.kind == kind and m.claim in about for m in now.messages), "4: ended, and not told"


def _claims(now: Moment) -> dict[str, Registration | Turn]:
    rows: list[Registration | Turn] = [*now.registrations.values(), *now.turns.values()]
    return {row.claim: row for row in rows}


def _invite_mails(now: Moment, registration: Registration) -> list[Message]:
    return [
        m
        for m in now.messages
        if m.claim == registration.claim and m.kind in METHODS and "uid" in m.facts
    ]


def _invites(now: Moment) -> None:
    """UID and organizer are one for each registration; SEQUENCE grows with the revision."""
    by_claim: dict[str, list[Message]] = {}
    for m in now.messages:
        if m.kind in METHODS and "uid" in m.facts:
            by_claim.setdefault(m.claim, []).append(m)
    for r in now.registrations.values():
        mails = sorted(by_claim.get(r.claim, []), key=lambda m: (m.revision, m.pk))
        facts = {(m.facts["uid"], m.facts["organizer"]) for m in mails}
        assert facts <= {(str(r.uid), r.organizer)}, "10: UID or ORGANIZER changed"
        _rises([m.facts["sequence"] for m in mails])
        sent = [m for m in mails if m.state == MessageState.SENT]
        _rises([m.facts["sequence"] for m in sorted(sent, key=lambda m: (m.ended_at, m.revision))])


def _moved(now: Moment) -> None:
    """Who was moved has one place on another date, and both calendars entries are told of."""
    left = [c for c in _claims(now).values() if c.ended_because == "moved" and c.successor_id]
    places = [claim.successor_id for claim in left]
    assert len(places) == len(set(places)), "moved: one place for two claims"
    for claim in left:
        place = now.registrations[claim.successor_id]
        assert place.occurrence_id != claim.occurrence_id, "moved: to where they were"
        assert place.contact_id == claim.contact_id, "moved: somebody else"
        _told_of_move(now, claim, place)
    for registration in now.registrations.values():
        is_moved = registration.ended_because == "moved"
        assert not is_moved or registration.successor_id, "moved: to nowhere"


def _told_of_move(now: Moment, claim: Registration | Turn, place: Registration) -> None:
    if place.contact.erased_at:
        return
    kinds = {(m.claim, m.kind) for m in now.messages}
    assert (place.claim, "moved_to") in kinds, "moved: not told where to"
    had_invite = isinstance(claim, Registration) and claim.sequence >= 0
    assert not had_invite or (claim.claim, "moved_away") in kinds, "moved: still in the calendar"


def _rises(sequences: list[int]) -> None:
    assert all(a < b for a, b in pairwise(sequences)), "10: SEQUENCE"


def _invites_stay(now: Moment, before: Moment) -> None:
    for pk, old in before.registrations.items():
        if new := now.registrations.get(pk):
            assert new.uid == old.uid, "10: UID changed"
            assert not old.organizer or new.organizer == old.organizer, "10: ORGANIZER changed"
            assert new.sequence >= old.sequence, "10: SEQUENCE fell"
            assert new.revision >= old.revision, "9: revision fell"


def _idle(now: Moment) -> None:
    for hold in now.registrations.values():
        if hold.state in HELD:
            assert hold.held_until > now.at, "6: a hold is over and was not ended"
            assert hold.told_at, "6: a hold whose mail has not left, or failed"
    for turn in now.turns.values():
        stale = not turn.proven_at and turn.joined_at + timedelta(hours=24) <= now.at
        over = now.occurrences[turn.occurrence_id].offers_until <= now.at
        assert not is_live(turn) or not (stale or over), "4: a turn that should have ended"
    queued = [m for m in now.messages if m.state == MessageState.QUEUED]
    assert not [m for m in queued if m.due_at <= now.at], "9: queued, and the worker has rested"
    _left_in_order(now.messages)
    for registration in now.registrations.values():
        _invite_is_true(now, registration)


def _left_in_order(messages: Iterable[Message]) -> None:
    newest: dict[str, tuple[datetime, int]] = {}
    sent = [m for m in messages if m.claim and m.to and m.state == MessageState.SENT]
    for m in sorted(sent, key=lambda m: (m.revision, m.pk)):
        last = newest.get(m.claim, (m.ended_at, 0))
        assert m.ended_at >= last[0], "9: mails of one claim left out of order"
        newest[m.claim] = (m.ended_at, m.revision)


def _invite_is_true(now: Moment, registration: Registration) -> None:
    """The newest invite that was not withdrawn is what the database says, or is failed."""
    if registration.sequence < 0 or registration.contact is None or registration.contact.erased_at:
        return
    mails = [m for m in _invite_mails(now, registration) if m.state != MessageState.WITHDRAWN]
    if not mails:
        everything = [m for m in now.messages if m.claim == registration.claim]
        assert any(m.state == MessageState.FAILED or not m.facts for m in everything), "10: none"
        return
    last = max(mails, key=lambda m: (m.revision, m.pk))
    assert last.facts["sequence"] == registration.sequence, "10: an older SEQUENCE was sent last"
    confirmed = registration.state == "confirmed"
    assert METHODS[last.kind] == ("REQUEST" if confirmed else "CANCEL"), "10: wrong method"
    occurrence = now.occurrences[registration.occurrence_id]
    if confirmed and occurrence.starts_at > now.at:
        told = {key: last.facts[key] for key in ("starts_at", "ends_at", "location", "title")}
        assert told == {
            "starts_at": occurrence.starts_at.isoformat(),
            "ends_at": occurrence.ends_at.isoformat(),
            "location": occurrence.location,
            "title": occurrence.event.title,
        }, "10: the calendar says something else than the database"
