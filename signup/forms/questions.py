"""The questions of an event as form fields, and the fields back as answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.html import conditional_escape, escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from events.domain.answers import Given, to_value
from events.domain.asking import BEFORE, YES, Sheet, Value, applicable, is_met
from events.models import AnswerKind, Question
from home.languages import office_words
from signup.forms.question_fields import field_for, shown

NAME = re.compile(r"q\d+v\d+")


def name_of(question: Question) -> str:
    """Of its field: what was typed to other words than are asked now is not taken for an answer."""
    return f"q{question.pk}v{question.version}"


@dataclass(frozen=True)
class Row:
    """A question as a page shows it; `waits_for` names the field it depends on, or is empty."""

    question: Question
    bound: BoundField
    waits_for: str

    @property
    def is_statement(self) -> bool:
        return self.question.kind == AnswerKind.STATEMENT

    @property
    def text_id(self) -> str:
        return f"{self.bound.auto_id}_text"


class QuestionFields(forms.Form):
    """A form with questions in it. Without JavaScript, one that depends on another stands under it
    and says so; what is typed there counts only if the other has that answer.
    """

    changed_meanwhile: Any = gettext_lazy(
        "The questions have changed since you opened the page. Look at them again."
    )
    asked: list[Question] = []
    known: Mapping[int, Value] = {}
    must = True

    def ask(
        self, questions: Iterable[Question], known: Mapping[int, Value], *, must: bool = True
    ) -> None:
        """Add the fields. `known` are answers kept already, also to questions not in this form;
        unless they `must` be answered now, what is left out is no error.
        """
        self.known, self.must = known, must
        there: dict[int, Question] = {}
        for question in questions:
            if question.only_if_id in there or is_met(question, known):
                there[question.pk] = question
        self.asked = list(there.values())
        for question in self.asked:
            self._add(question, there.get(question.only_if_id or 0))

    def _add(self, question: Question, condition: Question | None) -> None:
        field, name = field_for(question), name_of(question)
        if condition:
            field.help_text = _joined(only_if_words(question, condition), field.help_text)
        self.fields[name] = field
        if question.pk in self.known:
            self.initial.setdefault(name, shown(question, self.known[question.pk]))

    @property
    def questions(self) -> list[Row]:
        """For templates."""
        names = {it.pk: name_of(it) for it in self.asked}
        return [self._row(it, names.get(it.only_if_id or 0, "")) for it in self.asked]

    def _row(self, question: Question, waits_for: str) -> Row:
        row = Row(question, self[name_of(question)], waits_for)
        if row.is_statement:
            _describe(row)
        return row

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.asked:
            self._forgive(data)
        if any(value and NAME.fullmatch(key) for key, value in self._unknown()):
            self.add_error(None, str(self.changed_meanwhile))
        return data

    def _forgive(self, data: dict[str, Any]) -> None:
        """Forget what is wrong with an answer that is not asked for, or may come later."""
        asked = {it.pk for it in applicable(self.asked, self._values(data))}
        for question in self.asked:
            name = name_of(question)
            if question.pk not in asked:
                self.errors.pop(name, None)
                data[name] = None
            elif not self.must and self.has_error(name, "required"):
                del self.errors[name]
                data[name] = None

    def _values(self, data: dict[str, Any]) -> dict[int, Value]:
        """By question: what was typed, and what is kept of what this form does not ask."""
        values = dict(self.known)
        for question in self.asked:
            value = to_value(question.kind, data.get(name_of(question)))
            values.pop(question.pk, None)
            if value is not None:
                values[question.pk] = value
        return values

    def _unknown(self) -> Iterable[tuple[str, Any]]:
        return ((key, self.data.get(key)) for key in self.data if key not in self.fields)

    def answers(self) -> dict[str, Given]:
        """What was said, by the question's number as JSON keeps it; nothing of what was not."""
        found: dict[str, Given] = {}
        for question in self.asked:
            value = to_value(question.kind, self.cleaned_data.get(name_of(question)))
            if value is not None:
                found[str(question.pk)] = {"version": question.version, "value": value}
        return found


