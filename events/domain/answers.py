"""Answers: written down, turned to and from what forms hold, told in words, and missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from django.db.models import OuterRef, Q, Subquery
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contacts.models import Contact
from events.domain.asking import Sheet, Value, applicable, in_order, sheets
from events.models import Answer, AnswerKind, Occurrence, Question, Registration
from events.models.registration import RegistrationQuerySet

Plain = str | Decimal | bool | list[str] | date | None
"""What a form field holds."""


class Given(TypedDict):
    """An answer on its way: to which version of the question; None takes an earlier one back."""

    version: int
    value: Value | None


def to_value(kind: str, plain: Plain) -> Value | None:
    """A cleaned form value as it is kept; None if nothing was said."""
    if plain is None or plain in ("", []) or (kind == AnswerKind.STATEMENT and not plain):
        return None
    if isinstance(plain, Decimal):
        return int(plain) if plain == plain.to_integral_value() else float(plain)
    if isinstance(plain, date):
        return plain.isoformat()
    return plain


def from_value(kind: str, value: Any) -> Plain:
    """A kept answer as a form field holds it; None if it is none of this kind."""
    try:
        return _FROM[kind](value)
    except (TypeError, ValueError, ArithmeticError):
        return None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise TypeError
    return [_text(it) for it in value]


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return Decimal(str(value))


_FROM: dict[str, Any] = {
    AnswerKind.TEXT: _text,
    AnswerKind.LONG_TEXT: _text,
    AnswerKind.NUMBER: _number,
    AnswerKind.CHOICE: _text,
    AnswerKind.CHOICES: _texts,
    AnswerKind.YES_NO: _truth,
    AnswerKind.DATE: lambda value: date.fromisoformat(_text(value)),
    AnswerKind.STATEMENT: _truth,
}


def in_words(kind: str, value: Any) -> str:
    """An answer as people read it, in the language now in use."""
    plain = from_value(kind, value)
    if plain is None:
        return "" if value is None else str(value)
    if kind == AnswerKind.STATEMENT:
        return _("accepted") if plain else ""
    if isinstance(plain, bool):
        return pgettext("answer", "Yes") if plain else pgettext("answer", "No")
    if isinstance(plain, Decimal):
        return number_format(plain.normalize() if plain % 1 else int(plain), use_l10n=True)
    if isinstance(plain, date):
        return date_format(plain, pgettext("date format: day, month, year", "j F Y"))
    return "; ".join(plain) if isinstance(plain, list) else plain


def record(
    contact: Contact,
    occurrence: Occurrence,
    given: Mapping[int, Given],
    *,
    at: datetime,
    may: Callable[[Question], bool] | None = None,
) -> Sheet:
    """Write down what a person said, each answer with the wording they read.

    The caller's transaction holds the contact. Not taken is an answer to another version than the
    question's own (the person is asked anew), to one whose condition is not met, or to one that
    `may` not be answered any more. Returns the sheet as it is then.
    """
    questions = _locked(contact, occurrence, given)
    said = {it.pk: it.said for it in questions if it.said is not None}  # type: ignore[attr-defined]
    heard = {
        it.pk: given[it.pk]["value"]
        for it in questions
        if it.pk in given and given[it.pk]["version"] == it.version and (may is None or may(it))
    }
    counted = _counted(questions, said | heard)
    _write(contact, occurrence, [it for it in questions if it.pk in heard], counted, at)
    _delete(contact, occurrence, said.keys() - counted.keys())
    return Sheet([it for it in questions if it.retired_at is None], counted)


def _locked(contact: Contact, occurrence: Occurrence, given: Mapping[int, Given]) -> list[Question]:
    """All that is asked and all that was answered, kept as they are until the transaction ends."""
    mine = Answer.objects.filter(contact=contact, occurrence=occurrence).order_by()
    said = mine.filter(question=OuterRef("pk")).values("value")[:1]
    asked = Q(retired_at=None) | Q(pk__in=given)
    rows = Question.objects.filter(asked, event=occurrence.event_id).annotate(said=Subquery(said))
    return in_order(rows.select_for_update(of=("self",)).order_by("pk"))


def _counted(questions: list[Question], values: Mapping[int, Value | None]) -> dict[int, Value]:
    """The answers that stand: given, and to nothing that this person is not asked."""
    there = {pk: value for pk, value in values.items() if value is not None}
    asked = [it for it in questions if it.retired_at is None]
    left_out = {it.pk for it in asked} - {it.pk for it in applicable(asked, there)}
    return {pk: value for pk, value in there.items() if pk not in left_out}


def _write(
    contact: Contact,
    occurrence: Occurrence,
    heard: list[Question],
    counted: Mapping[int, Value],
    at: datetime,
) -> None:
    said = [
        Answer(
            contact=contact,
            occurrence=occurrence,
            question=question,
            value=counted[question.pk],
            wording=question.wording,
            version=question.version,
            recorded_at=at,
        )
        for question in heard
        if question.pk in counted
    ]
    if said:
        Answer.objects.bulk_create(
            said,
            update_conflicts=True,
            unique_fields=["occurrence", "contact", "question"],
            update_fields=["value", "wording", "version", "recorded_at"],
        )


def _delete(contact: Contact, occurrence: Occurrence, questions: Iterable[int]) -> None:
    if gone := list(questions):
        Answer.objects.filter(contact=contact, occurrence=occurrence, question__in=gone).delete()


# Who has not answered


def unanswered(occurrence: Occurrence) -> RegistrationQuerySet:
    """Those with a confirmed place who have yet to answer what they must before the start."""
    lacking = unanswered_on([occurrence]).get(occurrence.pk, [])
    return Registration.objects.filter(pk__in=lacking)


def unanswered_on(occurrences: Iterable[Occurrence]) -> dict[int, list[int]]:
    """The same for many dates at once: registrations by date, where there are any."""
    found: dict[int, list[int]] = defaultdict(list)
    for it in sheets(occurrences, only_required=True):
        if it.sheet.lacking:
            found[it.registration.occurrence_id].append(it.registration.pk)
    return dict(found)
