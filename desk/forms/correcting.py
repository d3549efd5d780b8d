"""Correcting a name, a phone number, an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from desk.forms.seen import SeenForm
from mail.domain import addresses
from signup.forms.person import IS_PHONE


class CorrectForm(SeenForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False, validators=[IS_PHONE])
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    reason = forms.CharField(
        label=_("Why the address changes"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only for another address. Kept with the act. Nothing about health."),
    )

    def clean_email(self) -> str:
        try:
            return addresses.normalize(self.cleaned_data["email"])
        except ValueError as error:
            raise ValidationError(_("This is no e-mail address.")) from error

    @property
    def has_new_address(self) -> bool:
        return bool(self.cleaned_data["email"] != self.initial["email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        asked = "email" in cleaned and self.has_new_address
        if asked and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why: the reason is kept with the act."))
        return cleaned
