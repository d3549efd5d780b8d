"""What those who came say: of a date as a file, of an event as a screen. Never who said it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from desk.export import Column, Export, download
from desk.views.base import DeskMixin, OccurrenceMixin
from events.domain import evaluation
from events.domain.evaluation import FEWEST, Result
from events.models import Event
from office import clock

VIEW = "events.view_answer"


def evaluation_export(about: Any, results: list[Result]) -> Export:
    """Counts, and texts in no order: a row for each, and nothing that says who."""
    rows = [
        (it.question.wording, told, n)
        for it in results
        if it.is_shown
        for told, n in [*((share.label, share.count) for share in it.shares), *_words_of(it)]
    ]
    return Export(
        name=_("Evaluation"),
        columns=[
            Column(_("Question"), lambda row: row[0]),
            Column(_("Answer"), lambda row: row[1]),
            Column(_("How many"), lambda row: row[2], is_number=True),
        ],
        rows=rows,
        about=about,
        permission=VIEW,
    )


def _words_of(result: Result) -> list[tuple[str, int]]:
    average = [(_("Average: %(average)s") % {"average": result.average}, result.count)]
    return [*(average if result.average else []), *((text, 1) for text in result.texts)]


class DateEvaluation(OccurrenceMixin, View):
    """The evaluation of one date as a file; on the screen it stands under Answers."""

    permission = VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        results = evaluation.of_date(self.occurrence)
        export = evaluation_export(self.occurrence, results)
        return download(request, export, request.GET.get("export"))


class EventEvaluation(DeskMixin, TemplateView):
    """The evaluation over all dates of an event."""

    permission = VIEW
    template_name = "desk/questions/evaluation.html"
    header_icon = "help"

    @cached_property
    def event(self) -> Event:
        return get_object_or_404(Event, pk=self.kwargs["pk"])

    @cached_property
    def results(self) -> list[Result]:
        return evaluation.of_event(self.event)

    def get_page_title(self) -> str:
        return _("Evaluation of %(event)s") % {"event": self.event}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        if "export" not in request.GET:
            return super().get(request, *args, **kwargs)
        return download(request, evaluation_export(self.event, self.results), request.GET["export"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dates = self.event.occurrences.filter(starts_at__lte=clock.now())
        return super().get_context_data(**kwargs) | {
            "event": self.event,
            "results": self.results,
            "fewest": FEWEST,
            "dates": dates.select_related("event").order_by("-starts_at"),
        }
