"""From when to when the figures are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PeriodForm(forms.Form):
    first = _day(gettext_lazy("From"))
    last = _day(gettext_lazy("To and with"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("This is before the first day. Choose a later one."))
        for name in ("first", "last"):
            if (day := data.get(name)) and not date(1990, 1, 1) <= day <= date(2200, 1, 1):
                self.add_error(name, _("Is the year right?"))
        return data
