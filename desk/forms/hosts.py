"""Contacts of a practice, and what becomes of its offers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.occurrence import LONGEST_PLACE
from desk.forms.seen import SeenForm
from events.domain.using_offers import Plan
from events.models import Event, HostContact, HostOffer


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    """Somebody at a practice; what is saved goes through the verbs."""

    class Meta:
        model = HostContact
        fields = ["name", "email", "phone", "language"]
        help_texts = {
            "email": _("Their own, or the practice's. All mails about visits go there."),
            "phone": _("For the office, when a visit is near. Participants do not see it."),
            "language": _("The language of their mails and pages."),
        }

    def validate_unique(self) -> None:
        """An address that is there already is the verb's to judge."""


class ChangeContactForm(ContactForm, SeenForm):
    """A contact who is there."""


class UseForm(forms.Form):
    """What a coordinator makes of an offer; the days are ticked beside it."""

    event = forms.ModelChoiceField(
        Event.objects.none(),
        label=_("Event"),
        help_text=_("The visits become dates of it; who may come is as on its latest date."),
    )
    starts = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    location = forms.CharField(
        label=_("Place"),
        max_length=LONGEST_PLACE,
        help_text=_("As it should stand in calendars."),
    )
    capacity = forms.IntegerField(label=_("Places each time"), min_value=1, max_value=10_000)
    waitlist_limit = forms.IntegerField(
        label=_("Places on the waitlist"), min_value=0, max_value=10_000
    )
    opens = forms.BooleanField(
        label=_("Open them at once"),
        required=False,
        help_text=_(
            "Everybody sees them, and sign-up is open until three days before each. Otherwise they "
            "are drafts."
        ),
    )
    word = forms.CharField(
        label=_("A word to the practice"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands in the mail that tells it the days. Name no participants."),
    )

    def __init__(self, *args: Any, offer: HostOffer, events: list[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.fields["event"].queryset = Event.objects.filter(  # type: ignore[attr-defined]
            pk__in=[it.pk for it in events]
        )

    @property
    def ticked(self) -> list[str]:
        """The days ticked, as sent."""
        return list(self.data.getlist("day")) if self.is_bound else []  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end comes before the start."))
        days = [it for day in self.ticked if (it := _day(day))]
        if not days:
            self.add_error(None, _("Tick at least one day."))
        data["days"] = days
        return data

    @property
    def plan(self) -> Plan:
        data = self.cleaned_data
        names = ["days", "starts", "ends", "capacity", "waitlist_limit", "location", "opens"]
        return Plan(event=data["event"].pk, **{name: data[name] for name in names})


def _day(text: str) -> Any:
    try:
        return forms.DateField(input_formats=["%Y-%m-%d"]).clean(text)
    except forms.ValidationError:
        return None


class DeclineForm(forms.Form):
    word = forms.CharField(
        label=_("A word to the practice"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the mail that tells it. Name no participants."),
    )
