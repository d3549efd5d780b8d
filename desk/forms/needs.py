"""What an event asks of needs; and what somebody tells on the phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event
from signup.forms import NeedsForm

ASKS_HELP = {
    "asks_food": gettext_lazy("Once they have a place, and only if they like. For the kitchen."),
    "asks_access": gettext_lazy("Once they have a place, and only if they like."),
    "asks_emergency": gettext_lazy("Once they have a place, and only if they like. For camps."),
}


class AsksForm(forms.ModelForm):  # type: ignore[type-arg]
    """The three ticks of an event."""

    class Meta:
        model = Event
        fields = ["asks_food", "asks_access", "asks_emergency"]
        help_texts = ASKS_HELP


class ToldForm(NeedsForm):
    """The person's own form, filled in for them; the yes is theirs, given on the phone."""

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        self.of = name
        super().__init__(*args, **kwargs)

    def consent(self) -> str:
        said = _("%(name)s was read this and said yes to it: %(consent)s")
        return said % {"name": self.of, "consent": super().consent()}
