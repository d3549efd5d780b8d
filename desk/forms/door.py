"""Forms of the door: whose phone a link is for, and who came without a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from desk.forms.audience import stages
from events.domain.submitted import Submitted
from mail.domain import addresses


class HelperForm(forms.Form):
    name = forms.CharField(
        label=_("Whose phone"),
        max_length=60,
        help_text=_("A name for the office, like “Ida’s phone”. Deleted 30 days after the end."),
    )


class WalkInForm(forms.Form):
    """Somebody who came without a place, as written down at the door and set right here."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("Needed for a place: they are written to. Ask them, or dismiss the walk-in."),
    )
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, help_text=_("Empty: not known, or as it was.")
    )
    language = forms.ChoiceField(
        label=_("Language of the mails"),
        choices=settings.LANGUAGES,
        initial=settings.LANGUAGE_CODE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(it.key, it.label) for it in stages()]
        self.fields["stage"].choices = [("", "–"), *known]  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        try:
            return addresses.normalize(self.cleaned_data["email"])
        except ValueError as error:
            raise ValidationError(_("This is no e-mail address.")) from error

    def submitted(self) -> Submitted:
        typed = self.cleaned_data
        told = {name: typed[name] for name in ("name", "email", "phone", "stage")}
        return Submitted(**told)  # type: ignore[typeddict-item]
