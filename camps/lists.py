"""Pages of events in a list, those with the next date first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from wagtail.models import Page

from events.models import Occurrence, OccurrenceState
from home.cards import Card, card, with_pictures

PUBLIC = [OccurrenceState.SCHEDULED, OccurrenceState.CALLED_OFF]


def listed(request: HttpRequest, pages: Iterable[Page], at: datetime) -> dict[str, list[Card]]:
    """Cards of pages with dates `coming`, with no date yet (`undated`), and with `earlier` ones."""
    found = with_pictures(pages)
    dates = _dates(found)
    coming: list[Card] = []
    undated: list[Card] = []
    earlier: list[Card] = []
    for page in found:
        mine = dates.get(page.translation_key, [])
        ahead = [date for date in mine if date.ends_at > at]
        shown = card(request, page, ahead or mine[-1:], at)
        (coming if ahead else earlier if mine else undated).append(shown)
    coming.sort(key=_start)
    earlier.sort(key=_start, reverse=True)
    return {"coming": coming, "undated": undated, "earlier": earlier}


def _dates(pages: Iterable[Page]) -> dict[UUID, list[Occurrence]]:
    keys = [page.translation_key for page in pages]
    found = Occurrence.objects.filter(event__page_key__in=keys, state__in=PUBLIC)
    found = found.with_page().with_counts().in_order()
    dates: dict[UUID, list[Occurrence]] = defaultdict(list)
    for occurrence in found.select_related("event", "host", "municipality"):
        dates[occurrence.event.page_key].append(occurrence)
    return dates


def _start(shown: Card) -> Any:
    return shown.occurrence.starts_at if shown.occurrence else None
