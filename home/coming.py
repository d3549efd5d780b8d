"""What is next: the dates of all events that the world can see."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from wagtail.models import Page

from events.models import Occurrence, live_pages
from home.cards import Card, card, with_pictures
from home.languages import office_language, one_each, spoken

SHOWN = 60
"""How many dates ahead the home page looks at."""


def coming(request: HttpRequest, at: datetime) -> list[Card]:
    """What has dates ahead, each page once with its next date, earliest first."""
    dates: dict[UUID, list[Occurrence]] = {}
    for date in _dates(at):
        dates.setdefault(date.event.page_key, []).append(date)
    pages = pages_of(set(dates))
    return [card(request, pages[key], mine, at) for key, mine in dates.items() if key in pages]


def pages_of(keys: set[UUID]) -> dict[UUID, Page]:
    """By key, the public page: in the language now in use, else in the site's own,
    else in any."""
    pages: Any = live_pages().filter(translation_key__in=keys).order_by("path")
    return {page.translation_key: page for page in with_pictures(one_each(pages.specific()))}


def translated_title(key: UUID) -> str:
    """The title of a public page in the language now in use, where the office writes in
    another; "" where there is no such translation."""
    if not office_language():
        return ""
    pages = live_pages().filter(translation_key=key, locale__language_code=spoken())
    return pages.values_list("title", flat=True).first() or ""


def _dates(at: datetime) -> list[Occurrence]:
    dates = Occurrence.objects.public().upcoming(at).with_counts().in_order()
    return list(dates.select_related("event", "host__municipality", "municipality")[:SHOWN])
