"""Times as clocks on the wall in the event's zone show them, where a clock change matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from events.domain import zoned

FIRST, SECOND = "0", "1"
YEARS = range(2000, 3000)


class WallTimeInput(forms.DateTimeInput):
    """The browser's own picker: known on every phone, and no script."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class WallTimeField(forms.Field):
    """A date and time without a zone; the form that holds it knows the zone."""

    widget = WallTimeInput
    default_error_messages = {"invalid": _("Give a date and a time.")}

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        found = value if isinstance(value, datetime) else _parse(str(value))
        if found is None or found.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found.replace(second=0, microsecond=0, tzinfo=None)


def _parse(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


class WhichTimeField(forms.ChoiceField):
    """Asked about a time that a clock change makes come twice."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=_("%(time)s: which of the two?") % {"time": label},
            choices=[
                (FIRST, _("the first, still summer time")),
                (SECOND, _("the second, already winter time")),
            ],
            widget=forms.RadioSelect,
            error_messages={
                "required": _("The clocks go back that night, so this time comes twice: say which.")
            },
        )


def which(name: str) -> str:
    """The name of the field that asks which of two equal times is meant."""
    return f"{name}_which"


class WallTimes(forms.Form):
    """A form whose `times` are entered in `zone` and come out of it as instants.

    A time no clock there ever shows is refused; one that comes twice is asked about.
    """

    times: Iterable[str] = ()
    zone: ZoneInfo

    def wall_times(self, zone: ZoneInfo, initial: Mapping[str, Any]) -> None:
        """Take the zone; show the given instants as that zone's times; add the questions."""
        self.zone = zone
        for name in self.times:
            at = initial.get(name)
            if isinstance(at, datetime):
                self._show(name, at.astimezone(zone))
            self._ask_which(name)

    def _show(self, name: str, local: datetime) -> None:
        self.initial[name] = local.replace(tzinfo=None)
        self.initial[which(name)] = str(local.fold)

    def _ask_which(self, name: str) -> None:
        naive = self._typed(name)
        if naive and len(zoned.instants(naive, self.zone)) == 2:
            self.fields[which(name)] = WhichTimeField(str(self.fields[name].label))
            names = list(self.fields)
            names.remove(which(name))
            names.insert(names.index(name) + 1, which(name))
            self.order_fields(names)

    def _typed(self, name: str) -> datetime | None:
        raw = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        try:
            return WallTimeField(required=False).clean(raw)
        except ValidationError:
            return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.times:
            if isinstance(cleaned.get(name), datetime):
                cleaned[name] = self._instant(name, cleaned)
        return cleaned

    def _instant(self, name: str, cleaned: dict[str, Any]) -> datetime | None:
        found = zoned.instants(cleaned[name], self.zone)
        if not found:
            self.add_error(
                name, _("No clock shows this time: the clocks go forward past it that night.")
            )
            return None
        return found[int(cleaned.get(which(name)) or 0) if len(found) > 1 else 0]


class TimeOfDayField(forms.TimeField):
    """A time on the wall, by the browser's own picker; empty leaves what is."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(required=False, widget=widget, **kwargs)
