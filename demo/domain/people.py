"""The demo's people, and what each of them types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from django.utils import translation

from contacts.domain import consent, people, stages
from contacts.domain.stages import Stage
from contacts.models import Consent, Contact
from demo.domain.dates import Calendar
from demo.domain.files import Row, rows
from events.domain.submitted import Submitted
from office import clock
from signup.wording import consent_wording, withdrawal_wording

CAME_FROM = ("sams", "plakat", "", "sams", "mail", "ven")


@cache
def person(key: str) -> Row:
    return next(row for row in rows("people") if row["key"] == key)


def contact(key: str) -> Contact:
    """The person, once their address has answered."""
    return Contact.objects.get(email=person(key)["email"])


def typed(key: str, calendar: Calendar, then: str = "") -> Submitted:
    """What the person types at sign-up; `then` says what was different at that time, as in
    "stage=ka school=KU campus=Køge semester=12"."""
    row = person(key)
    was = dict(part.split("=") for part in then.split())
    semester = int(row["semester"] or 0)
    return {
        "name": row["name"],
        "email": row["email"],
        "phone": row["phone"],
        "stage": was.get("stage", row["stage"]),
        "school": was.get("school", row["school"]),
        "school_name": "",
        "campus": was.get("campus", row["campus"]),
        "study_start": _month(calendar, semester),
        "semester": int(was.get("semester", 0)) or None,
        "consent": row["consent"] == "yes",
        "consent_wording": _said(row, consent_wording),
        "likelihood": int(row["likelihood"]) if row["likelihood"] else None,
    }


def came_from(key: str) -> str:
    """The word of the address somebody came by: most by their association, some by none."""
    return CAME_FROM[sum(map(ord, key)) % len(CAME_FROM)]


def meet(key: str, where: str) -> None:
    """Somebody who said at a stand: write to me."""
    row, at = person(key), clock.now()
    met = people.find_or_make(
        row["email"], name=row["name"], phone=row["phone"], language=row["language"], at=at
    )
    stages.record(met, Stage(row["stage"]), source=where, at=at)
    _consent(met, row, granted=True, source=where)


def withdraw(key: str) -> None:
    """Somebody who says stop."""
    _consent(contact(key), person(key), granted=False, source="my data")


def _consent(who: Contact, row: Row, *, granted: bool, source: str) -> None:
    wording = _said(row, consent_wording if granted else withdrawal_wording)
    purpose = Consent.Purpose.WRITE_TO_ME
    consent.record(who, purpose, granted=granted, wording=wording, source=source, at=clock.now())


def _said(row: Row, wording: Callable[[], str]) -> str:
    with translation.override(row["language"]):
        return wording()


def _month(calendar: Calendar, semester: int) -> str:
    start: date | None = calendar.first_of_semester(semester) if semester else None
    return f"{start:%Y-%m}" if start else ""
