"""The questions of an event, or of a set: the list, one question, and what is done with many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import Button

from desk.forms.questions import (
    ChangeQuestionForm,
    FromEventForm,
    FromSetForm,
    QuestionForm,
    SetNameForm,
)
from desk.views.base import ActView, DeskMixin, actor_of, history_button
from events.domain import heard, questions
from events.domain.asking import in_order
from events.domain.errors import ActRefused
from events.domain.question_rules import Sensitive
from events.domain.questions import Changed
from events.models import Event, Moment, Occurrence, Question, QuestionSet
from office import clock
from signup.forms.questions import only_if_words

ONE = ("edit", "retire", "move")
MANY = (
    *("question_add", "questions_preview", "questions_from_set", "questions_from_event"),
    "questions_keep",
)
"""The screens and acts of one question, and of all, that the list leads to."""


class QuestionsMixin(DeskMixin):
    """A screen about the questions of one event; or of a set, in the set's own namespace."""

    owner_model: Any = Event
    namespace = "dates"
    permission = "events.change_question"
    header_icon = "help"

    @property
    def trail(self) -> tuple[str, Any]:  # type: ignore[override]
        label = _("Dates") if self.is_of_event else _("Sets of questions")
        return f"{self.namespace}:index", label

    @property
    def is_of_event(self) -> bool:
        return bool(self.owner_model is Event)

    @cached_property
    def owner(self) -> Any:
        return get_object_or_404(self.owner_model, pk=self.kwargs["pk"])

    @cached_property
    def asked(self) -> list[Question]:
        return in_order(self.owner.questions.asked())

    def url(self, name: str, *args: int) -> str:
        return reverse(f"{self.namespace}:{name}", args=[self.owner.pk, *args])

    def steps(self) -> list[dict[str, Any]]:
        label = _("Questions of %(owner)s") % {"owner": self.owner}
        return [{"url": self.url("questions"), "label": label}]

    def get_success_url(self) -> str:
        return self.url("questions")


@dataclass(frozen=True)
class Row:
    """A question as the list shows it."""

    question: Question
    answers: int
    condition: str
    is_first: bool
    is_last: bool
    urls: dict[str, str]


class QuestionList(QuestionsMixin, TemplateView):
    template_name = "desk/questions/list.html"

    def get_page_title(self) -> str:
        return _("Questions of %(owner)s") % {"owner": self.owner}

    def steps(self) -> list[dict[str, Any]]:
        return []

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """What an event asks stands in the log of its dates."""
        return [] if self.is_of_event else [history_button(self.namespace, self.owner.pk)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = heard.counts(self.owner) if self.is_of_event else Counter()
        retired = self.owner.questions.exclude(retired_at=None).order_by("-retired_at", "pk")
        return super().get_context_data(**kwargs) | {
            "owner": self.owner,
            "is_of_event": self.is_of_event,
            "urls": {name.split("_", 1)[1]: self.url(name) for name in MANY},
            "groups": [(moment, self._rows(moment, counts)) for moment in Moment],
            "anything": bool(self.asked),
            "retired": [(it, counts[it.pk]) for it in retired],
            "use_set": FromSetForm(prefix="set") if QuestionSet.objects.exists() else None,
            "from_event": self._from_event(),
            "keep": SetNameForm(prefix="keep") if self.is_of_event and self.asked else None,
            "dates": self._dates(),
        }

    def _from_event(self) -> FromEventForm | None:
        form = FromEventForm(prefix="event", but=self.owner if self.is_of_event else None)
        return form if form.fields["source"].queryset.exists() else None  # type: ignore[attr-defined]

    def _dates(self) -> list[Occurrence]:
        """Where *ask now* is: the event's dates still to come."""
        if not self.is_of_event:
            return []
        coming = self.owner.occurrences.filter(starts_at__gt=clock.now(), state="scheduled")
        return list(coming.select_related("event").in_order())

    def _rows(self, moment: Moment, counts: Counter[int]) -> list[Row]:
        here = [it for it in self.asked if it.moment == moment]
        named = {it.pk: it for it in self.asked}
        return [
            Row(
                it,
                counts[it.pk],
                only_if_words(it, named[it.only_if_id]) if it.only_if_id in named else "",
                is_first=it == here[0],
                is_last=it == here[-1],
                urls={name: self.url(f"question_{name}", it.pk) for name in ONE},
            )
            for it in here
        ]


class FieldAct(ActView):
    """A form whose act names the field that is wrong."""

    def refused(self, form: Any, refused: ActRefused) -> HttpResponse:
        field = getattr(refused, "field", None)
        form.add_error(field if field in form.fields else None, str(refused))
        return self.form_invalid(form)


class QuestionView(QuestionsMixin, FieldAct):
    """A form about one question."""

    form_class: Any = QuestionForm
    template_name = "desk/questions/form.html"
    sensitive: Sensitive | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"others": self.asked}

    def refused(self, form: Any, refused: ActRefused) -> HttpResponse:
        if isinstance(refused, Sensitive):
            self.sensitive = refused
            form.ask_for_a_reason()
        return super().refused(form, refused)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        switches = self.sensitive.switches if self.sensitive and self.is_of_event else ()
        return super().get_context_data(**kwargs) | {
            "sensitive": self.sensitive,
            "switches": sorted(switches),
            "ask_needs_url": self.url("questions_ask_needs") if switches else "",
        }


