"""Forms of spots: several practices and days at once, rooms by the dozen, a meeting point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.forms.seen import SeenForm
from desk.forms.times import WallTimeField, WallTimes
from events.domain.spots import MOST, Values
from events.domain.zoned import first_instant
from events.models import Host, Occurrence, Spot, SpotKind

SPAN = re.compile(r"^(?P<name>.*?)(?P<first>\d{1,4})\s*[-–]\s*(?P<last>\d{1,4})$")
LONGEST = 120
AT_ONCE = 200
"""How many spots one form makes."""


class Common(forms.Form):
    """What every spot has."""

    capacity = forms.IntegerField(
        label=gettext_lazy("Room for"),
        min_value=1,
        max_value=MOST,
        help_text=gettext_lazy("How many people, in each."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Those who are there read it: which door, what to bring."),
    )

    def __init__(self, *args: Any, occurrence: Occurrence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.occurrence = occurrence
        self.prepare()

    def prepare(self) -> None:
        """Add what depends on the date."""

    def values(self) -> list[Values]:
        """The spots of a valid form."""
        raise NotImplementedError


class PracticesForm(Common):
    """Every practice ticked, on every day ticked."""

    hosts = forms.ModelMultipleChoiceField(
        Host.objects.receiving(),
        label=gettext_lazy("Host practices"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one practice.")},
    )
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days"),
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one day.")},
    )
    starts = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=gettext_lazy("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    field_order = ["hosts", "days", "starts", "ends", "capacity", "note"]

    def prepare(self) -> None:
        days: Any = self.fields["days"]
        days.choices = [(str(day), date_format(day, "l j F")) for day in self.occurrence.days]
        if len(days.choices) == 1:
            days.initial = [days.choices[0][0]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end comes before the start."))
        return cleaned

    def values(self) -> list[Values]:
        told, zone = self.cleaned_data, self.occurrence.zone
        return [
            Values(
                capacity=told["capacity"],
                host=host,
                starts_at=first_instant(datetime.combine(day, told["starts"]), zone),
                ends_at=first_instant(datetime.combine(day, told["ends"]), zone),
                note=told["note"],
            )
            for day in told["days"]
            for host in told["hosts"]
        ]


class RoomsForm(Common):
    names = forms.CharField(
        label=gettext_lazy("Rooms"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One on each line. “Room 1-12” makes twelve rooms."),
    )
    field_order = ["names", "capacity", "note"]

    def clean_names(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        names = list(dict.fromkeys(name for line in lines for name in _spelled_out(line)))
        if len(names) > AT_ONCE:
            raise ValidationError(_("That is more than 200 rooms: is a number wrong?"))
        if any(len(name) > LONGEST for name in names):
            raise ValidationError(_("A name has room for 120 characters."))
        return names

    def values(self) -> list[Values]:
        told = self.cleaned_data
        return [Values(told["capacity"], name, note=told["note"]) for name in told["names"]]


def _spelled_out(line: str) -> Iterable[str]:
    """ "Room 1-12" is twelve names; any other line is one."""
    found = SPAN.match(line)
    if found is None or int(found["first"]) > int(found["last"]):
        return [line]
    return _numbered(found["name"], int(found["first"]), int(found["last"]))


def _numbered(name: str, first: int, last: int) -> Iterator[str]:
    """No more than are refused."""
    return (f"{name}{n}" for n in range(first, min(last, first + AT_ONCE) + 1))


class MeetingPointForm(WallTimes, Common):
    times = ("starts_at",)
    name = forms.CharField(label=gettext_lazy("Where"), max_length=LONGEST)
    starts_at = WallTimeField(label=gettext_lazy("When one meets"))
    field_order = ["name", "starts_at", "capacity", "note"]

    def prepare(self) -> None:
        self.fields["capacity"].help_text = _("As many as the bus takes, or all of them.")
        self.initial.setdefault("capacity", min(MOST, max(1, self.occurrence.capacity)))
        self.wall_times(self.occurrence.zone, {"starts_at": self.occurrence.starts_at})

    def values(self) -> list[Values]:
        told = self.cleaned_data
        return [Values(told["capacity"], told["name"], None, told["starts_at"], None, told["note"])]


class ChangeForm(WallTimes, Common, SeenForm):
    """One spot; it has the fields of its kind."""

    times: Iterable[str] = ("starts_at", "ends_at")
    host = forms.ModelChoiceField(Host.objects.receiving(), label=gettext_lazy("Host practice"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST)
    starts_at = WallTimeField(label=gettext_lazy("From"))
    ends_at = WallTimeField(label=gettext_lazy("Until"))
    field_order = ["host", "name", "starts_at", "ends_at", "capacity", "note"]

    def __init__(self, *args: Any, spot: Spot, **kwargs: Any) -> None:
        self.spot = spot
        names = ("host", "name", "starts_at", "ends_at", "capacity", "note")
        kwargs["initial"] = {name: getattr(spot, name) for name in names}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        without = {
            SpotKind.HOST: ["name"],
            SpotKind.ROOM: ["host", "starts_at", "ends_at"],
            SpotKind.MEETING_POINT: ["host", "ends_at"],
        }[SpotKind(self.spot.kind)]
        for name in without:
            del self.fields[name]
        if self.spot.kind == SpotKind.HOST:
            host: Any = self.fields["host"]
            host.queryset = Host.objects.receiving(kept=self.spot.host_id)
        if self.spot.kind == SpotKind.MEETING_POINT:
            self.fields["name"].label = _("Where")
            self.fields["starts_at"].label = _("When one meets")
        self.fields["capacity"].help_text = ""
        self.times = tuple(name for name in self.times if name in self.fields)
        self.wall_times(self.occurrence.zone, self.initial)

    def values(self) -> list[Values]:
        return [Values(**{name: self.cleaned_data[name] for name in self.fields_of_spot})]

    @property
    def fields_of_spot(self) -> list[str]:
        names = ("host", "name", "starts_at", "ends_at", "capacity", "note")
        return [name for name in names if name in self.fields]
