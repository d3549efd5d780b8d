"""Dates laid out as a calendar: weeks of days, or month after month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.formats import date_format

from desk import words
from events.domain.showing import show
from events.domain.wording import day_words, time_words
from events.models import Occurrence
from office.domain.working_days import holiday

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True)
class Entry:
    """A date on one of its days."""

    occurrence: Occurrence
    label: str
    is_first_day: bool

    @property
    def time(self) -> str:
        """When it begins, on its first day."""
        return time_words(self.occurrence.starts_at, self.occurrence.zone)

    @property
    def fill(self) -> str:
        return words.fill(self.occurrence)

    @property
    def state(self) -> str:
        return self.occurrence.state

    @property
    def responsible(self) -> str:
        return words.responsible(self.occurrence)


@dataclass
class Day:
    """A day of the calendar, with what is on."""

    day: date
    is_outside: bool = False
    is_today: bool = False
    entries: list[Entry] = field(default_factory=list)

    @property
    def holiday(self) -> str:
        return holiday(self.day)

    @property
    def words(self) -> str:
        return day_words(self.day)


@dataclass(frozen=True)
class Week:
    number: int
    days: list[Day]


@dataclass(frozen=True)
class Month:
    """A month of the list, with its dates and the public holidays between them."""

    first: date
    days: list[Day]

    @property
    def name(self) -> str:
        return month_words(self.first)


def month_words(first: date) -> str:
    """ "January 2027" """
    return date_format(first, "YEAR_MONTH_FORMAT")


def add_months(first: date, months: int) -> date:
    """The first day of the month so many months on."""
    n = first.year * 12 + first.month - 1 + months
    return date(n // 12, n % 12 + 1, 1)


def weeks_of(first: date, entries: dict[date, list[Entry]], today: date) -> list[Week]:
    """The weeks, Monday to Sunday, that a month touches."""
    monday, end = first - first.weekday() * DAY, add_months(first, 1)
    weeks = []
    while monday < end:
        days = [_day(monday + n * DAY, first, entries, today) for n in range(7)]
        weeks.append(Week(monday.isocalendar().week, days))
        monday += WEEK
    return weeks


def months_of(
    first: date, months: int, entries: dict[date, list[Entry]], today: date
) -> list[Month]:
    """Month after month, each day on which something begins or that is a public holiday."""
    found = []
    for start in (add_months(first, n) for n in range(months)):
        length = (add_months(start, 1) - start).days
        days = [_day(start + n * DAY, start, entries, today) for n in range(length)]
        for day in days:
            day.entries = [it for it in day.entries if it.is_first_day]
        found.append(Month(start, [day for day in days if day.entries or day.holiday]))
    return found


def by_day(occurrences: Iterable[Occurrence], at: datetime) -> dict[date, list[Entry]]:
    """Every day of each date `with_page().with_counts()`, in the zone of its event."""
    found: dict[date, list[Entry]] = defaultdict(list)
    for it in occurrences:
        label = show(it, at).label
        for day in it.days:
            found[day].append(Entry(it, label, day == it.first_day))
    return found


def _day(day: date, month: date, entries: dict[date, list[Entry]], today: date) -> Day:
    is_outside = (day.year, day.month) != (month.year, month.month)
    return Day(day, is_outside, day == today, list(entries.get(day, [])))
