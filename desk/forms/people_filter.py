"""Who of the people on a date is shown: a search and a few filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from desk.people_columns import Columns
from desk.people_lines import Line
from events.models import HOLDING, RegistrationState
from office.folding import digits, fold, phone_in

EVERYBODY = ("", pgettext_lazy("filter", "All"))
ONLY: dict[str, tuple[Any, Callable[[Line, Columns], bool]]] = {
    "unproven": (_("address not proven yet"), lambda it, _columns: not it.claim.is_proven),
    "note": (_("with a note"), lambda it, _columns: it.has_note),
    "unanswered": (
        _("have not answered what they must"),
        lambda it, columns: columns.is_unanswered(it),
    ),
    "missed": (_("last mail did not arrive"), lambda it, columns: columns.is_missed(it)),
    "came": (_("were there"), lambda it, _columns: it.came),
    "absent": (_("were not there"), lambda it, _columns: it.is_confirmed and not it.came),
}


class PeopleFilter(forms.Form):
    """Empty fields leave everybody in. What nobody has is not offered."""

    q = forms.CharField(
        label=_("Name, mail or phone"), required=False, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    school = forms.ChoiceField(label=_("University"), required=False)
    only = forms.ChoiceField(label=_("Only those who"), required=False)

    def __init__(self, data: Any, *, lines: list[Line], columns: Columns) -> None:
        super().__init__(data)
        self.lines, self.columns = lines, columns
        held = {it.claim.state for it in lines if it.kind == "registration"}  # type: ignore[union-attr]
        states = [(it.value, it.label) for it in map(RegistrationState, HOLDING)]
        self._offer("state", [it for it in states if it[0] in held])
        for name in ("stage", "school"):
            found = sorted({getattr(it, name) for it in lines} - {""})
            self._offer(name, [(it, it) for it in found])
        left_out = set() if columns.with_answers else {"unanswered"}
        self._offer("only", [(key, it[0]) for key, it in ONLY.items() if key not in left_out])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Unless there is nothing to choose between."""
        field: Any = self.fields[name]
        field.choices = [EVERYBODY, *choices]
        if len(choices) < 2 and name != "only":
            del self.fields[name]

    @cached_property
    def asked(self) -> dict[str, str]:
        """What is asked for, by field; of a form that does not fit, what fits of it."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowed(self) -> list[Line]:
        """Those who fit."""
        return list(filter(self._fits, self.lines))

    def names(self) -> list[str]:
        """By what it is narrowed, never by which value."""
        return [str(self.fields[name].label) for name in self.asked]

    def _fits(self, line: Line) -> bool:
        asked = self.asked
        checks: Iterable[bool] = (
            "q" not in asked or matches(line, asked["q"]),
            "state" not in asked or getattr(line.claim, "state", "") == asked["state"],
            "stage" not in asked or line.stage == asked["stage"],
            "school" not in asked or line.school == asked["school"],
            "only" not in asked or ONLY[asked["only"]][1](line, self.columns),
        )
        return all(checks)


def matches(line: Line, text: str) -> bool:
    """Whether each word is part of the name or the address, or it is part of the number."""
    place = fold(f"{line.name} {line.email}")
    number = phone_in(text)
    has_number = bool(number) and number in digits(line.phone)
    return has_number or all(word in place for word in fold(text).split())
