"""What a practice offers, in plain words; and the address of who asks for the practice's page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.domain import host_offers, offer_days
from events.domain.host_offers import Given
from events.domain.offer_days import OfferedDay
from office.domain.working_days import holiday
from signup.forms.person import AddressForm

MONDAY_TO_FRIDAY = range(5)


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _weekdays() -> list[tuple[str, str]]:
    return [(str(day), capfirst(str(WEEKDAYS[day]))) for day in MONDAY_TO_FRIDAY]


class OfferForm(forms.Form):
    """Days on which a practice would receive somebody. `offered` are the days that were meant."""

    places = forms.IntegerField(
        label=gettext_lazy("How many can come each time"),
        error_messages={"required": gettext_lazy("Write how many can come each time.")},
        help_text=gettext_lazy("Students or young doctors."),
        min_value=1,
        max_value=50,
    )
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Weekdays that suit you"),
        choices=_weekdays,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one weekday.")},
    )
    first_day = forms.DateField(
        label=gettext_lazy("First day"),
        widget=_day_input(),
        error_messages={"required": gettext_lazy("Choose the first day.")},
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=_day_input(),
        error_messages={"required": gettext_lazy("Choose the last day.")},
    )
    dates = forms.IntegerField(
        label=gettext_lazy("How many visits in all"),
        error_messages={"required": gettext_lazy("Write how many visits you offer.")},
        help_text=gettext_lazy("At most. The office chooses among the days."),
        min_value=1,
        max_value=100,
    )
    starts = forms.TimeField(
        label=gettext_lazy("Begins at"),
        widget=_time_input(),
        error_messages={"required": gettext_lazy("Write when the visit begins.")},
    )
    ends = forms.TimeField(
        label=gettext_lazy("Ends at"),
        widget=_time_input(),
        error_messages={"required": gettext_lazy("Write when the visit ends.")},
    )
    note = forms.CharField(
        label=gettext_lazy("A word to the office"),
        help_text=gettext_lazy(
            "If you like. The office reads it, nobody else; it is deleted with your offer, two "
            "years after the answer. No patients’ names, please."
        ),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"places": 2, "dates": 1, "starts": "08:30", "ends": "15:00"})
        super().__init__(*args, **kwargs)
        self.today = today
        self.offered: list[OfferedDay] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._check_hours(data)
        self._check_span(data)
        if not self.errors:
            self._look(data)
        return data

    def _check_hours(self, data: dict[str, Any]) -> None:
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The visit ends before it begins."))

    def _check_span(self, data: dict[str, Any]) -> None:
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first."))
        elif last and last <= self.today:
            self.add_error("last_day", _("These days have passed."))
        elif last and last > self.today + host_offers.AHEAD:
            self.add_error("last_day", _("Offer days of the next 13 months only."))

    def _look(self, data: dict[str, Any]) -> None:
        """Find the days that are meant; enough of them have to fit."""
        weekdays = [int(day) for day in data["weekdays"]]
        self.offered = offer_days.look(
            data["first_day"], data["last_day"], weekdays, today=self.today, holiday=holiday
        )
        fit = sum(it.fits for it in self.offered)
        if fit == 0:
            self.add_error("weekdays", self._none_fits())
        elif fit < data["dates"]:
            said = ngettext(
                "Only %(n)d day fits. Offer fewer visits, or more days.",
                "Only %(n)d days fit. Offer fewer visits, or more days.",
                fit,
            )
            self.add_error("dates", said % {"n": fit})

    def _none_fits(self) -> str:
        if self.offered:
            return _("No day fits: those you ticked are public holidays.")
        return _("No day fits: none of these weekdays lies between the two days and is to come.")

    @property
    def given(self) -> Given:
        """What the practice offers, for a valid form."""
        data = self.cleaned_data
        return Given(
            places=data["places"],
            dates=data["dates"],
            first_day=data["first_day"],
            last_day=data["last_day"],
            weekdays="".join(sorted(data["weekdays"])),
            starts=data["starts"],
            ends=data["ends"],
            note=data["note"].strip(),
        )


class PracticeAddressForm(AddressForm):
    """`website` is never seen by people: who fills it in is a machine."""

    website = forms.CharField(required=False)

    @property
    def is_from_machine(self) -> bool:
        return bool(str(self.data.get("website", "")).strip())
