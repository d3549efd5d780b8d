"""The export writer: any text comes back as it was, as text; nothing becomes a formula."""

import csv
import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from desk import sheets
from desk.sheets import Column, delimiter, text, write_csv, write_xlsx

WHATEVER = [Column("What", lambda row: row)]
ODD = ["=1+1", "+45 20 30 40 50", "-2", "@SUM(A1)", "\tx", "\r=1", "1,5", "2026-11-21", "0045", "'"]
any_text = st.text() | st.sampled_from(ODD) | st.text(st.characters(max_codepoint=64))


def as_xlsx(rows, columns=WHATEVER, title="People"):
    file = io.BytesIO()
    assert write_xlsx(columns, iter(rows), file, title) == len(rows)
    return load_workbook(file).active


def as_csv(rows, columns=WHATEVER):
    file = io.BytesIO()
    assert write_csv(columns, iter(rows), file, "People") == len(rows)
    written = file.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter()))


@given(st.lists(any_text, max_size=5))
@example(["\x00\x0b\ud800\uffff", "_x0041_", " edges ", "a\r\nb\rc", "æøå 🩺"])
def test_any_text_comes_back_from_xlsx_as_text(rows):
    cells = [row[0] for row in as_xlsx(rows).iter_rows(min_row=2, max_row=len(rows) + 1)]

    for said, cell in zip(rows, cells, strict=False):
        assert unescape(cell.value or "") == text(said)
        if text(said):
            assert (cell.data_type, cell.number_format) == ("s", "@")


@given(st.lists(any_text, max_size=5))
@example(ODD)
def test_any_text_comes_back_from_csv_with_an_apostrophe_where_it_could_calculate(rows):
    cells = [row[0] if row else "" for row in as_csv(rows)[1:]]

    for said, cell in zip(rows, cells, strict=True):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert cell.removeprefix("'") == text(said).removeprefix("'")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@cmd", "'@cmd"),
        ("-2+3", "'-2+3"),
        ("+45 20 30 40 50", "'+45 20 30 40 50"),
        ("\tx", "'\tx"),
        ("\r=1", "'\n=1"),
        ("Nora", "Nora"),
        (12, "12"),
        (None, ""),
    ],
)
def test_csv_is_defused(value, cell):
    assert as_csv([value])[1:] == ([[cell]] if cell else [[""]])


def test_a_heading_cannot_calculate_either():
    columns = [Column("=cmd", str)]

    assert as_csv(["x"], columns)[0] == ["'=cmd"]
    assert as_xlsx(["x"], columns)["A1"].data_type == "s"


def test_only_a_column_of_numbers_holds_numbers():
    columns = [Column("Text", lambda n: n), Column("Number", lambda n: n, is_number=True)]
    sheet = as_xlsx([-7], columns)

    assert (sheet["A2"].value, sheet["B2"].value) == ("-7", -7)
    assert as_csv([-7], columns)[1] == ["'-7", "-7"]
    assert as_xlsx(["=1"], columns)["B2"].data_type == "s"


def test_values_are_written_in_words():
    with translation.override("en"):
        assert text(True) == "yes"
        assert text(date(2026, 11, 21)) == "21 Nov 2026"
        assert text(["bed", "bus"]) == "bed, bus"
        assert text(datetime(2026, 11, 21, 12, tzinfo=UTC)) == "21 Nov 2026 13:00"


def test_danish_excel_opens_the_csv():
    file = io.BytesIO()
    write_csv([Column("Navn", str), Column("By", str)], ["Søren"], file, "")

    assert file.getvalue().startswith(b"\xef\xbb\xbfNavn;By\r\nS\xc3\xb8ren;")


def test_the_sheet_can_be_read_its_headings_stay_and_stand_out():
    columns = [Column("Name", lambda n: n), Column("Why", lambda n: "x" * 500)]
    sheet = as_xlsx(["Nora Bach Kristoffersen"], columns, title="Who? [all]/" + "n" * 40)

    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width == 25
    assert sheet.column_dimensions["B"].width == sheets.WIDEST
    assert sheet.title == "Who   all  " + "n" * 20


def test_a_text_too_long_for_a_cell_is_cut_visibly():
    cell = as_xlsx(["🩺" * 20_000])["A2"].value

    assert cell.endswith("🩺…")
    assert len(cell.encode("utf-16-le")) // 2 <= sheets.LONGEST


def test_memory_stays_flat_however_many_rows():
    columns = [Column(str(n), lambda row, n=n: f"answer {row} {n}") for n in range(60)]

    def peak(write, count):
        with io.FileIO("/dev/null", "w") as nowhere:
            tracemalloc.start()
            write(columns, iter(range(count)), io.BufferedWriter(nowhere), "x")
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return most

    for write in (write_csv, write_xlsx):
        assert peak(write, 600) < peak(write, 150) * 1.5 < 10_000_000


def test_a_broken_file_is_not_written():
    file = io.BytesIO()
    write_xlsx(WHATEVER, ["x\x00"], file, "")

    assert zipfile.ZipFile(file).testzip() is None


def test_a_moment_is_a_real_one_in_a_spreadsheet_and_read_as_one_from_a_csv():
    columns = [Column("When", lambda row: row, is_moment=True)]
    rows = [datetime(2026, 7, 1, 12, 0, 5, 999, tzinfo=UTC), None]

    one, none = (row[0] for row in as_xlsx(rows, columns).iter_rows(min_row=2, max_row=3))
    assert (one.value.isoformat(), one.is_date) == ("2026-07-01T14:00:05", True)
    assert none.value is None
    assert as_csv(rows, columns)[1:] == [["2026-07-01 14:00"], [""]]
