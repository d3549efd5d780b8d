"""What those who came say afterwards: told without names, and only once enough have answered."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal

from django.db.models import Q, QuerySet

from events.domain.answers import in_words, to_value
from events.domain.asking import NO, YES, Value, in_order, says
from events.domain.zoned import first_instant
from events.models import (
    Answer,
    AnswerKind,
    CheckIn,
    Event,
    Moment,
    Occurrence,
    Question,
    Registration,
)

FEWEST = 5
"""So many answers to a question there have to be before any of them is shown."""

CHOOSING = (AnswerKind.CHOICE, AnswerKind.CHOICES, AnswerKind.YES_NO)
COUNTED = (*CHOOSING, AnswerKind.NUMBER)
"""Kinds that are told as numbers; the others are words of the person's own."""

ROWS = 12
"""More different numbers than these are told by their average alone."""


def is_open(registration: Registration, at: datetime) -> bool:
    """Whether somebody is asked now: they have a place, came, and the last day has begun."""
    occurrence = registration.occurrence
    last_day = first_instant(datetime.combine(occurrence.last_day, time()), occurrence.zone)
    if not registration.is_confirmed or at < max(last_day, occurrence.starts_at):
        return False
    return CheckIn.objects.filter(registration=registration).present().exists()


def is_asked(event: int) -> bool:
    """Whether the event has questions after attending."""
    return Question.objects.asked().filter(event=event, moment=Moment.AFTER_ATTENDING).exists()


@dataclass(frozen=True)
class Share:
    """One answer, and how many gave it; `key` names it as a condition would."""

    label: str
    count: int
    key: str = ""


@dataclass(frozen=True)
class Result:
    """What is told of one question. Of fewer than `FEWEST` answers only how many there are."""

    question: Question
    count: int
    left_out: int = 0
    average: str = ""
    shares: list[Share] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return self.count >= FEWEST

    @property
    def missing(self) -> int:
        return FEWEST - self.count


Said = dict[int, dict[int, list[Value]]]
"""Answers by question and date."""


def of_date(occurrence: Occurrence) -> list[Result]:
    """The evaluation of one date, question by question. Two statements."""
    return _results(occurrence.event_id, Answer.objects.filter(occurrence=occurrence))


def of_event(event: Event) -> list[Result]:
    """The same over all dates of an event.

    Dates with too few answers are taken together, and left out if they are too few even so: else
    the sum of an event less the dates that are shown would tell what a few people said.
    """
    return _results(event.pk, Answer.objects.filter(occurrence__event=event))


def _results(event: int, answers: QuerySet[Answer]) -> list[Result]:
    said: Said = defaultdict(lambda: defaultdict(list))
    rows = answers.filter(question__moment=Moment.AFTER_ATTENDING).order_by()
    for question, date, value in rows.values_list("question", "occurrence", "value"):
        said[question][date].append(value)
    asked = Q(retired_at=None) | Q(pk__in=list(said))
    questions = Question.objects.filter(asked, event=event, moment=Moment.AFTER_ATTENDING)
    return [_result(it, *_pooled(said[it.pk].values())) for it in in_order(questions)]


def _pooled(by_date: Iterable[list[Value]]) -> tuple[list[Value], int]:
    """The answers to tell, and how many are left out."""
    dates = list(by_date)
    enough = [value for values in dates if len(values) >= FEWEST for value in values]
    few = [value for values in dates if len(values) < FEWEST for value in values]
    if enough and len(few) < FEWEST:
        return enough, len(few)
    return enough + few, 0


def _result(question: Question, values: list[Value], left_out: int) -> Result:
    if len(values) < FEWEST:
        return Result(question, len(values), left_out)
    return told(question, values, left_out)


def told(question: Question, values: list[Value], left_out: int = 0) -> Result:
    """All that there is to tell, however few have answered: not for an evaluation."""
    if question.kind in CHOOSING:
        return Result(question, len(values), left_out, shares=_chosen(question, values))
    if question.kind == AnswerKind.NUMBER:
        return _numbers(question, values, left_out)
    return Result(question, len(values), left_out, texts=_shuffled(question, values))


def _chosen(question: Question, values: list[Value]) -> list[Share]:
    """Every answer there is to choose, and those there were."""
    if question.kind == AnswerKind.YES_NO:
        options = {YES: in_words(question.kind, True), NO: in_words(question.kind, False)}
    else:
        there = [it for it in values if isinstance(it, str)]
        there += [it for value in values if isinstance(value, list) for it in value]
        options = {it: it for it in [*question.options, *sorted(set(there))]}
    counted = {key: sum(says(value, key) for value in values) for key in options}
    return [Share(label, counted[key], key) for key, label in options.items()]


def _numbers(question: Question, values: list[Value], left_out: int) -> Result:
    numbers = [Decimal(str(value)) for value in values]
    counted = Counter(numbers)
    mean = round(sum(numbers, Decimal()) / len(numbers), 1)
    shares = [
        Share(in_words(question.kind, to_value(question.kind, it)), counted[it])
        for it in sorted(counted)
    ]
    return Result(
        question,
        len(values),
        left_out,
        average=in_words(question.kind, to_value(question.kind, mean)),
        shares=shares if len(shares) <= ROWS else [],
    )


def _shuffled(question: Question, values: list[Value]) -> list[str]:
    """In an order that tells nothing of who said it when, nor who said what else."""
    texts = [in_words(question.kind, value) for value in values]
    return sorted(texts, key=lambda it: hashlib.sha256(f"{question.pk} {it}".encode()).digest())
