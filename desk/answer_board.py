"""A date's answers at a glance: by question and by person. Of the evaluation nothing is in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from desk import words
from events.domain import evaluation
from events.domain.answers import in_words
from events.domain.asking import BEFORE, Sheet, Value, deadline, in_order, says
from events.domain.evaluation import Result
from events.domain.wording import deadline_words
from events.models import Answer, AnswerKind, Occurrence, Question, Registration


@dataclass(frozen=True)
class Said:
    """An answer of one person; of a statement also which version of it, and when."""

    question: Question
    value: Value
    version: int
    recorded_at: datetime

    @property
    def words(self) -> str:
        return in_words(self.question.kind, self.value)


@dataclass(frozen=True)
class Line:
    """One person: what they said, and what they have yet to say."""

    registration: Registration
    name: str
    said: list[Said]
    waiting: list[Question]
    lacking: list[Question]

    @cached_property
    def by_question(self) -> dict[int, Said]:
        return {it.question.pk: it for it in self.said}

    @property
    def state(self) -> str:
        if self.lacking:
            return _("has not answered")
        return _("answered in part") if self.waiting else _("answered")


@dataclass(frozen=True)
class Told:
    """One question: until when, what was said, and how many have yet to answer."""

    question: Question
    until: str
    result: Result
    missing: int


class Board:
    """Everybody with a place and every question before the start, in three statements."""

    def __init__(self, occurrence: Occurrence) -> None:
        self.occurrence = occurrence
        rows = Question.objects.filter(event=occurrence.event_id, moment__in=BEFORE)
        self._questions = in_order(rows)
        self._said = self._answers()
        placed = occurrence.registrations.confirmed().filter(contact__erased_at=None)
        people = placed.select_related("contact") if self._questions else placed.none()
        lines = (self._line(it) for it in people)
        self.lines = sorted(lines, key=lambda line: line.name.casefold())

    @cached_property
    def asked(self) -> list[Question]:
        return [it for it in self._questions if it.retired_at is None]

    @cached_property
    def retired(self) -> list[Question]:
        """Those no longer asked that somebody here has answered."""
        answered = {it.question.pk for line in self.lines for it in line.said}
        return [it for it in self._questions if it.retired_at and it.pk in answered]

    @property
    def lacking(self) -> int:
        """How many people have not answered what they must."""
        return sum(bool(line.lacking) for line in self.lines)

    @property
    def done(self) -> int:
        return sum(not line.waiting for line in self.lines)

    def questions(self) -> Iterator[Told]:
        """What there is to tell of each question."""
        for question in [*self.asked, *self.retired]:
            said = [line.by_question.get(question.pk) for line in self.lines]
            values = [it.value for it in said if it]
            missing = sum(question in line.waiting for line in self.lines)
            yield Told(question, self._until(question), evaluation.told(question, values), missing)

    def who_said(self, question: int, answer: str) -> list[Line]:
        """Those who gave this answer, as a condition would name it."""
        said = ((line, line.by_question.get(question)) for line in self.lines)
        return [line for line, it in said if it and says(it.value, answer)]

    def _until(self, question: Question) -> str:
        if question.retired_at:
            return ""
        return deadline_words(deadline(question, self.occurrence), self.occurrence.zone)

    def _line(self, registration: Registration) -> Line:
        mine = self._said[registration.contact_id or 0]
        sheet = Sheet(self.asked, {pk: said.value for pk, said in mine.items()})
        stand = {it.pk for it in sheet.asked} | {it.pk for it in self._questions if it.retired_at}
        return Line(
            registration,
            words.name_of(registration),
            [mine[it.pk] for it in self._questions if it.pk in mine and it.pk in stand],
            sheet.unanswered,
            sheet.lacking,
        )

    def _answers(self) -> dict[int, dict[int, Said]]:
        questions = {it.pk: it for it in self._questions}
        found: dict[int, dict[int, Said]] = defaultdict(dict)
        rows: Any = ()
        if questions:
            answers = Answer.objects.filter(occurrence=self.occurrence, question__in=questions)
            rows = answers.order_by().values_list(
                "contact", "question", "value", "version", "recorded_at"
            )
        for who, question, *said in rows:
            found[who][question] = Said(questions[question], *said)
        return found


def statement_words(said: Said, occurrence: Occurrence) -> str:
    """ "accepted (version 2, 21.11.2026 13:00)"; of other kinds the answer alone."""
    if said.question.kind != AnswerKind.STATEMENT:
        return said.words
    told = {"words": said.words, "version": said.version}
    at = words.moment(said.recorded_at, occurrence.zone)
    return _("%(words)s (version %(version)s, %(at)s)") % {**told, "at": at}
