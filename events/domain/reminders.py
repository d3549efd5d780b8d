"""Mails that time brings: *still coming?* three days before, thanks two days after."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from events.domain import asking, coming, evaluation, telling
from events.domain.places import Places
from events.models import OccurrenceState, Registration
from office import clock
from office.one_by_one import one_by_one

BEFORE = timedelta(days=3)
"""*Still coming?* is asked this long before the start, unless a place, or the question after a
move, is newer than a day."""
NEWER_THAN = timedelta(days=1)
AFTER = timedelta(days=2)
"""Thanks leave this long after the end, but not once it is older than a month."""
TOO_LATE = timedelta(days=30)


def remind() -> int:
    """Queue what is due of both; returns how many mails. Safe to run twice at once."""
    at = clock.now()
    due = [(*it, "reminder") for it in _to_remind(at)] + [(*it, "thanks") for it in _to_thank(at)]
    return one_by_one(due, lambda it: _tell(*it))


def _to_remind(at: datetime) -> QuerySet[Registration, tuple[int, int]]:
    rows = Registration.objects.confirmed().filter(
        Q(asked_coming_at=None) | Q(asked_coming_at__lte=at - NEWER_THAN),
        reminded_at=None,
        occurrence__state=OccurrenceState.SCHEDULED,
        occurrence__starts_at__gt=at,
        occurrence__starts_at__lte=at + BEFORE,
        proven_at__lte=at - NEWER_THAN,
    )
    return rows.values_list("pk", "occurrence_id")


def _to_thank(at: datetime) -> QuerySet[Registration, tuple[int, int]]:
    rows = Registration.objects.attended().filter(
        contact__erased_at=None,
        thanked_at=None,
        occurrence__ends_at__lte=at - AFTER,
        occurrence__ends_at__gt=at - TOO_LATE,
    )
    return rows.values_list("pk", "occurrence_id")


def _tell(pk: int, occurrence: int, kind: str) -> bool:
    field = "reminded_at" if kind == "reminder" else "thanked_at"
    with Places.lock(occurrence) as places:
        registration = places.registration(pk)
        if not registration.is_confirmed or getattr(registration, field):
            return False
        setattr(registration, field, places.at)
        if kind == "reminder":
            coming.ask(registration, places.at)
        registration.save(update_fields=[field, "asked_coming_at", "still_coming_at"])
        telling.tell(registration, kind, at=places.at, **_asks(places, registration, kind))
        return True


def _asks(places: Places, registration: Registration, kind: str) -> dict[str, Any]:
    """What the person's page asks besides."""
    if kind == "thanks":
        return {"evaluates": evaluation.is_asked(places.occurrence.event_id)}
    sheet = asking.sheet(registration.contact_id or 0, places.occurrence)
    return asking.facts(sheet, places.occurrence, places.at)
