"""Forms of a date: to add one, and one for each act that changes one."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from desk import words
from desk.forms.audience import WhoMayCome
from desk.forms.deposit import DEPOSIT, Deposit, at_home
from desk.forms.times import WallTimeField, WallTimes
from events.models import Host, Occurrence
from office import clock
from office.models import Municipality

A_DAY = timedelta(hours=24)
LONGEST_PLACE = 255
A_DAY_BEFORE = _("Empty: 24 hours before the start.")


class Where(forms.Form):
    location = forms.CharField(
        label=_("Place"),
        max_length=LONGEST_PLACE,
        required=False,
        help_text=_("As it should stand in calendars. Empty: the host practice's address."),
    )
    host = forms.ModelChoiceField(
        Host.objects.receiving(), label=_("Host practice"), required=False
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.all(), label=_("Municipality"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (host := cleaned.get("host")) and not cleaned.get("location"):
            cleaned["location"] = host.address[:LONGEST_PLACE]
        if host and not cleaned.get("municipality"):
            cleaned["municipality"] = host.municipality
        return cleaned

    def place(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("location", "host", "municipality")}


class HowMany(forms.Form):
    capacity = forms.IntegerField(label=_("Places"), min_value=0, max_value=10_000)
    waitlist_limit = forms.IntegerField(
        label=_("Places on the waitlist"), min_value=0, max_value=10_000
    )


class DateForm(WallTimes, WhoMayCome, Deposit, Where, HowMany):
    """A new date, as a draft. Without Stripe's keys it knows of no deposit."""

    own_times = ("starts_at", "ends_at", "opens_at", "closes_at", "offers_until")
    field_order = [
        *("starts_at", "ends_at", "location", "host", "municipality"),
        *("capacity", "waitlist_limit", "opens_at", "closes_at", "offers_until"),
        *DEPOSIT,
    ]

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    starts_at = WallTimeField(label=_("Starts"))
    ends_at = WallTimeField(label=_("Ends"))
    opens_at = WallTimeField(label=_("Sign-up opens"), required=False, help_text=_("Empty: now."))
    closes_at = WallTimeField(label=_("Sign-up closes"), required=False, help_text=A_DAY_BEFORE)
    offers_until = WallTimeField(
        label=_("Waitlist runs until"),
        required=False,
        help_text=_(
            "Until then a place that comes free is offered to the next in line. "
            "Empty: 24 hours before the start."
        ),
    )

    def __init__(self, *args: Any, zone: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["waitlist_limit"].initial = 20
        self.add_stages(None)
        self.times = [*self.own_times, *self._deposit_times()]
        self.wall_times(zone, {})

    def _deposit_times(self) -> list[str]:
        self.asks_deposit = settings.PAYMENTS_ON
        if self.asks_deposit:
            self.fields["currency"].initial = at_home()
            return ["deposit_back_until"]
        for name in DEPOSIT:
            del self.fields[name]
        return []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The end comes before the start."))
        if starts_at and not self.errors:
            self._fill_in(cleaned, starts_at)
            self._check_window(cleaned)
        if self.asks_deposit:
            self.check_deposit(starts_at)
        return cleaned

    def _fill_in(self, cleaned: dict[str, Any], starts_at: datetime) -> None:
        cleaned["offers_until"] = cleaned["offers_until"] or starts_at - A_DAY
        cleaned["closes_at"] = cleaned["closes_at"] or min(
            starts_at - A_DAY, cleaned["offers_until"]
        )
        cleaned["opens_at"] = cleaned["opens_at"] or min(
            clock.now(), cleaned["closes_at"] - timedelta(minutes=1)
        )

    def _check_window(self, cleaned: dict[str, Any]) -> None:
        if cleaned["opens_at"] >= cleaned["closes_at"]:
            self.add_error("opens_at", _("Sign-up opens after it closes."))
        if cleaned["closes_at"] > cleaned["offers_until"]:
            self.add_error("closes_at", _("Sign-up closes after the waitlist has ended."))
        if cleaned["offers_until"] > cleaned["starts_at"]:
            self.add_error("offers_until", _("The waitlist ends after the start."))

    def values(self) -> dict[str, Any]:
        """The occurrence's fields, for a valid form."""
        names = [*self.own_times, "capacity", "waitlist_limit"]
        asked = self.terms() if self.asks_deposit else {}
        return self.place() | asked | {name: self.cleaned_data[name] for name in names}

    @property
    def key_of_all(self) -> uuid.UUID | None:
        """The same for the same form sent twice; another one once something in it was changed."""
        key: uuid.UUID | None = self.cleaned_data["key"]
        return key and uuid.uuid5(key, repr([(it.name, it.value()) for it in self]))

    def parts(self) -> tuple[list[forms.BoundField], list[forms.BoundField]]:
        """Its fields without the stages, and those of the deposit."""
        own = [it for it in self.visible_fields() if not it.name.startswith("stage_")]
        paid = [it for it in own if it.name.startswith(("deposit", "currency"))]
        return [it for it in own if it not in paid], paid


class ActForm(forms.Form):
    """A change of one date. It knows which revision it was filled in for, and what stood there."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, occurrence: Occurrence, **kwargs: Any) -> None:
        kwargs["initial"] = self.facts(occurrence) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.occurrence = occurrence
        self.prepare()

    def facts(self, occurrence: Occurrence) -> dict[str, Any]:
        seen = json.dumps(words.facts(occurrence))
        return {
            **{name: getattr(occurrence, name, None) for name in self.base_fields},
            "revision": occurrence.revision,
            "seen": seen,
        }

    def prepare(self) -> None:
        """Add what depends on the occurrence."""

    def catch_up(self, occurrence: Occurrence) -> list[tuple[str, str, str]]:
        """Take the newest revision; say what changed: (what, what stood here, what is now)."""
        seen, now = self._seen(), words.facts(occurrence)
        typed = MultiValueDict(self.data)
        typed["revision"], typed["seen"] = str(occurrence.revision), json.dumps(now)
        self.data = typed
        return [
            (what, seen.get(what, ""), is_) for what, is_ in now.items() if seen.get(what) != is_
        ]

    def _seen(self) -> dict[str, str]:
        try:
            seen = json.loads(self.cleaned_data.get("seen") or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def values(self) -> dict[str, Any]:
        """What the act takes, for a valid form."""
        names = [name for name in self.base_fields if name != "seen"]
        return {name: self.cleaned_data[name] for name in names}


class TimesForm(ActForm, WallTimes):
    def prepare(self) -> None:
        self.wall_times(self.occurrence.zone, self.initial)


class MoveForm(TimesForm):
    times = ("starts_at", "ends_at", "closes_at", "offers_until")
    starts_at = WallTimeField(label=_("Starts"))
    ends_at = WallTimeField(label=_("Ends"))
    closes_at = WallTimeField(
        label=_("Sign-up closes"),
        required=False,
        help_text=_("Empty: as long before the start as now."),
    )
    offers_until = WallTimeField(
        label=_("Waitlist runs until"),
        required=False,
        help_text=_("Empty: as long before the start as now."),
    )

    def facts(self, occurrence: Occurrence) -> dict[str, Any]:
        return super().facts(occurrence) | {"closes_at": None, "offers_until": None}


class LocationForm(ActForm, Where):
    field_order = ["location", "host", "municipality"]

    def prepare(self) -> None:
        host: Any = self.fields["host"]
        host.queryset = Host.objects.receiving(kept=self.occurrence.host_id)


class CapacityForm(ActForm, HowMany):
    pass


class KeepBackForm(TimesForm):
    times = ("kept_back_until",)
    kept_back = forms.IntegerField(label=_("Places kept back"), min_value=0, max_value=10_000)
    kept_back_until = WallTimeField(
        label=_("Until"),
        required=False,
        help_text=_("Then what is left of them goes to the waitlist, or to whoever signs up."),
    )


class WindowForm(TimesForm):
    times = ("opens_at", "closes_at", "offers_until")
    opens_at = WallTimeField(label=_("Sign-up opens"))
    closes_at = WallTimeField(label=_("Sign-up closes"))
    offers_until = WallTimeField(label=_("Waitlist runs until"))


class DepositForm(Deposit, TimesForm):
    """A change of what a date asks for."""

    times = ("deposit_back_until",)
    field_order = DEPOSIT

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_deposit(self.occurrence.starts_at)
        return cleaned


class AudienceForm(ActForm, WhoMayCome):
    def prepare(self) -> None:
        self.add_stages(self.occurrence)

    def values(self) -> dict[str, Any]:
        return {"audience": self.audience, "revision": self.cleaned_data["revision"]}


class CallOffForm(ActForm):
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who is told reads this."),
    )
