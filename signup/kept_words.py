"""All that is kept about a person, as tables to read; the file keeps the plain names."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

Table = tuple[str, list[list[tuple[str, str]]]]

TITLES = {
    "person": pgettext_lazy("what is kept", "You"),
    "sign_ups": gettext_lazy("Sign-ups"),
    "check_ins": gettext_lazy("When you were seen there"),
    "stages": gettext_lazy("Where you were on the way"),
    "consents": gettext_lazy("Consents"),
    "intentions": gettext_lazy("How likely it is that you become a GP"),
    "mails": gettext_lazy("Mails to you"),
}
LABELS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "language": gettext_lazy("Language"),
    "created_at": gettext_lazy("Known since"),
    "event": gettext_lazy("Event"),
    "starts_at": gettext_lazy("Starts"),
    "state": pgettext_lazy("what is kept", "State"),
    "signed_up_at": gettext_lazy("Signed up"),
    "proven_at": gettext_lazy("Address confirmed"),
    "ended_at": gettext_lazy("Ended"),
    "ended_by": gettext_lazy("Ended by"),
    "ended_because": gettext_lazy("Ended because"),
    "reason": pgettext_lazy("what is kept", "Reason"),
    "day": pgettext_lazy("what is kept", "Day"),
    "present": gettext_lazy("Seen there"),
    "tapped_at": gettext_lazy("Noted at"),
    "recorded_at": gettext_lazy("Written down"),
    "stage": gettext_lazy("Stage"),
    "school": gettext_lazy("University"),
    "campus": gettext_lazy("Campus"),
    "study_start": gettext_lazy("Start of study"),
    "semester_shift": gettext_lazy("Semesters added or taken off"),
    "source": gettext_lazy("Where from"),
    "purpose": gettext_lazy("Purpose"),
    "granted": gettext_lazy("Yes or no"),
    "wording": gettext_lazy("What it said"),
    "moment": pgettext_lazy("what is kept", "Asked"),
    "value": pgettext_lazy("what is kept", "Answer"),
    "kind": pgettext_lazy("what is kept", "Kind"),
    "to": pgettext_lazy("what is kept", "To"),
    "queued_at": pgettext_lazy("what is kept", "Written"),
    "delivered_at": gettext_lazy("Arrived"),
}


def kept_words(held: dict[str, Any]) -> list[Table]:
    """Each part with its title, its rows as (label, value); empty values are left out."""
    return [(str(TITLES[part]), _rows(content)) for part, content in held.items()]


def _rows(content: Any) -> list[list[tuple[str, str]]]:
    rows = content if isinstance(content, list) else [content]
    return [_row(row) for row in rows]


def _row(row: dict[str, Any]) -> list[tuple[str, str]]:
    told = [(key, value) for key, value in row.items() if value not in (None, "")]
    return [(str(LABELS[key]), _words(key, value)) for key, value in told]


def _words(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    if key.endswith("_at"):
        at = timezone.localtime(datetime.fromisoformat(value))
        return _("%(day)s at %(time)s") % {
            "day": date_format(at, "DATE_FORMAT"),
            "time": date_format(at, "H:i"),
        }
    if key in ("day", "study_start"):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return str(value)
