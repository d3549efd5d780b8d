"""A mail that every date of an event sends by itself: when, to whom, what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.mailing import TextForm
from events.domain.recipients import ALONE
from events.models import AutomaticMail

DAYS, HOURS = "days", "hours"
BEFORE, AFTER = "before", "after"
LENGTHS = {DAYS: timedelta(days=1), HOURS: timedelta(hours=1)}


class AutomaticForm(TextForm):
    number = forms.IntegerField(label=_("How long"), min_value=0, max_value=400)
    unit = forms.ChoiceField(
        label=_("Days or hours"), choices=[(DAYS, _("days")), (HOURS, _("hours"))]
    )
    side = forms.ChoiceField(
        label=_("Before or after"), choices=[(BEFORE, _("before")), (AFTER, _("after"))]
    )
    anchor = forms.ChoiceField(label=_("Counted from"), choices=AutomaticMail.Anchor.choices)
    at_time = forms.TimeField(
        label=_("At"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("On the clock there. For days; hours are counted to the minute."),
    )
    recipients = forms.ChoiceField(
        label=_("To"), choices=[(it.value, it.label) for it in ALONE], widget=forms.RadioSelect
    )
    is_on = forms.BooleanField(
        label=_("Is sent"),
        required=False,
        initial=True,
        help_text=_("Without the tick it is kept, and no date sends it."),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = [
        *("number", "unit", "side", "anchor", "at_time", "recipients"),
        *("subject", "text", "with_link", "is_on"),
    ]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        is_days, at_time = told.get("unit") == DAYS, told.get("at_time")
        if is_days and not at_time and "at_time" not in self.errors:
            self.add_error("at_time", _("Say at what time of that day."))
        if not is_days and at_time:
            self.add_error("at_time", _("Hours are counted to the minute: leave the time empty."))
        return told

    def values(self) -> dict[str, Any]:
        """The fields of the automatic mail, for a valid form."""
        told = self.cleaned_data
        length = told["number"] * LENGTHS[told["unit"]]
        names = ("recipients", "anchor", "at_time", "subject", "text", "with_link", "is_on")
        return {name: told[name] for name in names} | {
            "offset": -length if told["side"] == BEFORE else length
        }


def shown(mail: AutomaticMail) -> dict[str, Any]:
    """An automatic mail as the form shows it."""
    unit = HOURS if mail.at_time is None else DAYS
    names = ("recipients", "anchor", "at_time", "subject", "text", "with_link", "is_on")
    return {name: getattr(mail, name) for name in names} | {
        "number": abs(mail.offset) // LENGTHS[unit],
        "unit": unit,
        "side": BEFORE if mail.is_before else AFTER,
        "version": mail.fingerprint,
    }


NEW = {"number": 3, "unit": DAYS, "side": BEFORE, "anchor": "start", "at_time": "09:00"}
"""What a new one begins with."""
