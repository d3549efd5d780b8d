"""What makes a question one that can be asked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from events.domain.asking import NO, YES, in_order
from events.domain.errors import ActRefused
from events.domain.sensitive import Topic, found_in
from events.models import AnswerKind, Moment, Question

WORDING, HELP, OPTION, OPTIONS = 2000, 300, 200, 50
"""How long the words may be, and how many answers there may be to choose from."""

CHOOSING = (AnswerKind.CHOICE, AnswerKind.CHOICES)
CONDITIONS = (*CHOOSING, AnswerKind.YES_NO)
"""Kinds whose answers another question can depend on."""


@dataclass(frozen=True)
class Ask:
    """What a question is to be, as a coordinator says it."""

    moment: str
    kind: str
    wording: str
    help_text: str = ""
    options: tuple[str, ...] = ()
    required: bool = False
    due_days: int | None = None
    only_if: int | None = None
    only_if_answer: str = ""

    @classmethod
    def of(cls, question: Question) -> Ask:
        return cls(
            moment=question.moment,
            kind=question.kind,
            wording=question.wording,
            help_text=question.help_text,
            options=tuple(question.options),
            required=question.required,
            due_days=question.due_days,
            only_if=question.only_if_id,
            only_if_answer=question.only_if_answer,
        )

    def fields(self) -> dict[str, Any]:
        """As the row keeps it."""
        fields = {name: value for name, value in vars(self).items() if name != "only_if"}
        return fields | {"only_if_id": self.only_if, "options": list(self.options)}


class BadQuestion(ActRefused):
    """`field` names what is wrong with it."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class Sensitive(BadQuestion):
    """It asks for what an ordinary question must not ask; `switches` of the event would."""

    def __init__(self, topics: dict[Topic, str]) -> None:
        self.topics = topics
        words = ", ".join(f"“{word}”" for word in topics.values())
        super().__init__(
            _(
                "%(words)s: what people do not eat, a disability or a religion is not for an "
                "ordinary question. It needs a consent of its own, is kept apart, and is deleted "
                "soon after."
            )
            % {"words": words},
            "wording",
        )

    @property
    def switches(self) -> set[str]:
        """The fields of the event that ask for it as it has to be asked."""
        access = {"asks_access"} if Topic.ACCESS in self.topics else set()
        food = {"asks_food"} if self.topics.keys() - {Topic.ACCESS} else set()
        return access | food


def checked(ask: Ask) -> Ask:
    """The same, tidied: words without odd spaces, nothing that its kind or moment has no use for.

    Raises BadQuestion.
    """
    ask = replace(
        ask,
        wording=_lines(ask.wording),
        help_text=_line(ask.help_text),
        options=_options(ask.options) if ask.kind in CHOOSING else (),
        required=ask.required or ask.kind == AnswerKind.STATEMENT,
        due_days=ask.due_days if ask.moment == Moment.AFTER_PLACE else None,
    )
    if ask.moment == Moment.AFTER_ATTENDING:
        ask = replace(ask, required=False)
    _check_words(ask)
    _check_kind(ask)
    return ask


def _check_words(ask: Ask) -> None:
    if not ask.wording:
        raise BadQuestion(_("Write what is asked."), "wording")
    if len(ask.wording) > WORDING:
        raise BadQuestion(_("This is too long: %(n)d letters at most.") % {"n": WORDING}, "wording")
    if len(ask.help_text) > HELP:
        raise BadQuestion(_("This is too long: %(n)d letters at most.") % {"n": HELP}, "help_text")


def _check_kind(ask: Ask) -> None:
    if ask.kind == AnswerKind.STATEMENT and ask.moment == Moment.AFTER_ATTENDING:
        raise BadQuestion(_("A statement is accepted by name, so before attending."), "kind")
    if ask.kind not in CHOOSING:
        return
    if len(ask.options) < 2:
        raise BadQuestion(_("Give at least two answers to choose from."), "options")
    if len(ask.options) > OPTIONS:
        raise BadQuestion(_("These are too many: %(n)d at most.") % {"n": OPTIONS}, "options")
    if any(len(it) > OPTION for it in ask.options):
        raise BadQuestion(_("One is too long: %(n)d letters at most.") % {"n": OPTION}, "options")


def _options(options: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for it in options if (line := _line(it))))


def _line(text: str) -> str:
    return " ".join(_printable(text).split())


def _lines(text: str) -> str:
    lines = (_line(it) for it in text.splitlines())
    return "\n".join(lines).strip()


def _printable(text: str) -> str:
    """Composed letters, and no control characters but spaces."""
    letters = unicodedata.normalize("NFC", text)
    return "".join(it for it in letters if it.isspace() or unicodedata.category(it)[0] != "C")


# Conditions


def answers_of(question: Question) -> list[str]:
    """The answers that another question can wait for."""
    if question.kind == AnswerKind.YES_NO:
        return [YES, NO]
    return list(question.options) if question.kind in CHOOSING else []


def check_conditions(row: Iterable[Question]) -> None:
    """Each question that depends on another comes after it and on an answer it has: so none can
    depend on itself by a detour. Raises BadQuestion."""
    before: dict[int, Question] = {}
    ordered = in_order(row)
    for question in ordered:
        if question.only_if_id:
            _check_condition(question, before, ordered)
        if question.pk:
            before[question.pk] = question


def _check_condition(question: Question, before: dict[int, Question], row: list[Question]) -> None:
    named = next((it for it in row if it.pk == question.only_if_id), None)
    if named is None:
        raise BadQuestion(_("It depends on a question that is not asked here."), "condition")
    told = {"this": question.wording, "other": named.wording, "answer": question.only_if_answer}
    if question.only_if_answer not in answers_of(named):
        said = _("“%(this)s” waits for an answer that “%(other)s” does not have.")
        raise BadQuestion(said % told, "condition")
    if named.pk not in before:
        said = _("“%(this)s” depends on “%(other)s”, so it has to be asked after it.")
        raise BadQuestion(said % told, "condition")


# What changes the words


def words_differ(question: Question, ask: Ask) -> bool:
    """Whether anything people read is new."""
    was = (question.wording, question.help_text, *question.options)
    return was != (ask.wording, ask.help_text, *ask.options)


def needs_successor(question: Question, ask: Ask) -> bool:
    """Whether an answer given before would no longer mean the same.

    More answers to choose from, or another order of them, take nothing away. An evaluation's
    answers carry no name, so a question neither becomes one nor ceases to be.
    """
    evaluates = Moment.AFTER_ATTENDING in (question.moment, ask.moment)
    return (
        (question.wording, question.kind) != (ask.wording, ask.kind)
        or not set(question.options) <= set(ask.options)
        or (evaluates and question.moment != ask.moment)
    )


def refuse_sensitive(ask: Ask, harmless_because: str) -> None:
    """Stop what needs a consent, unless a reason says that it was taken for it wrongly."""
    topics = found_in([ask.wording, ask.help_text, *ask.options])
    if topics and not harmless_because.strip():
        raise Sensitive(topics)
