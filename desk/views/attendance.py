"""Who came: everybody with a place and the days of the date, one press each.

Who may only take attendance sees names and stages here, and nothing else of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages

from desk import date_card, door, hosting_panel
from desk.attendance_file import attendance_file
from desk.attendance_list import AttendanceList
from desk.date_card import Button
from desk.export import OF_PEOPLE, download
from desk.people_lines import People
from desk.views.base import OccurrenceMixin, actor_of
from desk.views.tabs import OccurrenceTab
from events.domain import attendance
from events.domain.errors import ActRefused
from events.domain.hours import day_length


class Attendance(OccurrenceTab):
    tab = "attendance"
    template_name = "desk/occurrence/attendance.html"

    @cached_property
    def people(self) -> People:
        return People(self.occurrence, self.at)

    @cached_property
    def list(self) -> AttendanceList:
        return AttendanceList(self.people, self.request.GET)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if form := request.GET.get("export"):
            return download(request, attendance_file(self.list), form)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it, may = self.occurrence, self.request.user.has_perm
        has_begun = bool(self.people.begun)
        tapped = self.list.row_of(self.request.GET.get("tapped", ""))
        return super().get_context_data(**kwargs) | {
            "list": self.list,
            "tapped": tapped if tapped not in self.list.rows else None,
            "may_tap": has_begun and it.is_scheduled and not it.list_closed_at,
            "may_correct": has_begun and may("events.change_registration"),
            "can_export": may(OF_PEOPLE),
            "lacks_hours": has_begun and day_length(it) is None,
            "begins": date_format(it.first_day, "DATE_FORMAT"),
            "acts": list(self._acts()),
            "undo": self._undo(),
            "by_itself": hosting_panel.closing_of(it, self.at) if has_begun else "",
            "door": door.on_tab(it, self.at, self.request.user),
        }

    def _acts(self) -> Iterator[Button]:
        it, may = self.occurrence, self.request.user.has_perm
        if may("events.change_occurrence"):
            if self.at >= it.starts_at:
                yield from date_card.close_or_reopen(it)
            yield Button(_("Hours that count"), reverse("dates:hours", args=[it.pk]))
        yield Button(_("Print"), reverse("dates:prints", args=[it.pk]))

    def _undo(self) -> dict[str, str] | None:
        """The press on *all present* that was just made, to be taken back."""
        asked = self.request.GET
        day = next((it for it in self.occurrence.days if str(it) == asked.get("all")), None)
        if day is None or not asked.get("at"):
            return None
        url = reverse("dates:undo_all_present", args=[self.occurrence.pk, str(day)])
        return {"url": url, "at": asked["at"]}


class DayAct(OccurrenceMixin, View):
    """An act on everybody for one day, which the address names."""

    permission = "events.add_checkin"
    http_method_names = ["post"]

    @property
    def day(self) -> date:
        try:
            return date.fromisoformat(self.kwargs["day"])
        except ValueError as error:
            raise Http404 from error

    def act(self) -> str:
        """Do it; the query of the address to go on to. Raises ActRefused."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = ""
        try:
            query = self.act()
        except ActRefused as refused:
            messages.error(request, str(refused))
        return redirect(reverse("dates:attendance", args=[self.kwargs["pk"]]) + query)


class AllPresent(DayAct):
    def act(self) -> str:
        actor = actor_of(self.request)
        taps = attendance.check_in_all(self.occurrence.pk, self.day, actor=actor)
        if not taps:
            messages.success(self.request, _("Everybody was checked in already."))
            return ""
        count = len(taps)
        said = ngettext("%d person is checked in.", "%d people are checked in.", count)
        messages.success(self.request, said % count)
        at = taps[0].tapped_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return f"?all={self.day.isoformat()}&at={at}"


class UndoAllPresent(DayAct):
    def act(self) -> str:
        count = attendance.undo_check_in_all(
            self.occurrence.pk, self.day, self._at, actor=actor_of(self.request)
        )
        said = ngettext("%d check-in is taken back.", "%d check-ins are taken back.", count)
        messages.success(self.request, said % count)
        return ""

    @property
    def _at(self) -> datetime:
        try:
            at = parse_datetime(self.request.POST.get("at", ""))
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            raise Http404
        return at
