"""To which date somebody moves, and why; to which date somebody known is added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contacts.models import Contact
from desk import words
from desk.forms.people import ReasonForm
from events.models import Occurrence, OccurrenceState, RegistrationState


class MoveForm(forms.Form):
    """Dates of the same event come first; each says how many places are free."""

    to = forms.TypedChoiceField(label=gettext_lazy("To"), coerce=int)
    reason = ReasonForm.base_fields["reason"]
    over_capacity = forms.BooleanField(
        label=gettext_lazy("Also if no place is free"),
        required=False,
        help_text=gettext_lazy("One more than there are places. The waitlist stays as it is."),
    )

    def __init__(self, *args: Any, occurrence: Occurrence, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dates = list(_to_come(at).exclude(pk=occurrence.pk))
        same = [it for it in dates if it.event_id == occurrence.event_id]
        other = [it for it in dates if it.event_id != occurrence.event_id]
        groups = [
            (_("Other dates of this event"), [(it.pk, _in_words(it)) for it in same]),
            (_("Other events"), [(it.pk, _in_words(it)) for it in other]),
        ]
        field: Any = self.fields["to"]
        field.choices = [("", _("Choose a date")), *(group for group in groups if group[1])]


class ToDateForm(forms.Form):
    """The dates to come on which somebody has no place yet."""

    to = forms.TypedChoiceField(label=gettext_lazy("Date"), coerce=int)

    def __init__(self, *args: Any, contact: Contact, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = contact.registrations.filter(state=RegistrationState.CONFIRMED)
        dates = _to_come(at).exclude(pk__in=theirs.values("occurrence"))
        field: Any = self.fields["to"]
        field.choices = [("", _("Choose a date")), *((it.pk, _in_words(it)) for it in dates)]


def _to_come(at: datetime) -> Any:
    dates = Occurrence.objects.upcoming(at).filter(state=OccurrenceState.SCHEDULED)
    return dates.select_related("event").with_counts().in_order()


def _in_words(occurrence: Any) -> str:
    """ "10.12.2026 09.00 – 15.00, A day in practice: 3 free" """
    free = max(0, occurrence.capacity - occurrence.held)
    said = ngettext("%d free", "%d free", free) % free if free else _("full")
    return f"{words.span(occurrence)}, {occurrence.event.title}: {said}"
