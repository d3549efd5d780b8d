"""A made-up date, for a preview before there is a real mail of its kind."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from office import clock

IN = timedelta(weeks=6)
HOURS = timedelta(hours=6)


def example() -> dict[str, Any]:
    """Facts of a visit in six weeks, from 9 to 15."""
    zone = ZoneInfo(settings.TIME_ZONE)
    day = (clock.now().astimezone(zone) + IN).date()
    start = datetime.combine(day, time(9), zone)
    return {
        "title": _("A day in practice"),
        "kind": "visit",
        "zone": zone.key,
        "starts_at": start.isoformat(),
        "ends_at": (start + HOURS).isoformat(),
        "location": _("Torvet 1, Køge"),
        "contact_name": "Karen Lund",
        "contact_phone": "20 30 40 50",
        "uid": "00000000-0000-4000-8000-000000000000",
        "organizer": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "created_at": clock.now().isoformat(),
        "changed_at": clock.now().isoformat(),
        "address": "asta@student.example",
        "name": "Asta Holm",
        "held_until": (start - 2 * IN / 3).isoformat(),
    }
