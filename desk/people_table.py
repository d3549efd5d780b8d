"""A table of the people on a date, as somebody wants it: narrowed, sorted, with chosen columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from desk.export import Column as FileColumn
from desk.export import Export
from desk.forms.people_filter import PeopleFilter
from desk.people_columns import USUAL, Cell, Column, Columns
from desk.people_lines import Line


@dataclass(frozen=True)
class Heading:
    """A column's head, and the address that sorts by it."""

    column: Column
    url: str
    sorted: str

    @property
    def aria(self) -> str:
        return {"": "none", "up": "ascending", "down": "descending"}[self.sorted]


@dataclass(frozen=True)
class Row:
    line: Line
    cells: list[Cell]


class PeopleTable:
    """Filters, order and everything else stand in the address; columns are somebody's own."""

    def __init__(
        self, request: HttpRequest, lines: list[Line], columns: Columns, chosen: list[str] | None
    ) -> None:
        self.request, self.columns = request, columns
        self.keys = USUAL if chosen is None else chosen
        self.filter = PeopleFilter(request.GET, lines=lines, columns=columns)
        self.total = len(lines)

    @cached_property
    def shown(self) -> list[Column]:
        return self.columns.chosen(self.keys)

    @property
    def name(self) -> Column:
        return Column("name", _("Name"), lambda it: it.name)

    @cached_property
    def lines(self) -> list[Line]:
        found = self.filter.narrowed()
        if column := self._sorted_by:
            found.sort(key=column.sort_key, reverse=self._is_down)
            if self._is_down:  # whoever has nothing there comes last all the same
                found.sort(key=lambda it: column.sort_key(it)[0])
        return found

    @property
    def rows(self) -> Iterator[Row]:
        for line in self.lines:
            yield Row(line, [Cell(column, column.text(line)) for column in self.shown])

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filter.asked)

    # Order

    @property
    def _asked(self) -> str:
        return self.request.GET.get("sort", "")

    @property
    def _is_down(self) -> bool:
        return self._asked.startswith("-")

    @property
    def _sorted_by(self) -> Column | None:
        key = self._asked.removeprefix("-")
        return self.name if key == "name" else self.columns.all.get(key)

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in (self.name, *self.shown)]

    def _heading(self, column: Column) -> Heading:
        how = {column.key: "up", f"-{column.key}": "down"}.get(self._asked, "")
        turned = f"-{column.key}" if how == "up" else column.key
        return Heading(column, self.address(sort=turned), how)

    # Addresses and files

    def address(self, **changes: str) -> str:
        """The same table with something else about it; "" takes that out."""
        asked: QueryDict = self.request.GET.copy()
        for name, value in changes.items():
            asked.pop(name, None)
            if value:
                asked[name] = value
        return f"?{asked.urlencode()}"

    @property
    def tick_all(self) -> str:
        return self.address(tick="all")

    @property
    def is_ticked(self) -> bool:
        return self.request.GET.get("tick") == "all"

    @property
    def files(self) -> list[tuple[str, str]]:
        return [("Excel", self.address(export="xlsx")), ("CSV", self.address(export="csv"))]

    def file(self, name: str, about: Any) -> Export:
        """Exactly what is on screen, questions in full."""
        columns = [FileColumn(it.label, it.text) for it in (self.name, *self.shown)]
        return Export(name, columns, self.lines, about, self.filter.names())

    @property
    def choices(self) -> list[tuple[Column, bool]]:
        """Every column there is, and whether it is shown."""
        return [(column, key in self.keys) for key, column in self.columns.all.items()]
