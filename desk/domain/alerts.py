"""What the office is told at once: a place given back late, an offer or a mailing that did not
arrive, a practice that must cancel. Found from rows, told once to each reader. Who it was is looked
up when the mail is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F
from django.urls import reverse

from desk.domain.readers import language_of, readers
from events.models import Because, Hosting, Mailing, Occurrence, OccurrenceState, Registration, Turn
from events.models.states import RegistrationState
from mail.domain import outbox
from mail.models import Message
from office import clock
from office.actor import PERSON
from office.one_by_one import one_by_one

LATE = timedelta(hours=48)
"""A place given back so soon before the start is an alert."""
SINCE = timedelta(hours=24)
"""What happened longer ago is no news any more, should the worker have slept."""
MANY, PART = 3, 5
"""A mailing failed for many: for so many, and for one in so many."""


@dataclass(frozen=True)
class Alert:
    """`about` names what happened, in the outbox; `facts` is what there is to say of it."""

    kind: str
    about: str
    facts: dict[str, Any]


def queue_due() -> int:
    """Queue what is news; returns how many mails. Safe to run twice at once."""
    at = clock.now()
    found = list(find(at))
    if not found:
        return 0
    people = list(readers("alerts"))
    told = _told([_claim(user, it) for user in people for it in found])
    due = [(user, it) for user in people for it in found if _claim(user, it) not in told]
    return one_by_one(due, lambda it: _tell(*it, at))


def find(at: datetime) -> Iterator[Alert]:
    """All that is news now."""
    for registration in _given_back(at):
        yield Alert("late_cancellation", f"gave_back:{registration.pk}", _of(registration))
    for registration in _unreached(at):
        yield Alert("offer_unreached", f"unreached:{registration.pk}", _of(registration))
    for hosting in _cancelled(at):
        when = f"{hosting.cancelled_at:%Y%m%d%H%M%S}"
        about = f"host_cancelled:{hosting.pk}:{when}"
        yield Alert("host_cancelled", about, _of_hosting(hosting))
    for mailing in _failed(at):
        yield Alert("mailing_failed", f"mailing:{mailing.pk}", _of_mailing(mailing))


def _given_back(at: datetime) -> Any:
    """By the person, of a place they had: what the office ends itself it knows."""
    return _ended(at).filter(
        ended_because__in=[Because.CANCELLED, Because.ERASED],
        ended_by=PERSON.name,
        sequence__gte=0,
        occurrence__state=OccurrenceState.SCHEDULED,
        occurrence__starts_at__lte=F("ended_at") + LATE,
    )


def _unreached(at: datetime) -> Any:
    return _ended(at).filter(ended_because=Because.BOUNCED, turn__isnull=False)


def _ended(at: datetime) -> Any:
    rows = Registration.objects.real().filter(
        state=RegistrationState.CANCELLED,
        ended_at__gt=at - SINCE,
        occurrence__starts_at__gt=at,
    )
    return rows.select_related("occurrence__event__coordinator").order_by("ended_at", "pk")


def _cancelled(at: datetime) -> list[Hosting]:
    """By the practice itself; less than two days before, its visit is called off by that."""
    rows = Hosting.objects.filter(cancelled_at__gt=at - SINCE).order_by("cancelled_at", "pk")
    return list(rows.select_related("host", "spot", "occurrence__event__coordinator"))


def _failed(at: datetime) -> list[Any]:
    rows: Any = Mailing.objects.filter(sent_at__gt=at - SINCE).with_fates()
    many = rows.filter(missed__gte=MANY).filter(count__lte=F("missed") * PART)
    return list(many.select_related("occurrence__event__coordinator").order_by("pk"))


def _of(registration: Registration) -> dict[str, Any]:
    occurrence = registration.occurrence
    assert registration.ended_at  # noqa: S101 -- it has ended
    return _of_date(occurrence) | {
        "registration": registration.pk,
        "at": registration.ended_at.isoformat(),
        "next": _next(occurrence, registration.ended_at),
        "path": reverse("dates:waitlist", args=[occurrence.pk]),
    }


def _of_date(occurrence: Occurrence) -> dict[str, Any]:
    event = occurrence.event
    user = event.coordinator
    return {
        "title": event.title,
        "zone": event.zone,
        "starts_at": occurrence.starts_at.isoformat(),
        "ends_at": occurrence.ends_at.isoformat(),
        "location": occurrence.location,
        "responsible": (user.get_full_name() or user.get_username()) if user else "",
    }


def _of_hosting(hosting: Hosting) -> dict[str, Any]:
    times = {key: getattr(hosting, key).isoformat() for key in ("starts_at", "ends_at")}
    return (
        _of_date(hosting.occurrence)
        | times
        | {
            "hosting": hosting.pk,
            "practice": str(hosting.host),
            "is_called_off": hosting.occurrence.is_called_off,
            "path": reverse("dates:edit", args=[hosting.occurrence_id]),
        }
    )


def _next(occurrence: Occurrence, since: datetime) -> str:
    """What became of the place: `offered`, `taken`, `waiting` (nobody was asked) or `nobody`."""
    offers = Turn.objects.filter(occurrence=occurrence, offer__created_at__gte=since)
    if offers.filter(offer__state=RegistrationState.OFFERED).exists():
        return "offered"
    if offers.filter(offer__state=RegistrationState.CONFIRMED).exists():
        return "taken"
    there = Registration.objects.holding().filter(occurrence=occurrence, contact__isnull=False)
    waits = Turn.objects.filter(occurrence=occurrence, contact__erased_at=None)
    waits = waits.exclude(proven_at=None).exclude(contact__in=there.values("contact"))
    in_vain = waits.filter(ended_because=Because.LIST_OVER).exists()
    return "waiting" if in_vain or waits.live().exists() else "nobody"


def _of_mailing(mailing: Any) -> dict[str, Any]:
    facts = {"missed": mailing.missed, "count": mailing.count, "path": reverse("missed:index")}
    return facts | (_of_date(mailing.occurrence) if mailing.occurrence else {})


def _claim(user: User, alert: Alert) -> str:
    return f"user:{user.pk}:{alert.about}"


def _told(claims: list[str]) -> set[str]:
    return set(Message.objects.about(*claims).values_list("claim", flat=True))


def _tell(user: User, alert: Alert, at: datetime) -> bool:
    outbox.queue(
        alert.kind,
        to=user.email,
        language=language_of(user),
        at=at,
        claim=_claim(user, alert),
        facts={"user": user.pk, **alert.facts},
    )
    return True
