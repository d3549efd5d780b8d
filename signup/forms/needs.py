"""What a person with a place may tell: food, access, whom to call. All of it is theirs to leave."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.domain.needs import Told
from events.models import Food, Occurrence
from signup.forms.person import IS_PHONE
from signup.wording import emergency_wording, need_wording

AT_MOST = 300


class Line(forms.CharField):
    """One line: what is pasted over several becomes one."""

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        plain = (" " if unicodedata.category(it).startswith("C") else it for it in text)
        return " ".join("".join(plain).split())


class ConsentForm(forms.Form):
    """A form that keeps nothing without a yes to its own `wording`."""

    yes = forms.BooleanField(
        label="",
        error_messages={
            "required": gettext_lazy("Tick this if we may keep it. Without it we keep nothing.")
        },
    )

    def __init__(self, *args: Any, occurrence: Occurrence, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)
        self.occurrence = occurrence
        self.wording = self.consent()
        self.fields["yes"].label = self.wording
        self.order_fields([name for name in self.fields if name != "yes"])

    def consent(self) -> str:
        """What is said yes to, as it is shown and kept."""
        raise NotImplementedError


class NeedsForm(ConsentForm):
    """What somebody does not eat, as ticks and a line; what they need to take part, as a line."""

    does_not_eat = forms.MultipleChoiceField(
        label=gettext_lazy("Is there anything you do not eat?"),
        help_text=gettext_lazy(
            "Vegetarian: tick meat, fish and shellfish. Vegan: milk and egg, too."
        ),
        choices=Food.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    food_note = Line(
        label=gettext_lazy("Anything else you do not eat"),
        help_text=gettext_lazy("One line for the kitchen. Why you do not eat it is your own."),
        max_length=AT_MOST,
        required=False,
    )
    access_note = Line(
        label=gettext_lazy("Is there anything you need to take part?"),
        help_text=gettext_lazy("One line: a way without steps, a place close to the speaker."),
        max_length=AT_MOST,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.occurrence.event
        if not event.asks_food:
            del self.fields["does_not_eat"], self.fields["food_note"]
        if not event.asks_access:
            del self.fields["access_note"]

    def consent(self) -> str:
        return need_wording(self.occurrence)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        asked = [name for name in self.fields if name != "yes"]
        if asked and not any(data.get(name) or name in self.errors for name in asked):
            sentence = _(
                "You have not written anything yet. If there is nothing to tell, you need not send "
                "this."
            )
            self.add_error(asked[0], sentence)
        return data

    @property
    def told(self) -> Told:
        """What was told, for a valid form."""
        return Told(**{name: it for name, it in self.cleaned_data.items() if name != "yes"})


class EmergencyForm(ConsentForm):
    """Whom to call."""

    name = Line(
        label=gettext_lazy("Whom shall we call?"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write the name of whom we shall call.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Their phone"),
        max_length=30,
        error_messages={"required": gettext_lazy("Write their phone number.")},
        validators=[IS_PHONE],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )

    def consent(self) -> str:
        return emergency_wording(self.occurrence)
