"""What a host practice says of its visit: who came, two lines back, why it must cancel."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.domain.wording import day_words
from signup.domain.host_visit import Visit
from signup.forms.needs import Line

CAME, DID_NOT = "yes", "no"
CHOICES = [
    (CAME, pgettext_lazy("of one person at a visit", "Came")),
    (DID_NOT, pgettext_lazy("of one person at a visit", "Did not come")),
]


class CameForm(forms.Form):
    """Who came: two choices a person and day. What the page showed already and stays so is not
    said again, so that two who answer at once do not undo each other."""

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked: dict[str, tuple[int, date]] = {}
        for guest in visit.guests:
            for day in visit.days_to_mark:
                self._ask(visit, guest.registration, guest.name, day)

    def _ask(self, visit: Visit, registration: int, person: str, day: date) -> None:
        name = f"came_{registration}_{day:%Y%m%d}"
        mark = visit.marks.get((registration, day))
        self.asked[name] = (registration, day)
        self.fields[name] = forms.ChoiceField(
            label=person if len(visit.hosting.days) == 1 else f"{person}, {day_words(day)}",
            choices=CHOICES,
            widget=forms.RadioSelect,
            required=False,
            initial=None if mark is None else CAME if mark.present else DID_NOT,
            show_hidden_initial=True,
        )

    @property
    def said(self) -> dict[tuple[int, date], bool]:
        """What was changed on the page, of a valid form."""
        values = {name: self.cleaned_data.get(name) for name in self.changed_data}
        return {self.asked[name]: value == CAME for name, value in values.items() if value}

    @property
    def questions(self) -> Iterable[tuple[forms.BoundField, str]]:
        """Each question, and the hidden field that says what the page showed."""
        for name in self.asked:
            yield self[name], self[name].as_hidden(only_initial=True)


class Lines(forms.CharField):
    """A little text over one or a few lines."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        plain = ("".join(" " if _is_control(it) else it for it in line) for line in lines)
        return "\n".join(line.rstrip() for line in plain).strip()


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter).startswith("C")


class WriteBackForm(forms.Form):
    lines = Lines(
        label=_("Two lines to the office"),
        help_text=_(
            "How was it, and what could be better? Only the coordinators read it. Please write no "
            "names, and nothing about anybody’s health. At most 500 characters."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    gladly_again = forms.TypedChoiceField(
        label=_("Would you gladly see them again?"),
        choices=[
            ("yes", pgettext_lazy("answer", "Yes")),
            ("no", pgettext_lazy("answer", "No")),
            ("", _("No answer")),
        ],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class CancelForm(forms.Form):
    """Why, and what the page said would happen."""

    reason = Line(
        label=_("Why must you cancel?"),
        help_text=_(
            "One line for the office. The participants are not shown it. Please write nothing "
            "about anybody’s health."
        ),
        max_length=300,
        error_messages={"required": _("Say in a few words why, so that the office can help.")},
    )
    at_once = forms.BooleanField(required=False, widget=forms.HiddenInput)
