"""The office's calendar: a month, or half a year as a list. What is shown stands in the address."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from desk import months, words
from desk.date_filters import WHOSE, by_coordinator
from desk.views.base import DeskMixin
from events.domain.zoned import first_instant
from events.models import Kind, Occurrence, OccurrenceState
from events.models.occurrence import OccurrenceQuerySet
from office import clock

HALF_A_YEAR = 6


class CalendarFilters(forms.Form):
    """Nothing chosen shows everything; what is not on offer counts as nothing chosen."""

    whose = forms.ChoiceField(label=gettext_lazy("Responsible"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {"whose": WHOSE, "kind": Kind.choices, "state": OccurrenceState.choices}
        for name, choices in offered.items():
            self.fields[name].choices = [("", _("all")), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CalendarView(DeskMixin, TemplateView):
    template_name = "desk/calendar/calendar.html"
    page_title = gettext_lazy("Calendar")
    header_icon = "calendar"

    @cached_property
    def at(self) -> datetime:
        return clock.now()

    @property
    def today(self) -> date:
        return self.at.astimezone(words.office_zone()).date()

    @cached_property
    def first(self) -> date:
        """The first day of the month that is asked for, or of this one."""
        try:
            asked = date.fromisoformat(f"{self.request.GET.get('month', '')}-01")
        except ValueError:
            asked = self.today
        return asked.replace(day=1) if 2000 <= asked.year < 2100 else self.today.replace(day=1)

    @property
    def is_list(self) -> bool:
        return self.request.GET.get("view") == "list"

    @property
    def length(self) -> int:
        return HALF_A_YEAR if self.is_list else 1

    @cached_property
    def filters(self) -> CalendarFilters:
        return CalendarFilters(self.request.GET)

    @cached_property
    def chosen(self) -> dict[str, str]:
        return self.filters.chosen()

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("List of dates"), reverse("dates:index"), icon_name="date")]

    def occurrences(self) -> OccurrenceQuerySet:
        """All that touches the days shown; a day more on each side, for other zones."""
        zone = words.office_zone()
        start = self.first - (self.first.weekday() + 1) * months.DAY
        end = months.add_months(self.first, self.length) + 8 * months.DAY
        rows = Occurrence.objects.filter(
            ends_at__gt=first_instant(datetime.combine(start, time()), zone),
            starts_at__lt=first_instant(datetime.combine(end, time()), zone),
        )
        rows = self.narrowed(rows).select_related("event__coordinator")
        return rows.with_page().with_counts().in_order()

    def narrowed(self, rows: OccurrenceQuerySet) -> OccurrenceQuerySet:
        chosen = self.chosen
        if "whose" in chosen:
            rows = by_coordinator(rows, chosen["whose"], self.request.user)
        if "kind" in chosen:
            rows = rows.filter(event__kind=chosen["kind"])
        return rows.filter(state=chosen["state"]) if "state" in chosen else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = months.by_day(self.occurrences(), self.at)
        shown: dict[str, Any] = (
            {"months": months.months_of(self.first, self.length, entries, self.today)}
            if self.is_list
            else {"weeks": months.weeks_of(self.first, entries, self.today)}
        )
        return (
            super().get_context_data(**kwargs)
            | shown
            | self.ways()
            | {
                "filters": self.filters,
                "name": self.name(),
                "weekdays": list(WEEKDAYS.values()),
                "is_list": self.is_list,
                "month": f"{self.first:%Y-%m}",
                "is_empty": not any(self._is_in(day) for day in entries),
            }
        )

    def _is_in(self, day: date) -> bool:
        return self.first <= day < months.add_months(self.first, self.length)

    def name(self) -> str:
        first = months.month_words(self.first)
        if not self.is_list:
            return first
        return f"{first} – {months.month_words(months.add_months(self.first, self.length - 1))}"

    def ways(self) -> dict[str, str]:
        """Where one can go from here."""
        other = "month" if self.is_list else "list"
        return {
            "before_url": self.address(months.add_months(self.first, -self.length)),
            "after_url": self.address(months.add_months(self.first, self.length)),
            "today_url": self.address(self.today),
            "other_url": self.address(self.first, view=other),
        }

    def address(self, first: date, **more: str) -> str:
        told = {"month": f"{first:%Y-%m}", "view": "list" if self.is_list else "month"}
        return f"{self.request.path}?{urlencode(told | self.chosen | more)}"
