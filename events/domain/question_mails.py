"""Mails about questions: *ask now* of a late one, and a reminder before a deadline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from events.domain import asking, telling
from events.domain.asking import BEFORE, Signed, deadline, in_order, sheets
from events.domain.errors import ActRefused
from events.domain.log import note
from events.domain.places import Places
from events.domain.reminders import NEWER_THAN
from events.models import Occurrence, OccurrenceState, Question, Registration
from mail.models import Message, MessageState
from office import clock
from office.actor import Actor
from office.one_by_one import one_by_one

LATE, REMINDER = "questions", "questions_reminder"
AHEAD = timedelta(days=3)
"""A reminder leaves this long before a deadline."""

Told = set[tuple[str, int]]
"""Claims that were written to, and about what."""


# Ask now


def ask_now(occurrence: int, *, actor: Actor) -> int:
    """Write to everybody with a place who has something left to answer; returns to how many.

    Once for the same questions: again only after another one was added. Raises ActRefused.
    """
    with Places.lock(occurrence) as places:
        if not places.occurrence.is_scheduled or places.at >= places.occurrence.starts_at:
            raise ActRefused(_("Nobody can be asked: this date is not on, or has begun."))
        waiting = to_ask(places.occurrence, places.at)
        for it, newest in waiting:
            _tell(it, LATE, newest, places)
        if waiting:
            note(places.occurrence, "events.ask_now", actor, count=len(waiting))
        return len(waiting)


def to_ask(occurrence: Occurrence, at: datetime) -> list[tuple[Signed, int]]:
    """Whom *ask now* would write to, each with the newest of the questions it is about."""
    found = []
    for it in sheets([occurrence]):
        if waiting := it.sheet.still_open(occurrence, at):
            found.append((it, max(question.pk for question in waiting)))
    told = _told(LATE, [it.registration for it, _newest in found])
    return [(it, n) for it, n in found if (it.registration.claim, n) not in told]


# A reminder before the deadline


def remind() -> int:
    """Queue what is due: to those who lack a required answer, once per deadline. Safe to run
    twice at once."""
    at = clock.now()
    dates = {it.pk: it for it in _due(at)}
    lacking = []
    for it in sheets(dates.values(), only_required=True):
        day = _next_deadline(it, dates[it.registration.occurrence_id], at)
        if day and it.registration.proven_at and it.registration.proven_at <= at - NEWER_THAN:
            lacking.append((it.registration, day.toordinal()))
    told = _told(REMINDER, [registration for registration, _day in lacking])
    due = [it for it in lacking if (it[0].claim, it[1]) not in told]
    return one_by_one(due, lambda it: _remind(*it))


def _due(at: datetime) -> list[Occurrence]:
    """Dates with a deadline so near that it is time to remind."""
    rows = Question.objects.asked().filter(moment__in=BEFORE, required=True)
    asked = in_order(rows.filter(event__isnull=False, due_days__isnull=False))
    if not asked:
        return []
    dates = Occurrence.objects.filter(
        event__in={it.event_id for it in asked},
        state=OccurrenceState.SCHEDULED,
        starts_at__gt=at,
    )
    return [
        it
        for it in dates.select_related("event")
        if any(_is_near(question, it, at) for question in asked if question.event_id == it.event_id)
    ]


def _is_near(question: Question, occurrence: Occurrence, at: datetime) -> bool:
    if question.due_days is None:  # until the start, of which there is a reminder anyway
        return False
    until = deadline(question, occurrence)
    return until - AHEAD <= at < until


def _next_deadline(it: Signed, occurrence: Occurrence, at: datetime) -> date | None:
    """The local day on which the first of what this person lacks is due."""
    near = [question for question in it.sheet.lacking if _is_near(question, occurrence, at)]
    first = min((deadline(question, occurrence) for question in near), default=None)
    return first and first.astimezone(occurrence.zone).date()


def _remind(registration: Registration, day: int) -> bool:
    with Places.lock(registration.occurrence_id) as places:
        found = places.registration(registration.pk)
        if not found.is_confirmed or (found.claim, day) in _told(REMINDER, [found]):
            return False
        mine = Signed(found, asking.sheet(found.contact_id or 0, places.occurrence))
        if not _next_deadline(mine, places.occurrence, places.at):
            return False
        _tell(mine, REMINDER, day, places)
        return True


def _tell(it: Signed, kind: str, n: int, places: Places) -> None:
    it.registration.occurrence = places.occurrence
    facts = asking.facts(it.sheet, places.occurrence, places.at)
    telling.tell(it.registration, kind, at=places.at, n=n, **facts)


def _told(kind: str, registrations: Iterable[Registration]) -> Told:
    """Who was written to about what; a mail that was withdrawn told nobody."""
    claims = [it.claim for it in registrations]
    sent = Message.objects.about(*claims).filter(kind=kind)
    return set(sent.exclude(state=MessageState.WITHDRAWN).values_list("claim", "n"))
