"""Other events of the same kind with dates ahead, for whom this one is not the right one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest

from events.models import Occurrence, OccurrenceState
from home.cards import Card, card
from home.coming import pages_of
from home.frame import frame

if TYPE_CHECKING:
    from camps.models import EventPage

SHOWN = 3
LOOKED_AT = 40
"""So many dates ahead are looked at: one event may have many."""


def others(request: HttpRequest, page: EventPage) -> list[Card]:
    """The next three, each with its next date."""
    at = frame(request).at
    dates: dict[UUID, list[Occurrence]] = {}
    for date in _dates(page, at):
        dates.setdefault(date.event.page_key, []).append(date)
    pages = pages_of(set(list(dates)[:SHOWN]))
    return [card(request, pages[key], mine, at) for key, mine in dates.items() if key in pages]


def _dates(page: EventPage, at: datetime) -> list[Occurrence]:
    """Dates of others that somebody can still hope for."""
    found = Occurrence.objects.public().upcoming(at).with_counts().in_order()
    found = found.filter(event__kind=page.kind, closes_at__gt=at, state=OccurrenceState.SCHEDULED)
    found = found.exclude(event__page_key=page.translation_key)
    return list(found.select_related("event", "host__municipality", "municipality")[:LOOKED_AT])
