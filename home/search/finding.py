"""The public search: pages by their own words and by those of their dates.

Each word must stand on the page or at one of its dates. Wagtail's index holds the words of pages
(`LeadPage.folded`); dates are asked themselves, since they change without their page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.db.models import Max, Min, Q
from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Page

from events.models import PUBLIC, Occurrence, live_pages
from home.cards import Card, card
from home.languages import one_each
from home.search.words import excerpt, has_all, marked
from office.folding import found_by

AT_ONCE = 10
"""Results on one page."""

AT_MOST = 500
"""So many pages are looked at for one word."""

HOME_DEPTH = 2
"""A home page tells of other pages; they are found themselves."""


@dataclass(frozen=True)
class Result:
    """A page as the search shows it; an event with its next date, else its last one."""

    card: Card
    words: list[str]

    @cached_property
    def title(self) -> SafeString:
        return marked(self.card.page.title, self.words)

    @cached_property
    def text(self) -> SafeString:
        return marked(excerpt(self.card.page.specific, self.words), self.words)

    @property
    def kind(self) -> str:
        """Camp or practice visit; other pages need no such word."""
        return self.card.kind if hasattr(self.card.page, "kind") else ""


@dataclass(frozen=True)
class Span:
    """When the next date of a page begins, if one is ahead, and when its last one ends."""

    next: datetime | None
    last: datetime

    def is_over(self, at: datetime) -> bool:
        return self.last <= at


@dataclass(frozen=True)
class Search:
    """What was found. `some`: no page has all the words, these have some of them."""

    pages: list[Page]
    words: list[str]
    some: bool
    at: datetime

    def slice(self, request: HttpRequest, number: str) -> Slice[Result]:
        """The results of one page, whole; its number as typed, the last if it is beyond it."""
        part: Any = Paginator(self.pages, AT_ONCE).get_page(number)
        part.object_list = self._results(request, part.object_list)
        return part

    def _results(self, request: HttpRequest, pages: list[Page]) -> list[Result]:
        rows: Any = Page.objects.filter(pk__in=[page.pk for page in pages])
        whole = {page.pk: page for page in rows.specific()}
        dates = _dates_to_show([page.translation_key for page in pages], self.at)
        return [
            Result(
                card(request, whole[page.pk], dates.get(page.translation_key, []), self.at),
                self.words,
            )
            for page in pages
        ]


def find(words: list[str], at: datetime) -> Search:
    """The public pages that have these words, the best first; each in one language only."""
    by_word = [_with(word) for word in words]
    keys = set.intersection(*by_word) if by_word else set()
    pages = _public(keys)
    if pages or len(words) < 2:
        return Search(_in_order(pages, words, at), words, some=False, at=at)
    some = _public(set.union(*by_word))
    return Search(_in_order(some, words, at), words, some=bool(some), at=at)


def _with(word: str) -> set[UUID]:
    """The keys of pages on which, or at whose dates, some word begins like this."""
    pages = Page.objects.filter(live=True).autocomplete(word)[:AT_MOST]
    dates = Occurrence.objects.filter(state__in=PUBLIC)
    fields = ("event__title", "location", "municipality__name", "host__town")
    keys = found_by(dates, word, *fields).values_list("event__page_key", flat=True)
    return {*(page.translation_key for page in pages), *keys.order_by().distinct()[:AT_MOST]}


def _public(keys: set[UUID]) -> list[Page]:
    if not keys:
        return []
    pages = live_pages().filter(translation_key__in=keys, depth__gt=HOME_DEPTH).order_by("path")
    return one_each(pages)


def _in_order(pages: list[Page], words: list[str], at: datetime) -> list[Page]:
    """What is over comes last; before that what has the words in its title; then by date."""
    spans = _spans([page.translation_key for page in pages], at)

    def rank(page: Page) -> tuple[bool, bool, bool, float]:
        span = spans.get(page.translation_key)
        over = span is not None and span.is_over(at)
        when = (span.next or span.last).timestamp() if span else 0.0
        return over, not has_all(page.title, words), span is None, -when if over else when

    return sorted(pages, key=rank)


def _spans(keys: list[UUID], at: datetime) -> dict[UUID, Span]:
    dates = Occurrence.objects.filter(state__in=PUBLIC, event__page_key__in=keys)
    ahead = Min("starts_at", filter=Q(ends_at__gt=at))
    grouped = dates.order_by().values_list("event__page_key")
    rows = grouped.annotate(ahead=ahead, end=Max("ends_at"))
    return {key: Span(first, last) for key, first, last in rows}


def _dates_to_show(keys: Iterable[UUID], at: datetime) -> dict[UUID, list[Occurrence]]:
    """The dates ahead of each page; of one that has none its last."""
    dates = Occurrence.objects.filter(state__in=PUBLIC, event__page_key__in=keys)
    dates = dates.with_page().with_counts().in_order()
    found: dict[UUID, list[Occurrence]] = {}
    past: dict[UUID, list[Occurrence]] = {}
    for date in dates.select_related("event", "host__municipality", "municipality"):
        if date.ends_at > at:
            found.setdefault(date.event.page_key, []).append(date)
        else:
            past[date.event.page_key] = [date]
    return past | found
