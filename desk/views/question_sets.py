"""Sets of questions: made, renamed, discarded. Their questions: `desk/views/questions.py`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.forms.questions import SetNameForm
from desk.views.base import ActView, DeskMixin, actor_of
from desk.views.questions import FieldAct
from events.domain import questions
from events.models import QuestionSet


class SetMixin(DeskMixin):
    permission = "events.change_questionset"
    header_icon = "help"
    trail = ("question_sets:index", gettext_lazy("Sets of questions"))

    @cached_property
    def set(self) -> QuestionSet:
        return get_object_or_404(QuestionSet, pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("question_sets:edit", args=[self.kwargs["pk"]])


class AddSet(SetMixin, FieldAct):
    form_class = SetNameForm
    page_title = gettext_lazy("Add a set of questions")
    submit_label = gettext_lazy("Make the set")
    done = gettext_lazy("The set is made. Now add its questions.")
    made: QuestionSet | None = None

    def act(self, form: Any) -> object:
        name = form.cleaned_data["name"]
        self.made = questions.make_set(name, actor=actor_of(self.request))
        return self.made

    def get_success_url(self) -> str:
        if self.made:
            return reverse("question_sets:edit", args=[self.made.pk])
        return reverse("question_sets:index")


class RenameSet(SetMixin, FieldAct):
    form_class = SetNameForm
    page_title = gettext_lazy("Rename the set")
    done = gettext_lazy("The set is renamed.")

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.set.name}

    def act(self, form: Any) -> object:
        name = form.cleaned_data["name"]
        return questions.rename_set(self.set.pk, name, actor=actor_of(self.request))


class DiscardSet(SetMixin, ActView):
    form_class = forms.Form
    page_title = gettext_lazy("Discard the set")
    submit_label = gettext_lazy("Discard the set")
    done = gettext_lazy("The set is discarded.")
    serious = True

    def get_explanation(self) -> str:
        return _("“%(set)s” is deleted. Events that have copies of its questions keep them.") % {
            "set": self.set
        }

    def act(self, form: Any) -> object:
        questions.discard_set(self.set.pk, actor=actor_of(self.request))
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"back_url": super().get_success_url()}

    def get_success_url(self) -> str:
        return reverse("question_sets:index")
