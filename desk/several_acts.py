"""What can be done with several people of a date at once, as buttons over their table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from desk.date_card import Button
from events.models import Occurrence

TICKED = "desk_ticked"
"""Where those ticked wait for the text: so many names fit into no address."""


def several(occurrence: Occurrence, at: datetime, user: Any, *, is_queue: bool) -> list[Button]:
    """Those the user may use; `is_queue`: of people who wait."""
    found = [*_reaching(occurrence, user)]
    if user.has_perm("events.change_registration"):
        found += _changing(occurrence, is_queue=is_queue)
    if not is_queue and user.has_perm("events.add_checkin"):
        found += _checking_in(occurrence, at)
    return found


def _url(name: str, occurrence: Occurrence, *more: str) -> str:
    return reverse(f"dates:{name}", args=[occurrence.pk, *more])


def _reaching(occurrence: Occurrence, user: Any) -> Iterator[Button]:
    if user.has_perm("events.add_mailing"):
        yield Button(_("Write to them"), _url("write_to_several", occurrence))
    yield Button(_("Numbers and addresses"), _url("numbers", occurrence))


def _changing(occurrence: Occurrence, *, is_queue: bool) -> Iterator[Button]:
    yield Button(_("Send link again"), _url("send_links", occurrence))
    if occurrence.list_closed_at:
        return
    yield Button(_("Move to another date"), _url("move_several", occurrence))
    label = _("Take off the waitlist") if is_queue else _("Cancel places")
    yield Button(label, _url("cancel_several", occurrence), serious=True)


def _checking_in(occurrence: Occurrence, at: datetime) -> Iterator[Button]:
    """One for each day that has begun."""
    if occurrence.list_closed_at or not occurrence.is_scheduled:
        return
    today = at.astimezone(occurrence.zone).date()
    for day in occurrence.days:
        if day <= today:
            label = _("Check in %(day)s") % {"day": date_format(day, "D j/n")}
            yield Button(label, _url("check_in_several", occurrence, day.isoformat()))
