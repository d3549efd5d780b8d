"""The people with a place on a date, under the date's facts and acts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from desk import date_card, hosting_panel
from desk.date_card import Button
from desk.domain import shown_columns
from desk.export import OF_PEOPLE, download
from desk.panels import what_the_public_sees
from desk.people_columns import Columns
from desk.people_lines import Line, People
from desk.people_table import PeopleTable
from desk.several_acts import several
from desk.views.base import OccurrenceMixin
from desk.views.tabs import OccurrenceTab
from events.models import Occurrence


def columns_for(user: Any, occurrence: Occurrence, people: People | None = None) -> Columns:
    """Those a date has for somebody: answers are not for everybody."""
    may = user.has_perm("events.view_answer")
    return Columns(occurrence, with_answers=may, people=people)


class PeopleTab(OccurrenceTab):
    """A tab with a table of people: to narrow, sort, act on several at once, take along."""

    def lines(self) -> list[Line]:
        raise NotImplementedError

    def annotated(self, rows: Any) -> Any:
        return rows.annotate(chosen_columns=shown_columns.chosen_by(self.request.user))  # type: ignore[arg-type]

    @cached_property
    def people(self) -> People:
        return People(self.occurrence, self.at)

    @cached_property
    def table(self) -> PeopleTable:
        columns = columns_for(self.request.user, self.occurrence, self.people)
        chosen = self.occurrence.chosen_columns  # type: ignore[attr-defined]
        return PeopleTable(self.request, self.lines(), columns, chosen)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if form := request.GET.get("export"):
            return download(request, self.table.file(self.get_file_name(), self.occurrence), form)
        return super().get(request, *args, **kwargs)

    def get_file_name(self) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "people": self.people,
            "table": self.table,
            "several": self.several(),
            "can_export": self.request.user.has_perm(OF_PEOPLE),
            "may_act": self.request.user.has_perm("events.change_registration"),
        }

    def several(self) -> list[Button]:
        """What can be done with those ticked."""
        return several(self.occurrence, self.at, self.request.user, is_queue=self.tab != "edit")


class Participants(PeopleTab):
    template_name = "desk/occurrence/participants.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Who may only take attendance is shown that."""
        may = request.user.has_perm
        if may("events.add_checkin") and not may(self.permission):
            return redirect("dates:attendance", self.kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def lines(self) -> list[Line]:
        return self.people.participants

    def get_file_name(self) -> str:
        return _("Participants")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it, may = self.occurrence, self.request.user.has_perm
        context = super().get_context_data(**kwargs)
        opens = may("events.change_occurrence")
        return context | {
            "sentence": what_the_public_sees(it, context["showing"], opens=opens),
            "page": date_card.pages_of(it).first(),
            "facts": date_card.facts(it, self.at, self.people.labels),
            "acts": self._acts() if opens else [],
            "hostings": hosting_panel.lines(it, self.at),
            "may_host": may("events.change_hosting"),
            "may_see_contacts": may("events.view_hostcontact"),
            "may_see_mails": may("mail.view_message"),
            "can_add": self._can_add() and may("events.change_registration"),
        }

    def _acts(self) -> list[Button]:
        anybody = self.people.anybody_ever
        return date_card.acts(self.occurrence, self.at, anybody_ever=anybody)

    def _can_add(self) -> bool:
        return self.occurrence.is_scheduled and self.at < self.occurrence.ends_at


class ChooseColumns(OccurrenceMixin, View):
    """Which columns the tables of people show oneself, from now on."""

    permission = "events.view_registration"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        offered = columns_for(user, self.occurrence).all
        shown_columns.choose(user, request.POST.getlist("column"), offered=offered)
        return redirect(self.get_success_url())
