"""How far a confirmed place has come: long before, tomorrow, now, over; with or without them."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from events.models import Occurrence


class Phase(StrEnum):
    AHEAD = "ahead"
    TOMORROW = "tomorrow"
    TODAY = "today"
    RUNNING = "running"
    OVER = "over"
    ATTENDED = "attended"
    MISSED = "missed"


def phase(occurrence: Occurrence, at: datetime, *, came: bool) -> Phase:
    """By the calendar of the place. Nobody has missed anything before the list is closed."""
    if at >= occurrence.ends_at:
        return _afterwards(occurrence, came)
    if at >= occurrence.starts_at:
        return Phase.RUNNING
    days = occurrence.first_day - at.astimezone(occurrence.zone).date()
    near = {timedelta(0): Phase.TODAY, timedelta(days=1): Phase.TOMORROW}
    return near.get(days, Phase.AHEAD)


def _afterwards(occurrence: Occurrence, came: bool) -> Phase:
    if came:
        return Phase.ATTENDED
    return Phase.MISSED if occurrence.list_closed_at else Phase.OVER
