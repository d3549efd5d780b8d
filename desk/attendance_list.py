"""Who came to a date, day by day, as lines to show: one day at a time, searched and filtered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk.people_lines import Line, People
from events.domain.hours import Attended, of_taps
from events.domain.wording import length_words
from events.models import CheckIn
from office.folding import fold


@dataclass(frozen=True)
class Mark:
    """What is known of somebody on a day: here, said not to be here, or nothing yet."""

    day: date
    tap: CheckIn | None

    @property
    def label(self) -> str:
        return date_format(self.day, "D j/n")

    @property
    def is_here(self) -> bool:
        return self.tap is not None and self.tap.present

    @property
    def is_away(self) -> bool:
        """Somebody said that they are not here."""
        return self.tap is not None and not self.tap.present

    @property
    def sign(self) -> str:
        if self.tap is None:
            return "?"
        return "✓" if self.tap.present else "–"

    @property
    def words(self) -> str:
        if self.tap is None:
            return _("not marked")
        return _("here") if self.tap.present else _("not here")


@dataclass(frozen=True)
class Row:
    """A person, their days that have begun, and the one shown."""

    line: Line
    marks: list[Mark]
    mark: Mark
    attended: Attended

    @property
    def words(self) -> list[str]:
        """What stands below the name: the stage, once the list is closed the outcome, hours."""
        is_closed = self.line.claim.occurrence.list_closed_at is not None
        total = self.attended.total
        known = [
            self.line.stage,
            self.line.state if is_closed else self.mark.words if self.mark.is_away else "",
            length_words(total) if total else "",
        ]
        return [it for it in known if it]

    @property
    def find(self) -> str:
        """What the search looks in."""
        return fold(self.line.name)


SHOWN: dict[str, tuple[Any, Callable[[Row], bool]]] = {
    "": (pgettext_lazy("filter", "All"), lambda row: True),
    "missing": (gettext_lazy("Not yet"), lambda row: not row.mark.is_here),
    "here": (gettext_lazy("Here"), lambda row: row.mark.is_here),
}
"""Whom the list shows."""


@dataclass(frozen=True)
class Link:
    """Another view of the list, and how many stand in it."""

    label: str
    url: str
    count: int
    is_current: bool


class AttendanceList:
    """Everybody with a place on one day of a date. Day, search and filter stand in the address."""

    def __init__(self, people: People, asked: Mapping[str, str]) -> None:
        self.people, self.occurrence = people, people.occurrence
        self.query = asked.get("q", "").strip()
        self.show = asked.get("show", "") if asked.get("show") in SHOWN else ""
        self.day = self._day(asked.get("day", ""))

    def _day(self, asked: str) -> date:
        """The one asked for; else today, the last that has begun, or the first."""
        begun = self.people.begun
        days = {str(day): day for day in begun}
        return days.get(asked) or (begun[-1] if begun else self.occurrence.first_day)

    @property
    def label(self) -> str:
        return date_format(self.day, "l j F")

    @cached_property
    def everybody(self) -> list[Row]:
        return [self._row(it) for it in self.people.participants if it.is_confirmed]

    @cached_property
    def rows(self) -> list[Row]:
        """Those asked for."""
        fits, words = SHOWN[self.show][1], fold(self.query).split()
        found = [row for row in self.everybody if fits(row)]
        return [row for row in found if all(word in row.find for word in words)]

    @property
    def present(self) -> int:
        return self._here(self.day)

    @property
    def total(self) -> int:
        return len(self.everybody)

    @property
    def all_here(self) -> bool:
        return self.present == self.total

    def row_of(self, registration: str) -> Row | None:
        return next((it for it in self.everybody if str(it.line.claim.pk) == registration), None)

    # Other views of it

    @property
    def days(self) -> list[Link]:
        """The days that have begun, where there are several."""
        begun = self.people.begun
        links = [
            Link(
                date_format(day, "D j/n"),
                self._url(day=str(day)),
                self._here(day),
                day == self.day,
            )
            for day in begun
        ]
        return links if len(self.occurrence.days) > 1 else []

    @property
    def shown(self) -> list[Link]:
        return [
            Link(str(label), self._url(show=key), sum(map(fits, self.everybody)), key == self.show)
            for key, (label, fits) in SHOWN.items()
        ]

    def _url(self, **changes: str) -> str:
        kept = {"day": str(self.day), "show": self.show} | changes
        return f"?{urlencode({name: value for name, value in kept.items() if value})}"

    def _here(self, day: date) -> int:
        taps = (self.people.taps.get(it.line.claim.pk, {}).get(day) for it in self.everybody)
        return sum(1 for tap in taps if tap is not None and tap.present)

    def _row(self, line: Line) -> Row:
        taps = self.people.taps.get(line.claim.pk, {})
        return Row(
            line=line,
            marks=[Mark(day, taps.get(day)) for day in self.people.begun],
            mark=Mark(self.day, taps.get(self.day)),
            attended=of_taps(taps.values(), self.occurrence),
        )
