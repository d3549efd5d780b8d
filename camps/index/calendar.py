"""A month of an index: weeks from Monday to Sunday, an event of several days a bar across them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from camps.index.choices import Desk, Step, month_words
from camps.index.filters import Filter, month_in, month_key, next_month
from camps.index.rows import Row

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True)
class Cell:
    """Days of a week side by side: a bar of an event on them, or one day with nothing."""

    first: int
    span: int = 1
    row: Row | None = None
    begins: bool = True
    ends: bool = True

    @property
    def headers(self) -> str:
        """The columns it stands under, as the table's `headers` wants them."""
        return " ".join(f"weekday-{n}" for n in range(self.first, self.first + self.span))


@dataclass(frozen=True)
class Week:
    number: int
    days: list[date]
    lanes: list[list[Cell]]

    @property
    def height(self) -> int:
        return 1 + len(self.lanes)


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[Week]
    rows: list[Row]
    before: Filter | None
    after: Filter | None
    next_with: Step | None
    """Another month with what was asked for, where this one has nothing."""

    @property
    def name(self) -> str:
        return month_words(month_key(self.first))

    @property
    def name_before(self) -> str:
        return month_words(month_key(next_month(self.first, -1)))

    @property
    def name_after(self) -> str:
        return month_words(month_key(next_month(self.first)))

    @property
    def weekdays(self) -> list[tuple[int, date]]:
        """Any week's days, for their names."""
        return list(enumerate(self.weeks[0].days))


def month_of(desk: Desk, today: date) -> Month:
    """The month asked for; else the first in which there is what was asked for."""
    rows = desk.rows()
    first = month_in(desk.chosen.month) or _first_with(rows, today)
    key = month_key(first)
    mine = [row for row in rows if key in row.months]
    begin, end = bounds(desk, today)
    before, after = next_month(first, -1), next_month(first)
    return Month(
        first,
        weeks_of(first, mine),
        mine,
        desk.chosen.but(month=month_key(before)) if before >= begin else None,
        desk.chosen.but(month=month_key(after)) if after <= end else None,
        None if mine else _next_with(desk, key),
    )


def _next_with(desk: Desk, key: str) -> Step | None:
    """The month after this one in which there is something, else the last before it."""
    rows = [row for row in desk.stock.rows if row.fits(desk.chosen, desk.own, but="month")]
    months = sorted({month for row in rows for month in row.months} - {key})
    if not months:
        return None
    found = next((month for month in months if month > key), months[-1])
    return Step(month_words(found), desk.chosen.but(month=found))


def bounds(desk: Desk, today: date) -> tuple[date, date]:
    """The first and the last month with anything in it; today's is always between them."""
    now = today.replace(day=1)
    return min(desk.stock.first or now, now), max(desk.stock.last or now, now)


def weeks_of(first: date, rows: Iterable[Row]) -> list[Week]:
    """The weeks a month touches."""
    rows = list(rows)
    monday, end = first - first.weekday() * DAY, next_month(first)
    weeks = []
    while monday < end:
        days = [monday + n * DAY for n in range(7)]
        weeks.append(Week(monday.isocalendar().week, days, lanes_of(monday, rows)))
        monday += WEEK
    return weeks


def lanes_of(monday: date, rows: Iterable[Row]) -> list[list[Cell]]:
    """The week's bars in as few lines as hold them side by side, earliest and longest first."""
    bars = [bar for row in rows if (bar := _bar(monday, row))]
    bars.sort(key=lambda bar: (bar.first, -bar.span))
    lanes: list[list[Cell]] = []
    for bar in bars:
        lane = next((it for it in lanes if it[-1].first + it[-1].span <= bar.first), None)
        if lane is None:
            lanes.append([bar])
        else:
            lane.append(bar)
    return [_filled(lane) for lane in lanes]


def _bar(monday: date, row: Row) -> Cell | None:
    first, last = row.occurrence.first_day, row.occurrence.last_day
    begin, end = max(first, monday), min(last, monday + 6 * DAY)
    if begin > end:
        return None
    span = (end - begin).days + 1
    return Cell((begin - monday).days, span, row, begins=first >= monday, ends=last == end)


def _filled(lane: list[Cell]) -> list[Cell]:
    """A line of the week without gaps."""
    cells: list[Cell] = []
    at = 0
    for bar in lane:
        cells += [Cell(n) for n in range(at, bar.first)]
        cells.append(bar)
        at = bar.first + bar.span
    return cells + [Cell(n) for n in range(at, 7)]


def _first_with(rows: list[Row], today: date) -> date:
    ahead = [max(row.occurrence.first_day, today) for row in rows if not row.is_over]
    return min(ahead, default=today).replace(day=1)
