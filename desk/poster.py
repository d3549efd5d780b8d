"""What an event's poster says: the page in short, the dates to come, a code that leads there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from camps.models import EventPage
from events.domain.sources import POSTER, with_word
from events.domain.wording import when_words
from events.models import Event, Occurrence, OccurrenceState, live_pages
from home import photos
from home.languages import language_of
from signup import qr

DATES = 4
"""More than these are too many to read in passing."""

PICTURE = "fill-1600x800|format-webp"

LONG, LONGER = 45, 90
"""Characters of a title from which it is set smaller."""


@dataclass(frozen=True)
class Poster:
    """One page's poster, in the language the page is written in."""

    page: EventPage
    dates: list[str]
    more: int

    @property
    def language(self) -> str:
        return language_of(self.page)

    @property
    def language_name(self) -> str:
        """In itself, as the language chooser writes it."""
        return str(get_language_info(self.language)["name_local"])

    @property
    def size(self) -> str:
        """How large the title is set."""
        length = len(self.page.title)
        return "longer" if length > LONGER else "long" if length > LONG else ""

    @property
    def picture(self) -> Any:
        return photos.size(self.page.picture, PICTURE) if self.page.picture else None

    @property
    def kind(self) -> str:
        return str(self.page.get_verbose_name()).capitalize()

    @property
    def address(self) -> str:
        """As it is read aloud or typed: without https:// and the source."""
        return self._url.split("://", 1)[1].removesuffix("/")

    @property
    def code(self) -> SafeString:
        """Who comes by it is counted as come by a poster."""
        return qr.draw(
            with_word(self._url, POSTER),
            css="poster-code",
            title=_("The way to the page"),
            desc=_("A QR code that opens the event’s page: %(address)s")
            % {"address": self.address},
        )

    @property
    def _url(self) -> str:
        assert self.page.event is not None  # noqa: S101 -- the poster is made from it
        return str(settings.BASE_URL + reverse("event", args=[self.page.event.pk]))


def posters(event: Event, at: datetime) -> list[Poster]:
    """One for each language the event's page is published in; none while it is not published."""
    pages = live_pages().filter(translation_key=event.page_key).order_by("locale_id")
    coming = _coming(event, at)
    return [_poster(page.specific, coming) for page in pages]


def _poster(page: EventPage, coming: list[Occurrence]) -> Poster:
    with translation.override(language_of(page)):
        return Poster(page, [_line(it) for it in coming[:DATES]], max(0, len(coming) - DATES))


def _coming(event: Event, at: datetime) -> list[Occurrence]:
    found = Occurrence.objects.filter(
        event=event, state=OccurrenceState.SCHEDULED, starts_at__gt=at
    )
    return list(found.select_related("event", "host__municipality", "municipality").in_order())


def _line(occurrence: Occurrence) -> str:
    town = str(occurrence.area or "")
    return " · ".join(part for part in (when_words(occurrence), town) if part)
