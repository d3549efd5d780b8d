"""What stands in calendars and mails, and whom to ask: facts of an event, not of its page."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from desk.forms.needs import ASKS_HELP
from desk.forms.responsible import ResponsibleField
from desk.forms.seen import SeenForm
from events.models import Event


class EventForm(forms.ModelForm):  # type: ignore[type-arg]
    coordinator = ResponsibleField(
        required=False, help_text=_("Of the office: whose dates these are. The public is not told.")
    )

    class Meta:
        model = Event
        fields = [
            "title",
            "kind",
            "zone",
            "language",
            "contact_name",
            "contact_email",
            "contact_phone",
            "phone_required",
            "asks_food",
            "asks_access",
            "asks_emergency",
            "coordinator",
        ]
        help_texts = ASKS_HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].offer(self.instance.coordinator)  # type: ignore[attr-defined]
        if self.instance.pk:  # its dates were entered in this zone, its claims live by this kind
            for name in ("zone", "kind", *ASKS_HELP):  # what it asks has a screen of its own
                del self.fields[name]

    def clean_zone(self) -> str:
        zone = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise ValidationError(_("There is no such time zone. One is Europe/Copenhagen."))
        return zone


class ChangeEventForm(EventForm, SeenForm):
    """The facts of an event there is."""
