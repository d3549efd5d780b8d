"""A question as a coordinator writes it, and what to do with several of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from desk.forms.seen import SeenForm
from events.domain.asking import NO, YES, in_order
from events.domain.question_rules import CONDITIONS, HELP, WORDING, Ask, answers_of
from events.models import AnswerKind, Event, Moment, Question, QuestionSet


class QuestionForm(forms.Form):
    """The condition is one choice: a question and one of its answers."""

    moment = forms.ChoiceField(label=gettext_lazy("Asked"), choices=Moment.choices)
    wording = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=WORDING,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Of a statement: the text to accept."),
    )
    help_text = forms.CharField(
        label=gettext_lazy("Help"),
        max_length=HELP,
        required=False,
        help_text=gettext_lazy("Stands below the question. Say why you ask, if it is not plain."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Answer"), choices=AnswerKind.choices)
    options = forms.CharField(
        label=gettext_lazy("Answers to choose from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One on each line. Only where people choose."),
    )
    required = forms.BooleanField(
        label=gettext_lazy("Must be answered"),
        required=False,
        help_text=gettext_lazy("Not after attending: there everybody answers what they like."),
    )
    due_days = forms.IntegerField(
        label=gettext_lazy("Answered how many days before the start"),
        required=False,
        min_value=0,
        max_value=365,
        help_text=gettext_lazy(
            "For questions once the place is confirmed. Until the end of that day answers can be "
            "changed; three days before, those who have not answered are reminded. Empty: until "
            "the start."
        ),
    )
    condition = forms.ChoiceField(
        label=gettext_lazy("Asked only of those who answered"),
        required=False,
        help_text=gettext_lazy("Only questions that come before this one."),
    )
    harmless_because = forms.CharField(
        label=gettext_lazy("Or say why it is not about that"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("The reason is kept in the log."),
    )

    def __init__(
        self, *args: Any, others: Iterable[Question], question: Question | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        named = [it for it in in_order(others) if it.kind in CONDITIONS and it != question]
        choices = [(it.wording, _answers(it)) for it in named]
        self.fields["condition"].choices = [("", _("everybody")), *choices]  # type: ignore[attr-defined]
        if question:
            self.initial = {**of_question(question), **self.initial}
        self._reason = self.fields.pop("harmless_because")
        if "harmless_because" in self.data:
            self.ask_for_a_reason()

    def ask_for_a_reason(self) -> None:
        """It was stopped: offer to say why it should not have been."""
        self.fields["harmless_because"] = self._reason

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get("harmless_because", ""))

    def ask(self) -> Ask:
        data = self.cleaned_data
        question, _colon, answer = data["condition"].partition(":")
        return Ask(
            moment=data["moment"],
            kind=data["kind"],
            wording=data["wording"],
            help_text=data["help_text"],
            options=tuple(data["options"].splitlines()),
            required=data["required"],
            due_days=data["due_days"],
            only_if=int(question) if question else None,
            only_if_answer=answer,
        )


class ChangeQuestionForm(QuestionForm, SeenForm):
    """A question that is asked."""


def of_question(question: Question) -> dict[str, Any]:
    """The form's fields from a row."""
    same = ("moment", "kind", "wording", "help_text", "required", "due_days")
    condition = f"{question.only_if_id}:{question.only_if_answer}" if question.only_if_id else ""
    return {name: getattr(question, name) for name in same} | {
        "options": "\n".join(question.options),
        "condition": condition,
    }


def _answers(question: Question) -> list[tuple[str, str]]:
    spoken = {YES: pgettext("answer", "Yes"), NO: pgettext("answer", "No")}
    is_yes_no = question.kind == AnswerKind.YES_NO
    said = {it: spoken[it] if is_yes_no else it for it in answers_of(question)}
    return [(f"{question.pk}:{it}", label) for it, label in said.items()]


class FromSetForm(forms.Form):
    """A set whose questions are copied here."""

    source = forms.ModelChoiceField(
        QuestionSet.objects.all(), label=gettext_lazy("Set of questions"), empty_label=None
    )


class FromEventForm(forms.Form):
    """Another event whose questions are copied here."""

    source = forms.ModelChoiceField(
        Event.objects.none(), label=gettext_lazy("Event"), empty_label=None
    )

    def __init__(self, *args: Any, but: Event | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        asking = Event.objects.filter(questions__retired_at=None, questions__isnull=False)
        others = asking.exclude(pk=but.pk) if but else asking
        self.fields["source"].queryset = others.distinct()  # type: ignore[attr-defined]


class SetNameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the set"),
        max_length=100,
        help_text=gettext_lazy("By what it is used for: “Camps”, “Visits”."),
    )
