"""A form that knows what it showed, so that nobody overwrites what they have not seen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.widgets import CheckboxInput, ChoiceWidget
from django.utils.datastructures import MultiValueDict
from django.utils.formats import localize
from django.utils.translation import gettext as _

from events.domain.errors import StaleForm

Sent = list[str]
"""What a browser sends for one field."""


class SeenForm(forms.Form):
    """What stood in its fields as it was opened travels along.

    Where the person left a field alone, it is as it is now; where somebody else has changed it
    too, that is said once (`difference`), and saving again is meant.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    difference: list[tuple[str, str, str]] = []
    changed: set[str] = set()
    """The fields the person has changed, of a form that was sent."""

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "seen":
            return json.dumps(self._now())
        return super().get_initial_for_field(field, field_name)

    def full_clean(self) -> None:
        if self.is_bound:
            self._catch_up()
        super().full_clean()
        if self.difference:
            self.add_error(None, str(StaleForm()))

    def told(self) -> dict[str, Any]:
        """What the person has changed, for a valid form."""
        return {name: it for name, it in self.cleaned_data.items() if name in self.changed}

    def _now(self) -> dict[str, Sent]:
        names = [it.name for it in self.visible_fields()]
        sent = as_sent(self, names)
        return {name: sent.getlist(name) for name in names}

    def _catch_up(self) -> None:
        now, seen = self._now(), self._seen()
        data = MultiValueDict({name: self.data.getlist(name) for name in self.data})  # type: ignore[attr-defined]
        typed = {name: _plain(data.getlist(name)) for name in now}
        shown = {name: seen.get(name, there) for name, there in now.items()}
        self.changed = {name for name in now if typed[name] != _plain(shown[name])}
        for name in now.keys() - self.changed:
            data.setlist(name, now[name])
        self.difference = [
            (str(self[name].label), self._in_words(name, shown[name]), self._in_words(name, there))
            for name, there in now.items()
            if name in self.changed and there not in (shown[name], typed[name])
        ]
        data["seen"] = json.dumps(now)
        self.data = data

    def _seen(self) -> dict[str, Sent]:
        try:
            seen = dict(json.loads(self.data.get("seen", "")))
        except (TypeError, ValueError):
            return {}
        return {name: it for name, it in seen.items() if isinstance(it, list)}

    def _in_words(self, name: str, sent: Sent) -> str:
        field = self.fields[name]
        if isinstance(field.widget, ChoiceWidget):
            options = field.widget.options(name, sent)
            return ", ".join(str(it["label"]) for it in options if it["selected"])
        if isinstance(field.widget, CheckboxInput):
            return _("yes") if sent else _("no")
        return str(localize(field.to_python("".join(sent))) or "")


def as_sent(form: forms.BaseForm, names: Iterable[str]) -> MultiValueDict[str, str]:
    """The initial values of a form's fields as a browser would send them."""
    sent: MultiValueDict[str, str] = MultiValueDict()
    for name in names:
        field = form.fields[name]
        value = form.get_initial_for_field(field, name)
        if value is not False and value not in (None, ""):
            sent.setlist(name, _of_widget(field, value))
    return sent


def _of_widget(field: forms.Field, value: Any) -> Sent:
    if isinstance(field.widget, CheckboxInput):
        return ["on"]
    shown = field.widget.format_value(field.prepare_value(value))
    many = shown if isinstance(shown, (list, tuple)) else [shown]
    return [str(one) for one in many]


def _plain(sent: Sent) -> Sent:
    """Without what a browser makes of it: its own line ends, a field that is empty."""
    return [it for one in sent if (it := one.replace("\r\n", "\n"))]
