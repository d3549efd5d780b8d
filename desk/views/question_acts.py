"""What is done with many questions at once: in order, copied, kept as a set, looked at."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages

from desk.forms.questions import FromSetForm, SetNameForm
from desk.views.base import actor_of
from desk.views.questions import FieldAct, QuestionsMixin
from events.domain import questions
from events.domain.errors import ActRefused
from events.models import Moment, Question
from signup.forms.questions import QuestionFields


class QuestionsAct(QuestionsMixin, View):
    """An act behind a button of the list: POST only, and back to the list."""

    http_method_names = ["post"]

    def act(self) -> str:
        """Do it and say so. Raises ActRefused."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if said := self.act():
                messages.success(request, said)
        except ActRefused as refused:
            messages.error(request, str(refused))
        return redirect(self.get_success_url())


class MoveQuestion(QuestionsAct):
    """One up or down; the list comes back at the question that moved."""

    def act(self) -> str:
        found = get_object_or_404(self.owner.questions.asked(), pk=self.kwargs["question"])
        up = self.request.POST.get("way") == "up"
        questions.move(found.pk, up=up, actor=actor_of(self.request))
        return ""

    def get_success_url(self) -> str:
        return f"{super().get_success_url()}#question-{self.kwargs['question']}"


class CopyQuestions(QuestionsAct):
    """From a set or another event: `form_class` says which."""

    form_class: Any = FromSetForm
    prefix = "set"

    def act(self) -> str:
        form = self.form_class(self.request.POST, prefix=self.prefix)
        if not form.is_valid():
            raise ActRefused(_("Choose from the list what to copy."))
        source = form.cleaned_data["source"]
        made = questions.copy(source, self.owner, actor=actor_of(self.request))
        if not made:
            return _("All of it is asked here already.")
        return ngettext("%(n)d question is copied.", "%(n)d questions are copied.", len(made)) % {
            "n": len(made)
        }


class AskNeeds(QuestionsAct):
    """Ask for food or access needs by consent, instead of by a question that was stopped."""

    permission = "events.change_event"

    def act(self) -> str:
        switches = set(self.request.POST.getlist("switch")) & {"asks_food", "asks_access"}
        questions.ask_for_needs(self.owner, switches, actor=actor_of(self.request))
        return _(
            "Everybody with a place is now asked, by consent, on their own page. You find what "
            "they tell under Needs of the date."
        )


class KeepAsSet(QuestionsMixin, FieldAct):
    form_class = SetNameForm
    prefix = "keep"
    page_title = gettext_lazy("Keep as a set")
    submit_label = gettext_lazy("Keep as a set")
    explanation = gettext_lazy("The questions asked now are copied; the event keeps its own.")

    def act(self, form: Any) -> object:
        name = form.cleaned_data["name"]
        return questions.keep_as_set(self.owner, name, actor=actor_of(self.request))

    def get_done(self, result: object) -> str:
        return _("The set “%(set)s” is kept.") % {"set": result}


class PreviewForm(QuestionFields):
    """All questions in one form, so that conditions work across moments."""

    def __init__(self, asked: list[Question]) -> None:
        super().__init__()
        self.ask(asked, {})


class PreviewQuestions(QuestionsMixin, TemplateView):
    """As a participant sees them. Nothing is sent."""

    template_name = "desk/questions/preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = PreviewForm(self.asked).questions
        groups = [(it.label, [row for row in rows if row.question.moment == it]) for it in Moment]
        return {
            "owner": self.owner,
            "back_url": self.url("questions"),
            "groups": [(label, {"questions": here}) for label, here in groups if here],
        }
