"""Where somebody is on the way: the fields that sign-up, correcting and my data share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.domain.stages import semester_on
from signup.forms import reference
from signup.forms.reference import ABROAD, OTHER

STUDY_FIELDS = ("school", "school_name", "campus", "start_month", "start_year", "semester")
EVERY_STUDENT_TELLS = ("school", "start_month", "start_year")
"""Required of those who study, so their labels say it; `clean` knows who that is."""


def _chosen(label: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, **more)


def _number(label: Any, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=False, **more)


class StageForm(forms.Form):
    """`first_day` is the day the semester is meant for."""

    stage = _chosen(
        gettext_lazy("Where are you now?"),
        error_messages={"required": gettext_lazy("Choose where you are now.")},
    )
    school = _chosen(gettext_lazy("University"), required=False)
    school_name = forms.CharField(
        label=gettext_lazy("Name of the university"),
        help_text=gettext_lazy("Only if it is not in the list."),
        max_length=60,
        required=False,
    )
    campus = _chosen(gettext_lazy("Campus"), required=False)
    start_month = _number(gettext_lazy("Month you began to study medicine"))
    start_year = _number(gettext_lazy("Year you began to study medicine"))
    semester = _number(
        gettext_lazy("Your semester on the first day"),
        help_text=gettext_lazy("Choose it only if what we work out is wrong: after leave, say."),
    )

    def __init__(self, *args: Any, first_day: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in EVERY_STUDENT_TELLS:
            self.fields[name].says_required = True  # type: ignore[attr-defined]
        self.first_day = first_day
        self.reference = reference.known()
        self._choose_from(
            {
                "stage": self.reference.stages(),
                "school": self.reference.school_choices(),
                "campus": self.reference.campus_choices(),
                "start_month": reference.months(),
                "start_year": reference.years(today),
                "semester": self.reference.semesters(),
            }
        )

    def _choose_from(self, choices: dict[str, reference.Choices]) -> None:
        for name, rows in choices.items():
            self.fields[name].choices = rows  # type: ignore[attr-defined]
        if len(choices["campus"]) == 1:
            del self.fields["campus"]

    @property
    def student_stages(self) -> str:
        """For the script: the stages that study, with spaces between."""
        return " ".join(sorted(self.reference.student_stages))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("stage") in self.reference.student_stages:
            self._check_study(data)
        elif "stage" in data:
            data.update(dict.fromkeys(STUDY_FIELDS, ""), start_month=None, start_year=None)
            data["semester"] = None
        return data

    def _check_study(self, data: dict[str, Any]) -> None:
        self._check_school(data)
        for name in ("start_month", "start_year"):
            if name not in self.errors and not data.get(name):
                self.add_error(name, _("Choose when you began to study."))
        start = study_start(data)
        if start and not data.get("semester") and semester_on(start, self.first_day) < 1:
            self.add_error("start_year", _("That is after the first day. Is the year right?"))

    def _check_school(self, data: dict[str, Any]) -> None:
        school = data.get("school")
        if not school and "school" not in self.errors:
            self.add_error("school", _("Choose your university."))
        if school not in (OTHER, ABROAD):
            data["school_name"] = ""
        elif not data.get("school_name"):
            self.add_error("school_name", _("Write the name of your university."))
        if data.get("campus") and data["campus"] not in self.reference.campuses_of(school or ""):
            self.add_error("campus", _("This campus belongs to another university."))

    @property
    def stage_told(self) -> dict[str, Any]:
        """The part of `Submitted` these fields make."""
        start = study_start(self.cleaned_data)
        told = {name: self.cleaned_data.get(name) or "" for name in ("stage", "school", "campus")}
        return told | {
            "school_name": self.cleaned_data.get("school_name") or "",
            "study_start": f"{start:%Y-%m}" if start else "",
            "semester": self.cleaned_data.get("semester"),
        }


def study_start(data: dict[str, Any]) -> date | None:
    month, year = data.get("start_month"), data.get("start_year")
    return date(year, month, 1) if month and year else None
