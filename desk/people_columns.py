"""The columns that a table of people on a date can show, and that its export takes along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from desk import words
from desk.friend_words import friend_words
from desk.history import fate
from desk.mail_words import is_missed
from desk.people_lines import Line, People
from events.domain import answers, asking, mails
from events.domain.asking import Sheet
from events.domain.friends import Friends, friends_on
from events.models import Answer, Occurrence, Question
from mail.models import Message
from signup.mail_words import kind_in_words

USUAL = ["stage", "phone", "state"]
"""Shown beside the name until somebody chooses others."""

HEADING = 60
"""A question as a heading of a column is cut to so many characters; a file gets all of it."""


@dataclass(frozen=True)
class Column:
    """A column: its words for a person, and what it is sorted by if that is not these words."""

    key: str
    label: str
    text: Callable[[Line], str]
    order: Callable[[Line], Any] | None = None
    kind: str = ""

    @property
    def heading(self) -> str:
        return Truncator(self.label).chars(HEADING)

    def sort_key(self, line: Line) -> tuple[bool, Any]:
        """Whoever has nothing there comes last."""
        value = self.order(line) if self.order else self.text(line).casefold()
        return (value in ("", None), value or 0 if self.order else value)


@dataclass(frozen=True)
class Cell:
    """What stands in one row of a column."""

    column: Column
    text: str


class Columns:
    """All columns there are for a date. What costs a query is read once one asks for it."""

    def __init__(
        self, occurrence: Occurrence, *, with_answers: bool, people: People | None = None
    ) -> None:
        self.occurrence, self.with_answers, self.people = occurrence, with_answers, people

    @cached_property
    def all(self) -> dict[str, Column]:
        """By key, in the order they are shown in. The name is always there."""
        known = [*self._of_a_person(), *self._of_the_claim(), *self._of_questions()]
        return {column.key: column for column in known}

    def chosen(self, keys: list[str]) -> list[Column]:
        return [column for key, column in self.all.items() if key in keys]

    def _of_a_person(self) -> list[Column]:
        return [
            Column("stage", _("Stage"), lambda it: it.stage),
            Column("semester", _("Semester"), _semester, lambda it: it.semester),
            Column("school", _("University"), lambda it: it.school),
            Column("phone", _("Phone"), lambda it: it.phone, kind="phone"),
            Column("email", _("E-mail"), lambda it: it.email, kind="email"),
        ]

    def _of_the_claim(self) -> list[Column]:
        return [
            Column("state", _("State"), lambda it: it.state),
            Column("signed_up", _("Signed up"), self._signed_up, lambda it: it.at),
            Column("coming", _("Still coming?"), _coming),
            Column("friend", _("Would like to be with"), self.friend),
            Column("note", _("Note"), lambda it: _("yes") if it.has_note else ""),
            Column("mail", _("Last mail"), self.last_mail),
        ]

    def _of_questions(self) -> list[Column]:
        return [Column(f"q{it.pk}", it.wording, partial(self._answer, it)) for it in self.questions]

    def _signed_up(self, line: Line) -> str:
        return words.moment(line.at, self.occurrence.zone)

    # Mails

    @cached_property
    def _last_mails(self) -> dict[str, Message]:
        rows = mails.of_occurrence(self.occurrence).order_by("pk")
        fields = ("claim", "kind", "state", "why", "delivered_at", "bounced_at")
        return {mail.claim: mail for mail in rows.only(*fields)}

    def last_mail(self, line: Line) -> str:
        mail = self._last_mails.get(line.claim.claim)
        return f"{kind_in_words(mail.kind)}: {fate(mail)}" if mail else ""

    def is_missed(self, line: Line) -> bool:
        """Whether the last mail did not arrive."""
        mail = self._last_mails.get(line.claim.claim)
        return mail is not None and is_missed(mail)

    # Friends

    @cached_property
    def _friends(self) -> Friends:
        return self.people.friends if self.people else friends_on(self.occurrence)

    def friend(self, line: Line) -> str:
        """The name somebody wrote, and whether they are named back."""
        return friend_words(self._friends, line.claim.pk) if line.kind == "registration" else ""

    # Answers

    @cached_property
    def questions(self) -> list[Question]:
        """What is asked by name: the evaluation is without."""
        if not self.with_answers:
            return []
        asked = asking.asked_of(self.occurrence.event_id)
        return [it for it in asked if it.moment in asking.BEFORE]

    @cached_property
    def _answers(self) -> dict[int, dict[int, Any]]:
        found: dict[int, dict[int, Any]] = {}
        if self.questions:
            rows = Answer.objects.filter(occurrence=self.occurrence).order_by()
            for who, question, value in rows.values_list("contact", "question", "value"):
                found.setdefault(who, {})[question] = value
        return found

    def _said(self, line: Line) -> dict[int, Any]:
        return self._answers.get(line.contact_id or 0, {})

    def _answer(self, question: Question, line: Line) -> str:
        return answers.in_words(question.kind, self._said(line).get(question.pk))

    def is_unanswered(self, line: Line) -> bool:
        """Whether something they must answer before the start has no answer yet."""
        return line.is_confirmed and bool(Sheet(self.questions, self._said(line)).lacking)


def _semester(line: Line) -> str:
    return str(line.semester) if line.semester else ""


def _coming(line: Line) -> str:
    return words.coming(line.claim) if line.kind == "registration" else ""  # type: ignore[arg-type]
