"""What is next: the dates of all events that the world can see."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from events.models import Occurrence, live_pages
from wagtail.models import Page

from home.cards import Card, card, with_pictures

SHOWN = 12
"""How many dates the home page shows."""


def coming(request: HttpRequest, at: datetime) -> list[Card]:
    """The next dates, each as the card of its page, earliest first."""
    dates = list(_dates(at))
    pages = pages_of({date.event.page_key for date in dates})
    return [
        card(request, pages[date.event.page_key], [date], at)
        for date in dates
        if date.event.page_key in pages
    ]


def pages_of(keys: set[UUID]) -> dict[UUID, Page]:
    """By key, the public page: in the language now in use, else in the site's own."""
    wanted = (get_language() or settings.LANGUAGE_CODE)[:2]
    found = live_pages().filter(translation_key__in=keys).select_related("locale").specific()
    ranked = sorted(found, key=lambda page: page.locale.language_code == wanted)
    return {page.translation_key: page for page in with_pictures(ranked)}


def _dates(at: datetime) -> list[Occurrence]:
    dates = Occurrence.objects.public().upcoming(at).with_counts().in_order()
    return list(dates.select_related("event", "host", "municipality")[:SHOWN])
