"""Which days an offer of a practice is about, and which of them do. No database is asked here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class OfferedDay:
    """A day an offer is about. `holiday` names what keeps people at home; `is_taken` says that
    the practice has a visit then already."""

    day: date
    holiday: str = ""
    is_taken: bool = False

    @property
    def fits(self) -> bool:
        return not (self.holiday or self.is_taken)


def days(first: date, last: date, weekdays: Collection[int]) -> list[date]:
    """Every day from `first` to `last` that is one of these weekdays (0 is Monday), in order."""
    span = range((last - first).days + 1)
    return [day for n in span if (day := first + timedelta(days=n)).weekday() in weekdays]


def look(
    first: date,
    last: date,
    weekdays: Collection[int],
    *,
    today: date,
    holiday: Callable[[date], str],
    taken: Collection[date] = (),
) -> list[OfferedDay]:
    """The days still to come, each with what stands in its way."""
    coming = days(max(first, today + timedelta(days=1)), last, weekdays)
    return [OfferedDay(day, holiday(day), day in taken) for day in coming]


def propose(offered: Iterable[OfferedDay], n: int, *, not_before: date) -> list[date]:
    """The first `n` days that fit; those before `not_before` only where there are too few later."""
    fit = [it.day for it in offered if it.fits]
    chosen = sorted(fit, key=lambda day: (day < not_before, day))[:n]
    return sorted(chosen)
