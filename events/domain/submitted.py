"""What somebody typed at sign-up, kept as it was until their address has answered."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from contacts.domain.stages import Stage, semester_on
from events.domain.answers import Given
from events.models import Occurrence, Registration, Turn
from office.models import CareerStage


class Submitted(TypedDict, total=False):
    """`semester` is the person's own word for the event's first day; None leaves it computed.

    `answers` stand by the question's number, each to a version of it. `browser` is where it was
    typed, unless that is where the claim was made.
    """

    name: str
    email: str
    phone: str
    stage: str
    school: str
    school_name: str
    campus: str
    study_start: str
    semester: int | None
    consent: bool
    consent_wording: str
    likelihood: int | None
    answers: dict[str, Given]
    browser: str


def typed_in(claim: Registration | Turn) -> str:
    """The browser in which what a claim keeps was typed: anybody may type an address again."""
    return str((claim.submitted or {}).get("browser", claim.browser))


def study_start(submitted: Submitted) -> date | None:
    """The first day of the month studies began, from "2023-09"."""
    text = submitted.get("study_start")
    return date.fromisoformat(f"{text}-01") if text else None


def semester(submitted: Submitted, on: date) -> int | None:
    """The semester on a day: corrected by the person, else computed; None if not a student's."""
    if said := submitted.get("semester"):
        return said
    start = study_start(submitted)
    return semester_on(start, on) if start else None


def told_stage(submitted: Submitted, occurrence: Occurrence) -> Stage:
    """The stage as it goes into the contact's history."""
    start = study_start(submitted)
    return Stage(
        stage=submitted.get("stage", ""),
        school=submitted.get("school_name") or submitted.get("school", ""),
        campus=submitted.get("campus", ""),
        study_start=start,
        semester_shift=_shift(start, submitted.get("semester"), occurrence),
    )


def told_over(known: Stage | None, submitted: Submitted, occurrence: Occurrence) -> Stage:
    """The same where the office says it of somebody known: what it leaves empty stays as it is.

    Whoever goes on to another stage of their studies keeps university and start; whoever has
    ended them has neither.
    """
    told = told_stage(submitted, occurrence)
    if known is None or not _goes_on(known.stage, told.stage):
        return told
    start, said = told.study_start or known.study_start, submitted.get("semester")
    stands = start == known.study_start and not said
    return Stage(
        stage=told.stage or known.stage,
        school=told.school or known.school,
        campus=known.campus if told.school in ("", known.school) else told.campus,
        study_start=start,
        semester_shift=known.semester_shift if stands else _shift(start, said, occurrence),
    )


def _goes_on(known: str, told: str) -> bool:
    if told in ("", known):
        return True
    students = CareerStage.objects.filter(is_student=True).values_list("key", flat=True)
    return {known, told} <= set(students)


def _shift(start: date | None, said: int | None, occurrence: Occurrence) -> int:
    return said - semester_on(start, occurrence.first_day) if start and said else 0


def is_for(occurrence: Occurrence, submitted: Submitted) -> bool:
    """Whether the audience of this date, judged for its first day, admits the person."""
    audience = list(occurrence.audience.all())
    if not audience:
        return True
    stage = submitted.get("stage", "")
    now_in = semester(submitted, occurrence.first_day)
    return any(row.admits(stage, now_in) for row in audience)
