"""Where somebody is on the way from student to GP."""

from dataclasses import dataclass
from datetime import date, datetime

from contacts.models import Contact, StageRecord

FEBRUARY, SEPTEMBER = 2, 9


@dataclass(frozen=True)
class Stage:
    """A stage as told; `study_start` is the first of a month, `semester_shift` a correction."""

    stage: str
    school: str = ""
    campus: str = ""
    study_start: date | None = None
    semester_shift: int = 0


def semester_on(study_start: date, on: date, shift: int = 0) -> int:
    """The semester somebody is in on a day, counted from 1 in half-years from February and
    September; `shift` is their own correction. Before the start it is 0 or less."""
    return _half_year(on) - _half_year(study_start) + 1 + shift


def _half_year(day: date) -> int:
    if day.month >= SEPTEMBER:
        return day.year * 2 + 1
    return day.year * 2 if day.month >= FEBRUARY else day.year * 2 - 1


def newest(contact: Contact) -> Stage | None:
    """What the history says of a contact now; None for nothing."""
    found = contact.stages.first()
    return _says(found) if found else None


def record(contact: Contact, told: Stage, *, source: str, at: datetime) -> StageRecord | None:
    """Add what was told to the history, unless the newest already says it."""
    if newest(contact) == told:
        return None
    return StageRecord.objects.create(
        contact=contact, **told.__dict__, source=source, recorded_at=at
    )


def _says(record: StageRecord) -> Stage:
    return Stage(
        record.stage, record.school, record.campus, record.study_start, record.semester_shift
    )
