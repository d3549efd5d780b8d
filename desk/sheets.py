"""Tables as files, row by row: XLSX of typed text, CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

from django.conf import settings
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from desk import words

FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet calculate a cell of a CSV; the wide ones do so in Japanese Excel."""

LONGEST = 32_767
"""How many UTF-16 units Excel takes in one cell."""

NARROWEST, WIDEST, LOOKED_AT = 8, 60, 100
"""Widths of columns in characters, and from how many rows they are judged."""

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


MOMENT = "m/d/yy h:mm"
"""The spreadsheet's name for day and time as its reader writes them."""

Cell = str | int | Decimal | datetime


@dataclass(frozen=True)
class Column:
    """A heading, and what stands below it in the row of something.

    Cells are text, whatever they look like. In a column of numbers whole numbers and decimals stay
    numbers; in one of moments a spreadsheet gets the office's day and time, to sort and count by.
    """

    heading: str
    value: Callable[[Any], Any]
    is_number: bool = False
    is_moment: bool = False

    def cell(self, row: Any) -> Cell:
        value = self.value(row)
        if self.is_moment and isinstance(value, datetime):
            return value
        return value if self.is_number and type(value) in (int, Decimal) else text(value)


def text(value: Any) -> str:
    """A value in words, with one kind of line end and nothing that no file can hold."""
    lines = _in_words(value).replace("\r\n", "\n").replace("\r", "\n")
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", lines)


def _in_words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return words.moment(value, words.office_zone())
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, list | tuple):
        return ", ".join(text(one) for one in value)
    return str(value)


# CSV


def harmless(cell: Cell) -> str:
    """A cell of a CSV that no spreadsheet takes for a formula."""
    if isinstance(cell, Decimal):
        return str(cell).replace(".", get_format("DECIMAL_SEPARATOR", settings.LANGUAGE_CODE))
    if isinstance(cell, datetime):
        return f"{_on_the_wall(cell):%Y-%m-%d %H:%M}"
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else str(cell)


def delimiter() -> str:
    """What Excel here takes between two cells: a semicolon where the comma is the decimals'."""
    return ";" if get_format("DECIMAL_SEPARATOR", settings.LANGUAGE_CODE) == "," else ","


def write_csv(columns: Sequence[Column], rows: Iterable[Any], file: IO[bytes], title: str) -> int:
    """Write the table; its title has no place in it. Returns the number of rows."""
    out = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(out, delimiter=delimiter())
    writer.writerow([harmless(text(column.heading)) for column in columns])
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 -- the last is the number of rows
        writer.writerow([harmless(column.cell(row)) for column in columns])
    out.detach()
    return count


# XLSX


def write_xlsx(columns: Sequence[Column], rows: Iterable[Any], file: IO[bytes], title: str) -> int:
    """Write the table as a sheet of this title. Returns the number of rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[][:*?/\\']", " ", text(title))[:31] or "1")
    sheet.freeze_panes = "A2"
    cells = ([column.cell(row) for column in columns] for row in rows)
    first = list(islice(cells, LOOKED_AT))
    headings = [text(column.heading) for column in columns]
    for at, width in enumerate(_widths([headings, *first]), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.append(list(_xlsx_cells(sheet, headings, Font(bold=True))))
    count = 0
    for count, row in enumerate(chain(first, cells), start=1):  # noqa: B007 -- as above
        sheet.append(list(_xlsx_cells(sheet, row)))
    book.save(file)
    return count


def _widths(rows: Sequence[Sequence[Cell]]) -> Iterator[int]:
    for cells in zip(*rows, strict=True):
        longest = max(len(line) for cell in cells for line in text(cell).split("\n"))
        yield min(max(longest + 2, NARROWEST), WIDEST)


def _xlsx_cells(sheet: Any, row: Sequence[Cell], font: Font | None = None) -> Iterator[Any]:
    for value in row:
        cell = WriteOnlyCell(sheet)
        if isinstance(value, int | Decimal):
            cell.value = value
        elif isinstance(value, datetime):
            cell.value, cell.number_format = _on_the_wall(value), MOMENT
        elif value:
            cell.value = _fitting(value)
            cell.data_type, cell.number_format = "s", "@"
        if font:
            cell.font = font
        yield cell


def _on_the_wall(at: datetime) -> datetime:
    """To the second and without a zone: spreadsheets know none."""
    return at.astimezone(words.office_zone()).replace(tzinfo=None, microsecond=0)


def _fitting(value: str) -> str:
    """Text as the format keeps it: `_x0041_` would be read as A, and too long is cut visibly."""
    kept = LIKE_AN_ESCAPE.sub("_x005F_", value)
    if len(kept) * 2 <= LONGEST:
        return kept
    units = kept.encode("utf-16-le")
    if len(units) <= LONGEST * 2:
        return kept
    return units[: (LONGEST - 1) * 2].decode("utf-16-le", "ignore") + "…"
