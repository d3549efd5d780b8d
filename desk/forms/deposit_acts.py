"""Forms for what the office does about one person's deposit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from desk.forms.deposit import MoneyField
from payments.models import Payment, Way


class Why(forms.Form):
    """Read by the office alone."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the log and in the bookkeeper's file. The person does not read it."),
    )


class SettleForm(Why):
    field_order = ["way", "reason"]

    way = forms.ChoiceField(
        label=_("How"),
        choices=[(it.value, it.label) for it in Way if it != Way.CARD],
        widget=forms.RadioSelect,
    )


class GiveBackForm(Why):
    """It knows what had gone back when it was opened."""

    field_order = ["amount", "reason"]

    amount = MoneyField(label=_("Amount"), min_value=0)
    given_back = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, payment: Payment, **kwargs: Any) -> None:
        known = {"amount": payment.left, "given_back": payment.given_back}
        kwargs["initial"] = known | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def catch_up(self, payment: Payment) -> None:
        """Know what has gone back by now; what was typed stays."""
        typed = MultiValueDict(self.data)
        typed["given_back"] = str(payment.given_back)
        self.data = typed
