"""Moving the demo's dates to today: all by the same whole weeks, so weekdays stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from events.domain.zoned import first_instant

WRITTEN_ON = date(2026, 11, 21)
"""The day the files speak of as today."""
ZONE = ZoneInfo("Europe/Copenhagen")
AGO = re.compile(r"now-(\d+)([mh])")


@dataclass(frozen=True)
class Calendar:
    """The files' dates, seen from the moment the demo is loaded."""

    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    @property
    def shift(self) -> timedelta:
        return timedelta(weeks=(self.today - WRITTEN_ON).days // 7)

    def at(self, text: str) -> datetime:
        """The instant of "2026-11-21 09:30" (moved along) or of "now-8h", in UTC."""
        if ago := AGO.fullmatch(text):
            unit = "minutes" if ago[2] == "m" else "hours"
            return self.now - timedelta(**{unit: int(ago[1])})
        return wall(datetime.fromisoformat(text) + self.shift)

    def first_of_semester(self, semester: int) -> date:
        """When somebody began to study who is in this semester today (`semester_on`)."""
        half = _half_year(self.today) - semester + 1
        return date(half // 2, 9 if half % 2 else 2, 1)


def wall(naive: datetime) -> datetime:
    """The instant at which clocks in Denmark show this, in UTC."""
    return first_instant(naive, ZONE).astimezone(UTC)


def _half_year(day: date) -> int:
    """Half-years counted on from year 0; the one from February is even."""
    spring, autumn = date(day.year, 2, 1), date(day.year, 9, 1)
    if day >= autumn:
        return day.year * 2 + 1
    return day.year * 2 if day >= spring else day.year * 2 - 1
