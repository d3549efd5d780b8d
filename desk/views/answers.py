"""A date's answers: by question, by person, who has not answered; and *ask now*."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.answer_board import Board, Line, statement_words
from desk.export import OF_PEOPLE, Column, Export, download
from desk.views.base import ActView, OccurrenceMixin, actor_of
from desk.views.tabs import OccurrenceTab
from events.domain import evaluation, question_mails
from events.domain.evaluation import FEWEST
from events.models import Question, Registration
from home.frame import url_if_built
from office import clock
from signup.forms.questions import answer_words

VIEW = "events.view_answer"


class Answers(OccurrenceTab):
    tab = "answers"
    template_name = "desk/questions/answers.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        if "export" not in request.GET:
            return super().get(request, *args, **kwargs)
        return download(request, self.export(), request.GET["export"])

    @cached_property
    def board(self) -> Board:
        return Board(self.occurrence)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it, board, user = self.occurrence, self.board, self.request.user
        return super().get_context_data(**kwargs) | {
            "board": board,
            "told": list(board.questions()),
            "lines": [(line, self._words(line)) for line in self.lines],
            "only": self.only,
            "can_ask": self._can_ask,
            "can_write": user.has_perm("events.add_mailing"),
            "can_export": user.has_perm(OF_PEOPLE),
            "can_edit": user.has_perm("events.change_question"),
            "write_url": url_if_built("mailings:new"),
            "results": evaluation.of_date(it),
            "fewest": FEWEST,
            "came": Registration.objects.attended().filter(occurrence=it).count(),
        }

    @property
    def _can_ask(self) -> bool:
        it = self.occurrence
        may = self.request.user.has_perm("events.add_mailing")
        return bool(may and it.is_scheduled and self.at < it.starts_at and self.board.asked)

    @cached_property
    def lines(self) -> list[Line]:
        """The people, narrowed down to who has not answered, or who gave one answer."""
        if self.question:
            return self.board.who_said(self.question.pk, self.request.GET.get("answer", ""))
        if self.only_missing:
            return [line for line in self.board.lines if line.lacking]
        return self.board.lines

    @property
    def only_missing(self) -> bool:
        return self.request.GET.get("show") == "missing"

    @cached_property
    def question(self) -> Question | None:
        """The one whose answer the people are narrowed down to."""
        asked = self.request.GET.get("question", "")
        there = [*self.board.asked, *self.board.retired]
        return next((it for it in there if str(it.pk) == asked), None)

    @property
    def only(self) -> str:
        """What the people are narrowed down to, in words."""
        if self.question:
            answer = answer_words(self.question, self.request.GET.get("answer", ""))
            told = {"answer": answer, "question": self.question.wording}
            return _("who answered “%(answer)s” to “%(question)s”") % told
        return _("who have not answered what they must") if self.only_missing else ""

    def _words(self, line: Line) -> list[tuple[str, str]]:
        return [(it.question.wording, statement_words(it, self.occurrence)) for it in line.said]

    def export(self) -> Export:
        """The people on the screen, a column for each question."""
        return Export(
            name=_("Answers"),
            columns=[
                Column(_("Name"), lambda line: line.name),
                Column(_("E-mail"), lambda line: line.registration.address),
                Column(_("State"), lambda line: line.state),
                *(self._column(it) for it in [*self.board.asked, *self.board.retired]),
            ],
            rows=self.lines,
            about=self.occurrence,
            filters=[name for name in ("show", "question") if name in self.request.GET],
        )

    def _column(self, question: Question) -> Column:
        def value(line: Line) -> str:
            said = line.by_question.get(question.pk)
            return statement_words(said, self.occurrence) if said else ""

        return Column(question.wording, value)


class AskNow(OccurrenceMixin, ActView):
    """Write to everybody with a place who has something left to answer."""

    permission = "events.add_mailing"
    form_class = forms.Form
    page_title = gettext_lazy("Ask now")
    submit_label = gettext_lazy("Write to them")

    def get_explanation(self) -> str:
        n = len(question_mails.to_ask(self.occurrence, clock.now()))
        if not n:
            return _("Nobody needs to be asked: they have answered, or were written to already.")
        return ngettext(
            "%(n)d person with a place has something left to answer and gets a mail at once, with "
            "the way to the questions.",
            "%(n)d people with a place have something left to answer and get a mail at once, with "
            "the way to the questions.",
            n,
        ) % {"n": n}

    def act(self, form: Any) -> object:
        return question_mails.ask_now(self.kwargs["pk"], actor=actor_of(self.request))

    def get_done(self, result: object) -> str:
        n = int(str(result))
        return ngettext("%(n)d person is written to.", "%(n)d people are written to.", n) % {"n": n}

    def get_success_url(self) -> str:
        return reverse("dates:answers", args=[self.kwargs["pk"]])