class AddQuestion(QuestionView):
    page_title = gettext_lazy("Add a question")
    submit_label = gettext_lazy("Add the question")
    done = gettext_lazy("The question is added.")

    def get_initial(self) -> dict[str, Any]:
        moment = self.request.GET.get("moment", Moment.AFTER_PLACE)
        return {"moment": moment, "required": True, "due_days": 14}

    def act(self, form: Any) -> object:
        actor = actor_of(self.request)
        return questions.make(self.owner, form.ask(), actor=actor, harmless_because=form.reason)


class EditQuestion(QuestionView):
    form_class = ChangeQuestionForm
    page_title = gettext_lazy("Change a question")

    @cached_property
    def question(self) -> Question:
        return get_object_or_404(self.owner.questions.asked(), pk=self.kwargs["question"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"question": self.question}

    def get_explanation(self) -> str:
        if not heard.is_answered(self.question):
            return ""
        return _(
            "This question has been answered. If you change its words, its kind, or take an answer "
            "away, it is retired with the answers it has, and a new one takes its place: everybody "
            "is asked anew. More answers to choose from, and all the rest, change it as it stands."
        )

    def act(self, form: Any) -> object:
        return questions.change(
            self.question.pk,
            form.ask(),
            actor=actor_of(self.request),
            harmless_because=form.reason,
        )

    def get_done(self, result: object) -> str:
        if isinstance(result, Changed) and result.retired:
            return _(
                "The old question is retired with its answers, and the new one is asked in its "
                "place. Press “Ask now” on a date to write to those who have a place."
            )
        return _("The question is changed.")


class RetireQuestion(QuestionsMixin, ActView):
    form_class = forms.Form
    page_title = gettext_lazy("Ask this no more")
    submit_label = gettext_lazy("Ask it no more")
    done = gettext_lazy("It is asked no more.")
    serious = True

    @cached_property
    def question(self) -> Question:
        return get_object_or_404(self.owner.questions.all(), pk=self.kwargs["question"])

    def get_explanation(self) -> str:
        said = _("“%(question)s”") % {"question": self.question.wording}
        if heard.is_answered(self.question):
            return f"{said}. " + _("The answers given so far are kept, and can still be seen.")
        return f"{said}. " + _("Nobody has answered it yet, so it is deleted.")

    def act(self, form: Any) -> object:
        return questions.retire(self.question.pk, actor=actor_of(self.request))
