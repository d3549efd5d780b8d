"""Who came: everybody with a place and the days of the date, one press each.

Who may only take attendance sees names and stages here, and nothing else of anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages

from desk import date_card
from desk.people_lines import Day, Line, People
from desk.views.base import OccurrenceMixin, actor_of
from desk.views.tabs import OccurrenceTab
from events.domain import attendance
from events.domain.errors import ActRefused


@dataclass(frozen=True)
class Presence:
    """One person, and the days they can be checked in on."""

    line: Line
    days: list[Day]


@dataclass(frozen=True)
class Count:
    """How many were there on a day."""

    day: date
    label: str
    present: int
    total: int

    @property
    def all_here(self) -> bool:
        return self.present == self.total


class Attendance(OccurrenceTab):
    tab = "attendance"
    template_name = "desk/occurrence/attendance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it = self.occurrence
        people = People(it, self.at)
        placed = [line for line in people.participants if line.is_confirmed]
        rows = [Presence(line, people.days(line.claim)) for line in placed]
        may_close = self.request.user.has_perm("events.change_occurrence")
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "counts": self._counts(people, placed),
            "may_tap": bool(people.begun) and it.is_scheduled and not it.list_closed_at,
            "begins": date_format(it.first_day, "DATE_FORMAT"),
            "acts": date_card.close_or_reopen(it) if may_close and self.at >= it.starts_at else [],
            "undo": self._undo(),
        }

    def _counts(self, people: People, placed: list[Line]) -> list[Count]:
        pks = {line.claim.pk for line in placed}
        return [
            Count(
                day=day,
                label=date_format(day, "l j F"),
                present=len({pk for pk, on in people.present if on == day and pk in pks}),
                total=len(placed),
            )
            for day in people.begun
        ]

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
