"""What an index lists: pages of events, and their dates with all that one can filter by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, Min, OuterRef, Q, Subquery
from django.utils import timezone

from camps.index.areas import Areas, areas_of
from camps.index.filters import ALL, FREE, Filter, month_key, next_month
from events.domain.showing import Showing, show
from events.models import PUBLIC, Occurrence
from home.languages import address
from office.models import Municipality

if TYPE_CHECKING:
    from camps.models import EventPage

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """A date of an event, as an index lists it."""

    page: EventPage
    occurrence: Occurrence
    showing: Showing
    areas: frozenset[str]
    months: frozenset[str]
    stages: frozenset[str]
    url: str = ""

    @property
    def municipality(self) -> Municipality | None:
        return self.occurrence.area

    @property
    def language(self) -> str:
        """What the event is held in."""
        return self.occurrence.event.language

    @property
    def has_places(self) -> bool:
        return self.showing.state in {"open", "few"}

    @property
    def is_over(self) -> bool:
        return self.showing.state == "past"

    def fits(self, chosen: Filter, own: str, *, but: str = "") -> bool:
        """Whether it is what was asked for; one of the things asked for may be left out."""
        tests = {
            "kind": chosen.kind == ALL or self.page.kind == (chosen.kind or own),
            "area": not chosen.area or chosen.area in self.areas,
            "month": chosen.month in self.months if chosen.month else not self.is_over,
            "stage": not chosen.stage or not self.stages or chosen.stage in self.stages,
            "language": not chosen.language or chosen.language == self.language,
            "places": chosen.places != FREE or self.has_places,
        }
        return all(passed for name, passed in tests.items() if name != but)


@dataclass
class Stock:
    """Everything an index may show. `pages` by key; `rows` in order of time."""

    pages: dict[UUID, EventPage]
    rows: list[Row]
    areas: Areas
    first: date | None = None
    last: date | None = None
    months: list[date] = field(default_factory=list)


def stock(
    pages: list[EventPage],
    ours: list[Municipality],
    month: date | None,
    at: datetime,
) -> Stock:
    """Dates ahead, and those of the month asked for, be it long past; areas also of the office."""
    urls = {page.translation_key: address(page) for page in pages}
    by_key = {page.translation_key: page for page in pages}
    mine = Occurrence.objects.filter(event__page_key__in=by_key, state__in=PUBLIC)
    found = _dates(mine, month, at)
    areas = areas_of([*ours, *_municipalities(found)], timezone.localdate(at))
    rows = [_row(by_key[it.event.page_key], it, areas, at, urls) for it in found]
    reach = mine.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    result = Stock(by_key, rows, areas)
    if reach["first"]:
        days = (timezone.localdate(reach["first"]), timezone.localdate(reach["last"]))
        result.first, result.last = (day.replace(day=1) for day in days)
    ahead = {it.replace(day=1) for row in rows if not row.is_over for it in row.occurrence.days}
    result.months = sorted(it for it in ahead if it >= timezone.localdate(at).replace(day=1))
    return result


def last_dates(pages: list[EventPage], at: datetime) -> dict[UUID, Occurrence]:
    """The last date that is over of each page that has one."""
    past = Occurrence.objects.filter(state__in=PUBLIC, ends_at__lte=at)
    newest = past.filter(event=OuterRef("event")).order_by("-starts_at", "-pk").values("pk")[:1]
    keys = [page.translation_key for page in pages]
    found = past.filter(event__page_key__in=keys, pk=Subquery(newest))
    found = found.select_related("event", "host__municipality", "municipality")
    return {it.event.page_key: it for it in found}


def _dates(mine: Any, month: date | None, at: datetime) -> list[Occurrence]:
    wanted = Q(ends_at__gt=at)
    if month:
        # A day more on either side, for events in other zones: the rows' own months decide.
        begins, ends = _instant(month) - DAY, _instant(next_month(month)) + DAY
        wanted |= Q(starts_at__lt=ends, ends_at__gt=begins)
    found = mine.filter(wanted).with_page().with_counts().in_order()
    related = ("event", "host__municipality", "municipality")
    return list(found.select_related(*related).prefetch_related("audience"))


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(settings.TIME_ZONE))


def _municipalities(found: list[Occurrence]) -> list[Municipality]:
    return [it.area for it in found if it.area]


def _row(
    page: EventPage, occurrence: Occurrence, areas: Areas, at: datetime, urls: dict[UUID, str]
) -> Row:
    return Row(
        page,
        occurrence,
        show(occurrence, at),
        areas.of(occurrence.area),
        frozenset(month_key(day) for day in occurrence.days),
        frozenset(it.stage for it in occurrence.audience.all()),
        urls[page.translation_key],
    )
