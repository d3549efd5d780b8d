"""An index as its page shows it: the filter, what it finds, in one of four views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from camps.below import pages_below
from camps.index.calendar import bounds, month_of
from camps.index.choices import Desk, Step, events_in, kinds, month_words, stages_offered
from camps.index.filters import ALL, FREE, VIEWS, Filter, month_in, month_key, read
from camps.index.map import groups_in, has_map, map_of
from camps.index.rows import Row, Stock, last_dates, stock
from events.models import Kind, Occurrence, live_pages
from home.cards import Card, card, with_pictures
from home.frame import Frame
from home.languages import one_each
from office.languages import languages
from office.models import Municipality

if TYPE_CHECKING:
    from camps.models import EventPage, IndexPage

CARDS, LINES = 24, 40
"""How many events, or dates, one page holds."""


@dataclass(frozen=True)
class Found:
    """A page of an event with the dates that are spoken of."""

    page: EventPage
    dates: list[Occurrence]
    part: str


def listed(request: HttpRequest, index: IndexPage, site: Frame) -> dict[str, Any]:
    """Everything the template asks for; the view's own under `cards`, `dates`, `month`, `map`."""
    today = timezone.localdate(site.at)
    month = month_in(request.GET.get("month", ""))
    ours = list(site.office.municipalities.all()) if site.office else []
    everything = stock(_pages(index), ours, month, site.at)
    stages = stages_offered()
    desk = Desk(everything, Filter(), index.lists.kind, stages)
    ours = ours or _municipalities(everything)
    views = [name for name in VIEWS if name != "map" or has_map(ours)]
    desk.chosen = read(request.GET, _known(desk, views, today))
    site.query = desk.chosen.query()
    words = list(desk.words().values())
    rows = desk.rows()
    return {
        "desk": desk,
        "chosen": desk.chosen,
        "choices": desk.choices(),
        "free_count": desk.free_count(),
        "chips": desk.chips(),
        "unknown": unknown_words(desk.chosen),
        "views": [Step(str(VIEWS[name]), desk.chosen.but(view=name)) for name in views],
        "found": events_in(rows),
        "filter_words": ", ".join(words),
        "canonical": canonical(index, desk.chosen),
        **_view(request, index, desk, rows, ours, site.at),
    }


def unknown_words(chosen: Filter) -> str:
    """A sentence about what the address says and the index does not know."""
    names = {
        "kind": _("what"),
        "area": _("where"),
        "month": _("when"),
        "stage": _("who can come"),
        "language": _("language it is held in"),
        "places": _("free places"),
        "view": _("the view"),
    }
    unknown = [names[name] for name in chosen.unknown]
    if not unknown:
        return ""
    words = ngettext(
        "One choice in the address is not known here and was left out: %(names)s.",
        "Choices in the address that are not known here were left out: %(names)s.",
        len(unknown),
    )
    return words % {"names": ", ".join(unknown)}


def canonical(index: IndexPage, chosen: Filter) -> str:
    """The four views of a filter are one page to search engines."""
    query = chosen.but(view="", page=chosen.page).query()
    return (index.get_full_url() or "") + (f"?{query}" if query else "")


def _known(desk: Desk, views: list[str], today: date) -> dict[str, set[str]]:
    """What each name in the address may say."""
    begin, end = bounds(desk, today)
    first, last = month_key(begin), month_key(end)
    asked = {month for row in desk.stock.rows for month in row.months}
    return {
        "kind": {value for value in kinds() if value != desk.own},
        "area": desk.stock.areas.keys,
        "month": _months(first, last) | asked,
        "stage": {stage.key for stage in desk.stages},
        "language": {code for code, _name in languages()},
        "places": {FREE},
        "view": set(views) - {""},
    }


def _months(first: str, last: str) -> set[str]:
    years = range(int(first[:4]), int(last[:4]) + 1)
    every = (f"{year}-{month:02}" for year in years for month in range(1, 13))
    return {month for month in every if first <= month <= last}


def _pages(index: IndexPage) -> list[EventPage]:
    """Those below this index, and those of the other kinds: each once, in the language now in
    use where there is one."""
    own, others = pages_below(index), live_pages()
    found: list[EventPage] = []
    for kind, model in index.kinds().items():
        among = own if kind == index.lists.kind else others
        pages = model.objects.filter(pk__in=among.values("pk")).order_by("path")
        found += pages.defer_streamfields().defer("practicalities")
    return one_each(found)


def _municipalities(everything: Stock) -> list[Municipality]:
    """Those with dates: what an office that has chosen none draws."""
    return [row.municipality for row in everything.rows if row.municipality]


def _view(
    request: HttpRequest,
    index: IndexPage,
    desk: Desk,
    rows: list[Row],
    ours: list[Municipality],
    at: datetime,
) -> dict[str, Any]:
    if desk.chosen.view == "list":
        part = _slice(rows, LINES, desk.chosen.page)
        return {"slice": part, "slice_months": _by_month(part)}
    if desk.chosen.view == "calendar":
        today = timezone.localdate(at)
        return {"month": month_of(desk, today), "today": today}
    if desk.chosen.view == "map":
        return {"map": map_of(desk, ours), "groups": groups_in(desk)}
    return _cards(request, index, desk, rows, at)


def _by_month(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """The rows of each month they begin in, under its name."""
    grouped = groupby(rows, key=lambda row: month_key(row.occurrence.first_day))
    return [(month_words(key), list(mine)) for key, mine in grouped]


def _cards(
    request: HttpRequest, index: IndexPage, desk: Desk, rows: list[Row], at: datetime
) -> dict[str, Any]:
    part = _slice(_events(index, desk, rows, at), CARDS, desk.chosen.page)
    with_pictures(it.page for it in part)
    cards: dict[str, list[Card]] = {"coming": [], "undated": [], "earlier": []}
    for it in part:
        cards[it.part].append(card(request, it.page, it.dates, at))
    return {"slice": part, **cards}


def _events(index: IndexPage, desk: Desk, rows: list[Row], at: datetime) -> list[Found]:
    """Each event once, with the next date that fits; with nothing chosen also the dateless."""
    found: dict[int, Found] = {}
    for row in rows:
        part = "earlier" if row.is_over else "coming"
        found.setdefault(row.page.pk, Found(row.page, [], part)).dates.append(row.occurrence)
    coming = list(found.values())
    if set(desk.chosen.active) - {"kind"}:
        return coming
    wanted = set(Kind.values) if desk.chosen.kind == ALL else {desk.chosen.kind or desk.own}
    rest = [it for it in desk.stock.pages.values() if it.pk not in found and it.kind in wanted]
    last = last_dates(rest, at)
    undated = [Found(it, [], "undated") for it in rest if it.translation_key not in last]
    over = [it for it in rest if it.translation_key in last]
    over.sort(key=lambda it: last[it.translation_key].starts_at, reverse=True)
    past = [Found(it, [last[it.translation_key]], "earlier") for it in over]
    return coming + undated + past


def _slice(found: list[Any], size: int, number: int) -> Slice[Any]:
    """One page of the many; the last where the address asks for one beyond it."""
    return Paginator(found, size).get_page(number)
