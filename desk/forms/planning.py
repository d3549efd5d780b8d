"""Forms to plan with: a date on another day, a series, an event in another year."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk import words
from desk.forms.times import WallTimeField, WallTimes
from events.domain import planning, series
from events.domain.wording import day_words
from events.models import Event, Occurrence
from office.domain.working_days import holiday

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
A_YEAR = 52
"""Weeks to the same weekday of the next year."""
LOOKS_AHEAD = 420 * DAY
BREAK = 2 * DAY
"""Public holidays no further apart than this are one break."""


class DayField(forms.DateField):
    """A day, by the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class CopyDateForm(WallTimes):
    times = ("starts_at",)
    starts_at = WallTimeField(
        label=gettext_lazy("Starts"),
        help_text=gettext_lazy("All other times follow, as far from the start as they are now."),
    )

    def __init__(self, *args: Any, occurrence: Occurrence, today: date, **kwargs: Any) -> None:
        first = occurrence.first_day
        weeks = max(1, -((first - today - DAY) // WEEK))
        proposed = planning.weeks_later(occurrence, weeks)
        kwargs["initial"] = {"starts_at": proposed} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.wall_times(occurrence.zone, self.initial)


class SeriesForm(forms.Form):
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    every = forms.TypedChoiceField(
        label=gettext_lazy("How often"),
        coerce=int,
        choices=[
            (1, gettext_lazy("every week")),
            (2, gettext_lazy("every second week")),
            (3, gettext_lazy("every third week")),
            (4, gettext_lazy("every fourth week")),
        ],
    )
    first = DayField(label=gettext_lazy("From"))
    last = DayField(label=gettext_lazy("Until"), required=False)
    until = forms.ChoiceField(label=gettext_lazy("Or until a holiday"), required=False)
    opened = forms.BooleanField(
        label=gettext_lazy("Open them at once"),
        required=False,
        help_text=gettext_lazy("Else they are drafts, which the public does not see."),
    )

    def __init__(self, *args: Any, occurrence: Occurrence, today: date, **kwargs: Any) -> None:
        after = max(occurrence.first_day, today) + DAY
        proposed = {"weekdays": [occurrence.first_day.weekday()], "every": 1, "first": after}
        kwargs["initial"] = proposed | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["until"].choices = [  # type: ignore[attr-defined]
            ("", _("the day above")),
            *((f"{day}", words) for day, words in holiday_choices(after)),
        ]

    def clean_first(self) -> date:
        first: date = self.cleaned_data["first"]
        if first <= self.today:
            raise ValidationError(_("That day has passed."))
        return first

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        last, until = cleaned.get("last"), cleaned.get("until")
        if "last" in cleaned and bool(last) == bool(until):
            both = _("Give a day or choose a holiday, not both.")
            self.add_error("last", both if last else _("Until which day?"))
        elif until:
            cleaned["last"] = date.fromisoformat(until)
        if not self.errors:
            self._count(cleaned)
        return cleaned

    def _count(self, cleaned: dict[str, Any]) -> None:
        self.days = series.series_days(
            cleaned["first"],
            cleaned["last"],
            every=cleaned["every"],
            weekdays=cleaned["weekdays"],
        )
        if not self.days:
            self.add_error("last", _("No such weekday lies between the two days."))
        if len(self.days) > series.MOST:
            told = {"n": len(self.days), "most": series.MOST}
            self.add_error(
                "last", _("That is %(n)d dates; at most %(most)d are made at once.") % told
            )


class CopyEventForm(forms.Form):
    """`first` is the new day of the earliest date chosen; all move by the same whole weeks."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("Of the new page, and in calendars and mails."),
    )
    dates = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Dates to copy"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    first = DayField(
        label=gettext_lazy("New first day"),
        help_text=gettext_lazy("The same weekday as now; the other dates keep their distance."),
    )
    page_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, event: Event, occurrences: list[Occurrence], today: date, **kwargs: Any
    ) -> None:
        self.occurrences, self.today = occurrences, today
        kwargs["initial"] = self._proposed(event) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["dates"].choices = [  # type: ignore[attr-defined]
            (it.pk, f"{words.span(it)}, {it.get_state_display()}") for it in occurrences
        ]

    def _proposed(self, event: Event) -> dict[str, Any]:
        on = [it for it in self.occurrences if not it.is_called_off] or self.occurrences
        old = on[0].first_day
        years = max(1, -((old - self.today - DAY) // (A_YEAR * WEEK)))
        new = old + years * A_YEAR * WEEK
        return {
            "title": event.title.replace(str(old.year), str(new.year)),
            "dates": [it.pk for it in on],
            "first": new,
            "page_key": uuid.uuid4(),
        }

    @property
    def chosen(self) -> list[Occurrence]:
        """The dates ticked, for a form whose dates are valid; the earliest first."""
        return [it for it in self.occurrences if it.pk in self.cleaned_data["dates"]]

    @property
    def weeks(self) -> int:
        return int((self.cleaned_data["first"] - self.chosen[0].first_day) / WEEK)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self._check_first(self.chosen[0].first_day, cleaned["first"])
        return cleaned

    def _check_first(self, old: date, new: date) -> None:
        if new <= self.today:
            self.add_error("first", _("That day has passed."))
        elif new.weekday() != old.weekday():
            before = new - timedelta(days=(new.weekday() - old.weekday()) % 7)
            told = {
                "is": WEEKDAYS[new.weekday()],
                "was": WEEKDAYS[old.weekday()],
                "before": day_words(before),
                "after": day_words(before + WEEK),
            }
            self.add_error(
                "first",
                _("That is a %(is)s, and the date is on a %(was)s. Take %(before)s or %(after)s.")
                % told,
            )


def holiday_choices(after: date) -> Iterator[tuple[date, str]]:
    """The last day before each coming break, and what to call it."""
    last: date | None = None
    for day in (after + n * DAY for n in range(LOOKS_AHEAD.days)):
        if not (name := holiday(day)):
            continue
        if last is None or day - last > BREAK:
            told = {"day": day_words(day - DAY), "holiday": name}
            yield day - DAY, _("%(day)s, before %(holiday)s") % told
        last = day
