"""What a date asks for a place: typed in kroner or euro, kept in minor units."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from desk.forms.times import WallTimeField, WallTimes
from events.domain.deposit_words import Terms
from events.models.deposit import Currency

MOST = 10_000
LEAST = 3
"""In whole kroner or euro: Stripe takes no less."""
AT_HOME = {"DK": Currency.DKK, "NO": Currency.NOK, "SE": Currency.SEK}
DEPOSIT = ("deposit", "currency", "deposit_back_until", "deposit_part_back")


class MoneyField(forms.DecimalField):
    """An amount as people type it, "300" or "300,50"; what comes out are minor units."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(decimal_places=2, localize=True, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        return value // 100 if value % 100 == 0 else Decimal(value) / 100

    def clean(self, value: Any) -> int:
        return int((super().clean(value) or Decimal(0)) * 100)


class Deposit(forms.Form):
    """The four fields; whoever holds them says by `check_deposit` what does not fit."""

    deposit = MoneyField(
        label=_("Deposit"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=_("What a place costs until its person has come. 0 or empty: nothing."),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices, required=False)
    deposit_back_until = WallTimeField(
        label=_("Back in full until"),
        required=False,
        help_text=_("Who cancels before gets all of it back. Empty: until the start."),
    )
    deposit_part_back = forms.IntegerField(
        label=_("Per cent back after that"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("The rest goes back, too, when the waitlist takes the place."),
    )

    def clean_deposit_part_back(self) -> int:
        return self.cleaned_data["deposit_part_back"] or 0

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"] or at_home()

    def check_deposit(self, starts_at: datetime | None) -> None:
        asked = self.cleaned_data.get("deposit") or 0
        until = self.cleaned_data.get("deposit_back_until")
        if asked and not settings.PAYMENTS_ON:
            nobody = _("Nobody could pay it: Stripe's keys are missing. Only 0 is possible.")
            self.add_error("deposit", nobody)
        elif 0 < asked < LEAST * 100:
            self.add_error("deposit", _("Stripe takes no less than 3."))
        if until and starts_at and until > starts_at:
            self.add_error("deposit_back_until", _("That is after the start."))

    def terms(self) -> dict[str, Any]:
        """The occurrence's fields, for a valid form."""
        return {name: self.cleaned_data[name] for name in DEPOSIT}


class RuleForm(Deposit, WallTimes):
    """What is typed so far, to be put into words; `zone` says whose clocks."""

    times = ("deposit_back_until",)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wall_times(zone, {})

    def read_as(self) -> Terms:
        amount, currency, until, part = self.terms().values()
        return Terms(amount, currency, until, part, self.zone)


def at_home() -> str:
    """The currency of the office's country."""
    return AT_HOME.get(settings.COUNTRY, Currency.EUR)