def values(submitted: Mapping[str, Any]) -> dict[int, Value]:
    """The answers among what a claim keeps, by question."""
    answers: Mapping[str, Given] = submitted.get("answers") or {}
    return {int(pk): it["value"] for pk, it in answers.items() if it["value"] is not None}


def answer_words(question: Question, answer: str) -> str:
    """An answer to choose, as a condition names it, in words."""
    if question.kind != AnswerKind.YES_NO:
        return answer
    return pgettext("answer", "Yes") if answer == YES else pgettext("answer", "No")


def only_if_words(question: Question, condition: Question) -> SafeString:
    """ "Only if you answered “Bus” to “How do you come?”." """
    answer = answer_words(condition, question.only_if_answer)
    if condition.kind != AnswerKind.YES_NO:
        answer = office_words(answer)
    said = escape(_("Only if you answered “%(answer)s” to “%(question)s”."))
    words = {"answer": conditional_escape(answer), "question": office_words(condition.wording)}
    return SafeString(said % words)


def _joined(*helps: object) -> SafeString:
    """Sentences of a field's help, of which some are the office's own and marked so."""
    return format_html_join(" ", "{}", ((it,) for it in helps if it))


def _describe(row: Row) -> None:
    """A statement's text stands before its box, and is read with it."""
    bound = row.bound
    about = [row.text_id, f"{bound.auto_id}_helptext" if bound.help_text else ""]
    about.append(f"{bound.auto_id}_error" if bound.errors else "")
    bound.field.widget.attrs["aria-describedby"] = " ".join(filter(None, about))


class AnswersForm(QuestionFields):
    """What somebody with a place is asked and can still answer or change.

    Nothing has to be answered at once: what fits is kept, what does not stays as it was typed.
    """

    changed_meanwhile = gettext_lazy(
        "The questions have changed since you opened the page, or the time to answer is over. "
        "Look at them again."
    )

    def __init__(self, data: QueryDict | None, sheet: Sheet, until: Mapping[int, str]) -> None:
        """`until` says by question how long each can be answered; "" says nothing."""
        super().__init__(data)
        self.sent = data
        self.ask([it for it in sheet.questions if it.pk in until], sheet.values, must=False)
        for question in self.asked:
            field = self.fields[name_of(question)]
            field.show_hidden_initial = True
            field.help_text = _joined(field.help_text, until[question.pk])

    def changed(self) -> dict[int, Given]:
        """What fits and is other than the form showed: another tab's answers are left alone."""
        new = set(self.changed_data) & set(self.cleaned_data) - set(self.errors)
        return {
            it.pk: {"version": it.version, "value": self._value(it)}
            for it in self.asked
            if name_of(it) in new
        }

    def _value(self, question: Question) -> Value | None:
        return to_value(question.kind, self.cleaned_data[name_of(question)])

    def show_as_kept(self) -> None:
        """What was written down is what the form showed, when it is sent once more."""
        data = QueryDict(mutable=True) if self.sent is None else self.sent.copy()
        for question in self.asked:
            if (name := name_of(question)) not in self.errors:
                data.setlist(f"initial-{name}", data.getlist(name))
        self.data = data


class EvaluationForm(QuestionFields):
    """The questions after attending. Empty also once they are answered: whoever gets hold of the
    page does not read what was said."""

    def __init__(self, data: QueryDict | None, sheet: Sheet) -> None:
        super().__init__(data)
        before = {it.pk for it in sheet.questions if it.moment in BEFORE}
        known = {pk: value for pk, value in sheet.values.items() if pk in before}
        self.ask([it for it in sheet.questions if it.pk not in before], known, must=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not self.answers():
            self.add_error(None, _("Answer at least one question."))
        return data
