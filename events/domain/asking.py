"""What a person is asked about a date, what of it they have said, and until when they may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

from events.domain.zoned import first_instant
from events.models import Answer, Event, Moment, Occurrence, Question, Registration

Value = str | int | float | bool | list[str]
"""An answer as `Answer.value` keeps it."""

BEFORE = (Moment.SIGN_UP, Moment.AFTER_PLACE)
"""What is asked by name and answered before the start; the rest is the evaluation."""

YES, NO = "yes", "no"
"""How a condition names the answers to a yes-or-no question."""


def in_order(questions: Iterable[Question]) -> list[Question]:
    """Moment by moment, and in their order there."""
    rank = {moment: n for n, moment in enumerate(Moment.values)}
    return sorted(questions, key=lambda it: (rank[it.moment], it.order, it.pk or 0))


def asked_of(event: Event | int) -> list[Question]:
    """What this event asks now, in order."""
    return in_order(Question.objects.asked().filter(event=event))


def deadline(question: Question, occurrence: Occurrence) -> datetime:
    """Until when it can be answered: the end of a local day, never past the start."""
    if question.due_days is None:
        return occurrence.starts_at
    day = occurrence.first_day - timedelta(days=question.due_days)
    midnight = datetime.combine(day + timedelta(days=1), time())
    return min(first_instant(midnight, occurrence.zone), occurrence.starts_at)


def is_met(question: Question, values: Mapping[int, Value]) -> bool:
    """Whether these answers include the one this question waits for."""
    if question.only_if_id is None:
        return True
    return says(values.get(question.only_if_id), question.only_if_answer)


def says(value: Value | None, answer: str) -> bool:
    """Whether a value is, or contains, the answer that a condition names."""
    if isinstance(value, bool):
        return answer == (YES if value else NO)
    if isinstance(value, list):
        return answer in value
    return value == answer


def applicable(questions: Iterable[Question], values: Mapping[int, Value]) -> list[Question]:
    """Those asked of somebody who gave these answers; one to a question not asked counts for none.

    `questions` stand in their order: a condition comes before what hangs on it.
    """
    asked: list[Question] = []
    counted: dict[int, Value] = {}
    for question in questions:
        if is_met(question, counted):
            asked.append(question)
            if question.pk in values:
                counted[question.pk] = values[question.pk]
    return asked


@dataclass(frozen=True)
class Sheet:
    """One person's questions on one date, in order, and what they have said by question."""

    questions: list[Question]
    values: dict[int, Value]

    @cached_property
    def asked(self) -> list[Question]:
        return applicable(self.questions, self.values)

    @property
    def unanswered(self) -> list[Question]:
        """What is to be answered before the start, and is not; required or not."""
        before = (it for it in self.asked if it.moment in BEFORE)
        return [it for it in before if it.pk not in self.values]

    @property
    def lacking(self) -> list[Question]:
        """What has to be answered before the start, and is not."""
        return [it for it in self.unanswered if it.required]

    def still_open(self, occurrence: Occurrence, at: datetime) -> list[Question]:
        """What is unanswered and can still be answered."""
        return [it for it in self.unanswered if at < deadline(it, occurrence)]


def sheet(contact: int, occurrence: Occurrence, questions: list[Question] | None = None) -> Sheet:
    """A person's sheet; `questions` when they are at hand."""
    asked = asked_of(occurrence.event_id) if questions is None else questions
    mine = Answer.objects.filter(contact=contact, occurrence=occurrence) if asked else None
    return Sheet(asked, dict(mine.values_list("question", "value")) if mine is not None else {})


def facts(sheet: Sheet, occurrence: Occurrence, at: datetime) -> dict[str, Any]:
    """How many questions wait for an answer and until when the first does; empty if none does."""
    waiting = sheet.still_open(occurrence, at)
    if not waiting:
        return {}
    until = min(deadline(it, occurrence) for it in waiting)
    return {"questions": len(waiting), "questions_until": until.isoformat()}


def sheets(occurrences: Iterable[Occurrence], *, only_required: bool = False) -> list[Signed]:
    """Everybody with a confirmed place on these dates, with their sheet. Three statements.

    With `only_required` nothing is read of events that require no answer.
    """
    dates = {it.pk: it for it in occurrences}
    questions = _by_event({it.event_id for it in dates.values()}, only_required=only_required)
    asking = [pk for pk, it in dates.items() if it.event_id in questions]
    if not asking:
        return []
    said = _answers(asking)
    people = Registration.objects.confirmed().filter(occurrence__in=asking, contact__erased_at=None)
    return [
        Signed(it, Sheet(questions[dates[it.occurrence_id].event_id], said[_key(it)]))
        for it in people.select_related("contact")
    ]


@dataclass(frozen=True)
class Signed:
    """Somebody with a place, and their sheet."""

    registration: Registration
    sheet: Sheet


def _key(registration: Registration) -> tuple[int, int | None]:
    return registration.occurrence_id, registration.contact_id


def _by_event(events: set[int], *, only_required: bool) -> dict[int, list[Question]]:
    found: dict[int, list[Question]] = defaultdict(list)
    for question in in_order(Question.objects.asked().filter(event__in=events, moment__in=BEFORE)):
        found[question.event_id or 0].append(question)
    if not only_required:
        return dict(found)
    return {pk: asked for pk, asked in found.items() if any(it.required for it in asked)}


def _answers(occurrences: list[int]) -> dict[Any, dict[int, Value]]:
    found: dict[Any, dict[int, Value]] = defaultdict(dict)
    rows = Answer.objects.filter(occurrence__in=occurrences, question__moment__in=BEFORE)
    for date, who, question, value in rows.order_by().values_list(
        "occurrence", "contact", "question", "value"
    ):
        found[date, who][question] = value
    return found
