"""A page of an event in short: what a list shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.text import capfirst
from wagtail.models import Page

from events.domain.showing import Showing, show
from events.models import Occurrence
from home.languages import address, foreign
from home.photos import Photo, photo, ready


@dataclass(frozen=True)
class Card:
    """`occurrence` and `showing` are of the date the card speaks of; None: no date is set."""

    page: Page
    url: str
    occurrence: Occurrence | None
    showing: Showing | None
    more_dates: int = 0

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def lang(self) -> str:
        """The language of the title where that is not the one now in use."""
        return foreign(self.page)

    @property
    def kind(self) -> str:
        """What kind of page it is, as a heading above the title."""
        return capfirst(self.page.specific_class.get_verbose_name())

    @property
    def illustration(self) -> str:
        """What stands for a page without a picture."""
        return getattr(self.page.specific_class, "illustration", "hands")

    @property
    def photo(self) -> Photo | None:
        return photo(getattr(self.page, "picture", None), "card")


def card(request: HttpRequest, page: Page, dates: Sequence[Occurrence], at: datetime) -> Card:
    """A page with the first of these dates that is held; of one called off where none is."""
    url = address(page)
    if not dates:
        return Card(page, url, None, None)
    held = [it for it in dates if not it.is_called_off]
    first = (held or dates)[0]
    return Card(page, url, first, show(first, at), len(held[1:]))


def with_pictures(pages: Iterable[Page]) -> list[Page]:
    """The same pages with their pictures, ready to be shown: two queries for all."""
    pages = list(pages)
    images = ready({page.picture_id for page in pages if getattr(page, "picture_id", None)})
    for page in pages:
        if getattr(page, "picture_id", None):
            page.picture = images.get(page.picture_id)
    return pages
