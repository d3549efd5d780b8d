"""The forms a person fills in. They check what was typed; what comes of it is decided below."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.domain.audience import audience_words
from events.domain.submitted import Submitted, is_for, semester
from events.models import Occurrence
from mail.domain.addresses import likely_typo, normalize
from signup.forms import known_questions
from signup.forms.likelihood import likelihood_field
from signup.forms.questions import QuestionFields, values
from signup.forms.reference import OTHER
from signup.forms.stage import STUDY_FIELDS, StageForm
from signup.wording import consent_wording

IS_PHONE = RegexValidator(
    r"^\+?[\d\s().-]{6,}$", gettext_lazy("Write a phone number, like +45 20 30 40 50.")
)


def _text(name: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": name})


class AddressField(forms.EmailField):
    """An e-mail address as typed; refused if mail could not be sent to it."""

    widget = forms.EmailInput(attrs={"autocomplete": "email"})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            normalize(typed)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from None
        return typed


class AddressForm(forms.Form):
    """One address. A likely slip of the finger is asked about once; the answer is kept."""

    email = AddressField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Write your e-mail address."),
            "invalid": gettext_lazy("Write an address like anna@example.com."),
        },
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Which address is right?"),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self.data.get("email", "")).strip()
        if guess := guessed(typed):
            self.fields["which"].choices = [(guess, guess), (typed, typed)]  # type: ignore[attr-defined]
        else:
            del self.fields["which"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "which" in self.fields and "which" not in self.errors and data.get("email"):
            self._choose(data)
        return data

    def _choose(self, data: dict[str, Any]) -> None:
        if data.get("which"):
            data["email"] = data["which"]
        else:
            guess = self.fields["which"].choices[0][0]  # type: ignore[attr-defined]
            self.add_error("which", _("Did you mean %(guess)s?") % {"guess": guess})


def guessed(typed: str) -> str | None:
    """The address that was likely meant, if it is another."""
    try:
        return likely_typo(normalize(typed))
    except ValueError:
        return None


class PersonForm(StageForm):
    """Who somebody is: name, phone, stage."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=_text("name"),
        error_messages={"required": gettext_lazy("Write your name.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=30,
        required=False,
        validators=[IS_PHONE],
        error_messages={"required": gettext_lazy("Write your phone number.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )

    field_order: Any = ("name", "phone", "stage")

    def clean_name(self) -> str:
        name = unicodedata.normalize("NFC", self.cleaned_data["name"])
        if any(unicodedata.category(it).startswith("C") for it in name):
            raise forms.ValidationError(_("Write your name with letters only."))
        return " ".join(name.split())


class MyDataForm(PersonForm):
    """Correcting what is kept. A university that is not in the list stands as free text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["semester"].label = _("Your semester now")
        school = self.initial.get("school")
        if school and school not in {row.code for row in self.reference.schools}:
            self.initial = {**self.initial, "school": OTHER, "school_name": school}

    @property
    def told(self) -> dict[str, Any]:
        """What the person says about themselves."""
        person = {name: self.cleaned_data[name] for name in ("name", "phone")}
        return person | self.stage_told


class CorrectionForm(QuestionFields, PersonForm):
    """What was typed at sign-up, without the address; shown again behind the mailed link."""

    consent = forms.BooleanField(label="", required=False)
    likelihood = likelihood_field()

    def __init__(self, *args: Any, occurrence: Occurrence, today: date, **kwargs: Any) -> None:
        self.occurrence = occurrence
        first_day = occurrence.first_day
        super().__init__(*args, first_day=first_day, today=today, **kwargs)
        self.fields["phone"].required = occurrence.event.phone_required
        self.fields["consent"].label = consent_wording()
        self.fields["likelihood"].help_text = _(
            "You need not answer. It has no say in whether you get a place."
        )
        self.fields["semester"].label = self._semester_label
        self.ask(known_questions.at_sign_up(occurrence.event_id), values(self.initial))

    @property
    def _semester_label(self) -> str:
        if self.occurrence.event.is_camp:
            return _("Your semester on the first day of the camp")
        return _("Your semester on the day of the visit")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            self.check_audience()
        return data

    def check_audience(self) -> None:
        if not is_for(self.occurrence, self.submitted()):
            self.explain_audience()

    def explain_audience(self) -> None:
        """Say beside the stage or the semester whom the date is for."""
        told = self.submitted()
        rows = list(self.occurrence.audience.all())
        who = "; ".join(audience_words(rows, self.reference.stages_by_key))
        if told["stage"] not in {row.stage for row in rows}:
            self.add_error("stage", _("This date is for: %(who)s.") % {"who": who})
            return
        now_in = semester(told, self.first_day)
        said = _("On the first day you are in %(semester)s. This date is for: %(who)s.")
        words = {"semester": self.reference.semester_words(now_in or 0), "who": who}
        self.add_error("semester", said % words)

    def submitted(self, email: str = "") -> Submitted:
        """What was typed, as the claim keeps it."""
        data = self.cleaned_data
        told: Any = self.stage_told | {
            "name": data.get("name", ""),
            "email": email,
            "phone": data.get("phone", ""),
            "consent": bool(data.get("consent")),
            "consent_wording": consent_wording(),
            "likelihood": data.get("likelihood"),
        }
        if answers := self.answers():
            told["answers"] = answers
        return told


class SignUpForm(AddressForm, CorrectionForm):
    """`website` is never seen by people: who fills it in is a machine."""

    website = forms.CharField(required=False)
    field_order = ("name", "email", "which", "phone", "stage", *STUDY_FIELDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "We write about your place; about more only if you tick the box below."
        )
        self.fields["phone"].help_text = _("So that we can reach you on the way and on the day.")

    @property
    def is_from_machine(self) -> bool:
        return bool(str(self.data.get("website", "")).strip())

    def check_audience(self) -> None:
        """Left to the engine, which judges it under the lock; `explain_audience` says the rest."""

    def submitted(self, email: str = "") -> Submitted:
        return super().submitted(email or self.cleaned_data.get("email", ""))


def initial(submitted: Submitted) -> dict[str, Any]:
    """Form fields from what a claim keeps."""
    year, _dash, month = (submitted.get("study_start") or "").partition("-")
    start = {"start_year": int(year), "start_month": int(month)} if month else {}
    return {**submitted, **start}
