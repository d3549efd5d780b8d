"""Forms of attendance: what a day counts, and setting right who came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.forms.occurrence import ActForm
from events.domain.attendance_corrections import Mark
from events.domain.hours import LONGEST, day_length
from events.domain.wording import length_words
from events.models import CheckIn, Occurrence

HERE, ABSENT = "here", "absent"
SHORTEST = Decimal("0.25")


class HoursField(forms.DecimalField):
    """Hours of a day, written as the reader writes numbers."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        limits: dict[str, Any] = {"min_value": SHORTEST, "max_value": LONGEST}
        digits: dict[str, Any] = {"max_digits": 4, "decimal_places": 2, "localize": True}
        super().__init__(required=False, widget=widget, **limits, **digits, **more)

    def prepare_value(self, value: Any) -> Any:
        """Without the zeros the table keeps."""
        return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value


class HoursForm(ActForm):
    """What a whole day of a date counts."""

    hours_a_day = HoursField(label=gettext_lazy("Hours a day"))

    def prepare(self) -> None:
        single = self.occurrence.first_day == self.occurrence.last_day
        self.fields["hours_a_day"].help_text = (
            _("Empty: as long as the date lasts.")
            if single
            else _("Empty: certificates name the days and no hours.")
        )


class CorrectAttendanceForm(forms.Form):
    """For each day that has begun: there or not, and for how long; a closed list wants a reason."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Kept with the act. Nothing about health."),
    )

    def __init__(
        self,
        *args: Any,
        occurrence: Occurrence,
        days: list[date],
        taps: Mapping[date, CheckIn],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.days, self.is_closed = days, occurrence.list_closed_at is not None
        whole = day_length(occurrence)
        for day in days:
            self._add_day(day, taps.get(day), whole)
        self.fields["reason"].required = self.is_closed
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def _add_day(self, day: date, tap: CheckIn | None, whole: Decimal | None) -> None:
        name = date_format(day, "l j F")
        said = "" if tap is None else HERE if tap.present else ABSENT
        self.fields[f"there_{day}"] = forms.ChoiceField(
            label=capfirst(name),
            choices=[(HERE, _("There")), (ABSENT, _("Not there")), ("", _("Not marked"))][
                : 3 if tap is None else 2
            ],
            widget=forms.RadioSelect,
            required=False,
            initial=said,
        )
        help_text = _("Only where it was not the whole day.")
        if whole is not None:
            length = length_words(whole)
            help_text = _("Only where it was not the whole day (%(hours)s).") % {"hours": length}
        self.fields[f"hours_{day}"] = HoursField(
            label=_("Hours on %(day)s") % {"day": name},
            help_text=help_text,
            initial=tap.hours if tap else None,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for day in self.days:
            if cleaned.get(f"hours_{day}") and cleaned.get(f"there_{day}") != HERE:
                self.add_error(f"hours_{day}", _("Hours count only where somebody was there."))
        return cleaned

    def marks(self) -> dict[date, Mark]:
        """What is said, for a valid form; days not marked are left as they are."""
        said = {day: self.cleaned_data[f"there_{day}"] for day in self.days}
        return {
            day: Mark(present=there == HERE, hours=self.cleaned_data[f"hours_{day}"])
            for day, there in said.items()
            if there
        }
