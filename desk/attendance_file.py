"""Who came, day by day and with hours, as a table to take along."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from desk.attendance_list import AttendanceList, Row
from desk.export import Column, Export


def attendance_file(shown: AttendanceList) -> Export:
    """Everybody with a place: for each day whether they were there, and for how many hours."""
    columns = [
        Column(_("Name"), lambda row: row.line.name),
        Column(_("Stage"), lambda row: row.line.stage),
    ]
    for n, day in enumerate(shown.people.begun):
        columns.append(Column(date_format(day, "SHORT_DATE_FORMAT"), partial(_there, n)))
        hours = _("Hours on %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}
        columns.append(Column(hours, partial(_hours, n), is_number=True))
    columns.append(Column(_("Hours in all"), _total, is_number=True))
    return Export(_("Attendance"), columns, shown.everybody, shown.occurrence)


def _there(n: int, row: Row) -> bool | None:
    """None, an empty cell, where nothing was marked."""
    tap = row.marks[n].tap
    return None if tap is None else tap.present


def _hours(n: int, row: Row) -> Decimal | None:
    there = row.attended.on(row.marks[n].day)
    return _neat(there.hours) if there else None


def _total(row: Row) -> Decimal | None:
    return _neat(row.attended.total) if row.attended.days else None


def _neat(hours: Decimal | None) -> Decimal | None:
    return None if hours is None else Decimal(f"{hours.normalize():f}")
