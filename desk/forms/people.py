"""Forms of what the office does with people: a reason, or somebody to add."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.domain import people
from contacts.domain.stages import newest
from desk.forms.audience import stages
from events.domain.submitted import Submitted
from mail.domain import addresses
from office.models import MedicalSchool

A_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")
ELSEWHERE = {"other": _("another university"), "abroad": _("a university abroad")}


class ReasonForm(forms.Form):
    """Why: kept with the act, on the event and the person."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the act. Nothing about health."),
    )


class AddPersonForm(forms.Form):
    """Somebody the coordinator vouches for."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, help_text=_("Empty, for somebody known: as it is.")
    )
    school = forms.ChoiceField(label=_("University"), required=False)
    school_name = forms.CharField(label=_("Which other university"), max_length=60, required=False)
    study_start = forms.CharField(
        label=_("Start of study"),
        required=False,
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2023-09"}),
        help_text=_("Year and month, like 2023-09."),
    )
    semester = forms.IntegerField(
        label=_("Semester on the first day"),
        min_value=1,
        max_value=30,
        required=False,
        help_text=_("Empty: counted from the start of study."),
    )
    language = forms.ChoiceField(
        label=_("Language of the mails"),
        choices=settings.LANGUAGES,
        initial=settings.LANGUAGE_CODE,
    )
    reason = ReasonForm.base_fields["reason"]
    over_capacity = forms.BooleanField(
        label=_("Add even if no place is free"),
        required=False,
        help_text=_("One more than there are places. The waitlist stays as it is."),
    )

    def __init__(self, *args: Any, phone_required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = phone_required
        steps = [(it.key, it.label) for it in stages()]
        self.fields["stage"].choices = [("", "–"), *steps]  # type: ignore[attr-defined]
        known = [(school.code, school.name) for school in MedicalSchool.objects.all()]
        self.fields["school"].choices = [("", "–"), *known, *ELSEWHERE.items()]  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        try:
            return addresses.normalize(self.cleaned_data["email"])
        except ValueError as error:
            raise ValidationError(_("This is no e-mail address.")) from error

    def clean_study_start(self) -> str:
        month = self.cleaned_data["study_start"]
        if month and not A_MONTH.fullmatch(month):
            raise ValidationError(_("Give year and month, like 2023-09."))
        return month

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        left_empty = cleaned.get("stage") == "" and "email" in cleaned
        if left_empty and not stage_is_known(cleaned["email"]):
            self.add_error("stage", _("Choose the stage: the office does not know it yet."))
        return cleaned

    def submitted(self) -> Submitted:
        """What the coordinator typed, in the shape the engine knows."""
        typed = self.cleaned_data
        return Submitted(
            name=typed["name"],
            email=typed["email"],
            phone=typed["phone"],
            stage=typed["stage"],
            school=typed["school"],
            school_name=typed["school_name"],
            study_start=typed["study_start"],
            semester=typed["semester"],
        )


def stage_is_known(email: str) -> bool:
    """Whether the office knows where the person behind an address stands."""
    contact = people.find(email)
    return bool(contact and newest(contact))
