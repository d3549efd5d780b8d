"""How often each question was answered: written down, or typed by an address yet unproven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet

from events.models import Answer, Event, Question, Registration, Turn


def is_answered(question: Question) -> bool:
    """Whether anybody has answered it, proven or not."""
    if question.event_id is None:
        return False
    if _real().filter(question=question).exists():
        return True
    typed = Q(submitted__answers__has_key=str(question.pk))
    return any(rows.filter(typed).exists() for rows in _unproven(question.event_id))


def counts(event: Event) -> Counter[int]:
    """Answers by question, in three statements."""
    mine = _real().filter(question__event=event).order_by().values_list("question")
    found = Counter(dict(mine.annotate(n=Count("pk"))))
    for rows in _unproven(event.pk):
        for answers in rows.values_list("submitted__answers", flat=True):
            found.update(int(pk) for pk in answers)
    return found


def _unproven(event: int) -> Iterator[QuerySet[Registration] | QuerySet[Turn]]:
    typed = Q(occurrence__event=event, proven_at=None, submitted__has_key="answers")
    yield Registration.objects.real().filter(typed).order_by()
    yield Turn.objects.real().filter(typed).order_by()


def _real() -> QuerySet[Answer]:
    """Without those of somebody of the office who only tries the sign-up."""
    return Answer.objects.filter(occurrence__trial_until=None)
