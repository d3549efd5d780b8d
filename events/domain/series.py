"""A series: a date once more on every n-th week's chosen weekdays, public holidays left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from events.domain import planning, scheduling
from events.domain.errors import ActRefused
from events.domain.zoned import first_instant
from events.models import Occurrence
from office.actor import Actor
from office.domain.working_days import holiday

MOST = 60
"""So many dates at most are made in one act."""
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Day:
    """A day of a series: the start there, the holiday that speaks against it, if any, and whether
    the event has that date already."""

    day: date
    starts_at: datetime
    holiday: str
    is_there: bool

    @property
    def is_proposed(self) -> bool:
        return not self.holiday and not self.is_there


def series_days(first: date, last: date, *, every: int, weekdays: Collection[int]) -> list[date]:
    """The days from `first` to `last` on these weekdays (Monday is 0), every so many weeks.

    Weeks are counted from the one `first` is in, Monday to Sunday.
    """
    monday = first - timedelta(days=first.weekday())
    days = []
    while monday <= last:
        week = [monday + timedelta(days=n) for n in sorted(set(weekdays))]
        days += [day for day in week if first <= day <= last]
        monday += every * WEEK
    return days


def look(like: Occurrence, days: Iterable[date]) -> list[Day]:
    """What there is to know about each day before a date like this one is repeated on it."""
    starts = {day: start_on(like, day) for day in days}
    there = planning.dates_there(like.event, like, starts.values())
    return [Day(day, at, holiday_during(like, day), at in there) for day, at in starts.items()]


def start_on(like: Occurrence, day: date) -> datetime:
    """The start of a date like this one on another day: the same time on the wall."""
    return first_instant(datetime.combine(day, like.local_start.time()), like.zone)


def holiday_during(like: Occurrence, day: date) -> str:
    """The first public holiday on a date like this one that begins on this day; or ""."""
    length = len(like.days)
    return next(filter(None, (holiday(day + timedelta(days=n)) for n in range(length))), "")


def repeat(
    occurrence: int, days: Collection[date], *, actor: Actor, opened: bool = False
) -> list[Occurrence]:
    """Make dates like this one on these days, as drafts or open at once; returns the new ones.

    What is there already is not made twice. Raises ActRefused for none or too many, WrongTime for
    what has passed.
    """
    if not 0 < len(days) <= MOST:
        raise ActRefused(_("Choose between 1 and %(most)d days.") % {"most": MOST})
    with transaction.atomic():
        like = planning.found(occurrence)
        copies = [
            planning.copy_once(like, start_on(like, day), actor=actor) for day in sorted(days)
        ]
        made = [copy for copy, is_new in copies if is_new]
        return [scheduling.open_occurrence(it.pk, actor=actor) for it in made] if opened else made
