"""One form for several dates: what is left empty stays, date by date, as it is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.occurrence import Where
from desk.forms.responsible import ResponsibleField
from desk.forms.times import TimeOfDayField
from events.domain.changing import Change
from events.domain.zoned import first_instant, same_wall_distance
from events.models import Occurrence

STAYS = _("Empty: as it is.")
MOST_DAYS = 400


def _days(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST_DAYS, **kwargs
    )


class NoForm(forms.Form):
    """An act that asks nothing but whether it is meant."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who is told reads this."),
    )


class ChangeForm(Where):
    """Fields in three groups (`groups`). At least one has to be filled in."""

    move_days = forms.IntegerField(
        label=_("Move by so many days"),
        required=False,
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        help_text=_("7 is a week later, -1 the day before."),
    )
    starts = TimeOfDayField(label=_("Starts at"), help_text=_("The end follows, unless given."))
    ends = TimeOfDayField(label=_("Ends at"))
    capacity = forms.IntegerField(
        label=_("Places"), required=False, min_value=0, max_value=10_000, help_text=STAYS
    )
    waitlist_limit = forms.IntegerField(
        label=_("Places on the waitlist"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=STAYS,
    )
    opens_days = _days(_("Sign-up opens so many days before the start"))
    opens = TimeOfDayField(label=_("Sign-up opens at"))
    closes_days = _days(_("Sign-up closes so many days before the start"))
    closes = TimeOfDayField(label=_("Sign-up closes at"))
    offers_days = _days(_("Waitlist ends so many days before the start"))
    offers = TimeOfDayField(label=_("Waitlist ends at"))
    coordinator = ResponsibleField(
        required=False,
        empty_label=_("as it is"),
        help_text=_("For the whole event each date is of."),
    )

    GROUPS = (
        (_("When"), ("move_days", "starts", "ends")),
        (_("Where"), ("location", "host", "municipality")),
        (_("How many"), ("capacity", "waitlist_limit")),
        (
            _("Sign-up"),
            ("opens_days", "opens", "closes_days", "closes", "offers_days", "offers"),
        ),
        (_("Office"), ("coordinator",)),
    )
    WINDOW = {"opens": "opens_at", "closes": "closes_at", "offers": "offers_until"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].offer()  # type: ignore[attr-defined]

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(label, [self[name] for name in names]) for label, names in self.GROUPS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and all(value in (None, "") for value in cleaned.values()):
            self.add_error("move_days", _("Say what is to change."))
        return cleaned

    def change_of(self, occurrence: Occurrence, was: tuple[datetime, datetime]) -> Change:
        """What this date becomes; `was` is the start and end it was looked at with."""
        typed = self.cleaned_data
        new: Change = {}
        if typed["move_days"] is not None or typed["starts"] or typed["ends"]:
            new["starts_at"], new["ends_at"] = self._moved(occurrence, *was)
        self._window(occurrence, new)
        if typed["location"]:
            new["location"] = typed["location"]
        for name in ("host", "municipality", "capacity", "waitlist_limit"):
            if typed[name] is not None:
                new[name] = typed[name]
        return new

    def _moved(
        self, occurrence: Occurrence, start: datetime, end: datetime
    ) -> tuple[datetime, datetime]:
        typed, zone = self.cleaned_data, occurrence.zone
        by = timedelta(days=typed["move_days"] or 0)
        old = start.astimezone(zone)
        at = typed["starts"] or old.time()
        starts_at = first_instant(datetime.combine(old.date() + by, at), zone)
        ends_at = same_wall_distance(end, was=start, now=starts_at, zone=zone)
        if typed["ends"]:
            last = end.astimezone(zone).date() + by
            ends_at = first_instant(datetime.combine(last, typed["ends"]), zone)
        return starts_at, ends_at

    def _window(self, occurrence: Occurrence, new: Change) -> None:
        zone = occurrence.zone
        first: date = new.get("starts_at", occurrence.starts_at).astimezone(zone).date()
        for name, field in self.WINDOW.items():
            days, at = self.cleaned_data[f"{name}_days"], self.cleaned_data[name]
            if days is None and at is None:
                continue
            now = getattr(occurrence, field).astimezone(zone)
            if days is None:
                days = (occurrence.first_day - now.date()).days
            naive = datetime.combine(first - timedelta(days=days), at or _minute(now.time()))
            new[field] = first_instant(naive, zone)  # type: ignore[literal-required]


def _minute(at: time) -> time:
    return at.replace(second=0, microsecond=0)
