"""What a person chooses from: rows of the office, read once per form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from office.cache_window import cache_window
from office.models import CareerStage, MedicalSchool

OTHER, ABROAD = "other", "abroad"
USUAL_MONTHS = (9, 2)
YEARS_BACK = 14
SEMESTERS = 12

Choices = list[tuple[object, object]]


@dataclass(frozen=True)
class Reference:
    """Stages and universities as they stand in the database."""

    stage_rows: list[CareerStage]
    schools: list[MedicalSchool]

    @property
    def stages_by_key(self) -> dict[str, CareerStage]:
        return {row.key: row for row in self.stage_rows}

    @property
    def student_stages(self) -> set[str]:
        return {row.key for row in self.stage_rows if row.is_student}

    def campuses_of(self, code: str) -> list[str]:
        return next((row.campuses for row in self.schools if row.code == code), [])

    def stages(self) -> Choices:
        seen = {row.key: row.label for row in self.stage_rows}
        return [("", _("Choose")), *seen.items()]

    def school_choices(self) -> Choices:
        known = [(row.code, row.name) for row in self.schools]
        more = [(OTHER, _("Another university")), (ABROAD, _("A university abroad"))]
        return [("", _("Choose")), *known, *more]

    def campus_choices(self) -> Choices:
        rows = [row for row in self.schools if row.campuses]
        groups: Choices = [(row.name, [(it, it) for it in row.campuses]) for row in rows]
        return [("", _("The main one")), *groups]

    def semesters(self) -> Choices:
        counted = ((n, self.semester_words(n)) for n in range(1, SEMESTERS + 1))
        return [("", _("Work it out from my start")), *counted]

    def semester_words(self, n: int) -> str:
        """A semester of the whole study; where a later stage counts anew, as it counts, too."""
        begun = [row.first_semester for row in self.stage_rows if 1 < row.first_semester <= n]
        if not begun:
            return _("semester %(n)d") % {"n": n}
        both = {"n": n, "own": n - max(begun) + 1}
        return _("semester %(n)d (master's semester %(own)d)") % both


def known() -> Reference:
    """The rows there are to choose from, as read some seconds ago: they hardly ever change."""
    return _read(cache_window())


@lru_cache(maxsize=1)
def _read(_window: object) -> Reference:
    stages = CareerStage.objects.filter(for_events=True)
    return Reference(list(stages), list(MedicalSchool.objects.all()))


def months() -> Choices:
    """Months of the year, those in which most begin first."""
    usual = [(n, MONTHS[n]) for n in USUAL_MONTHS]
    other = [(n, name) for n, name in MONTHS.items() if n not in USUAL_MONTHS]
    groups = [(pgettext("months", "Usual"), usual), (pgettext("months", "Other"), other)]
    return [("", _("Month")), *groups]


def years(today: date) -> Choices:
    span = range(today.year, today.year - YEARS_BACK - 1, -1)
    return [("", _("Year")), *((year, str(year)) for year in span)]
