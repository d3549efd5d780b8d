"""Who takes attendance on a phone, until when, and the list that is shown to them.

Either a helper, whose phone keeps a link, or somebody signed in who may check people in. The list
holds names and stages, nothing else of anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format

from contacts.models import StageRecord
from events.domain import helper_passes
from events.domain.attendance import first_moment
from events.domain.door import TAPS_TAKEN
from events.models import CheckIn, HelperPass, Occurrence, OccurrenceState, Registration, WalkIn
from office import clock
from office.actor import Actor, coordinator, helper
from office.folding import fold
from office.models import CareerStage

KEPT_ON_PHONE = timedelta(hours=12)
"""How long after the end a phone keeps the list, by its own clock."""
LAST_NUMBER = 2**63 - 1
"""No row has a greater one, and not every database looks for it."""
READY_BEFORE = timedelta(hours=36)
"""How long before the first day a helper's phone may fetch the list, where there is network."""

Keeps = Callable[[HelperPass], bool]
"""Whether the browser that asks is the one that keeps a pass."""


class Standing(StrEnum):
    """Whether the list may be read now, or why not."""

    OPEN = "open"
    EARLY = "early"
    CLOSED = "closed"
    REVOKED = "revoked"
    OVER = "over"
    OFF = "off"


@dataclass(frozen=True)
class AtDoor:
    """Somebody who takes attendance on a date, as a helper or signed in."""

    occurrence: Occurrence
    actor: Actor
    at: datetime
    helper_pass: HelperPass | None = None

    @property
    def until(self) -> datetime | None:
        """From when what is tapped counts no more."""
        return self.helper_pass.ends_at if self.helper_pass else None

    @property
    def expires(self) -> datetime:
        """From when the list is kept on the phone no more."""
        end = self.occurrence.ends_at + KEPT_ON_PHONE
        return min(end, self.until) if self.until else end

    @property
    def begins(self) -> datetime:
        return first_moment(self.occurrence)

    @property
    def standing(self) -> Standing:
        if self.helper_pass and self.helper_pass.revoked_at:
            return Standing.REVOKED
        if not self.occurrence.is_scheduled:
            return Standing.OFF
        if self.occurrence.list_closed_at:
            return Standing.CLOSED
        if self.at >= self.expires:
            return Standing.OVER
        is_early = self.helper_pass and self.at < self.begins - READY_BEFORE
        return Standing.EARLY if is_early else Standing.OPEN

    @property
    def may_read(self) -> bool:
        return self.standing == Standing.OPEN

    @property
    def may_tap(self) -> bool:
        """Whether check-in has begun."""
        return self.may_read and self.at >= self.begins

    @property
    def may_send(self) -> bool:
        """Whether what was tapped before is still taken."""
        return self.standing not in {Standing.REVOKED, Standing.EARLY}

    @property
    def today(self) -> date:
        """The day of the date that it is; its first or last where it is another."""
        local = self.at.astimezone(self.occurrence.zone).date()
        return min(max(local, self.occurrence.first_day), self.occurrence.last_day)


def find(occurrence: int, *, user: Any, keeps: Keeps) -> AtDoor | None:
    """Whoever asks, if they take attendance on this date: signed in, or as a helper, whose browser
    keeps a pass."""
    if occurrence > LAST_NUMBER:
        return None
    at = clock.now()
    return _signed_in(user, occurrence, at) or _with_a_pass(keeps, occurrence, at)


def _signed_in(user: Any, occurrence: int, at: datetime) -> AtDoor | None:
    """Who only checks people in sees what is on today; until when taps are taken, they may send."""
    if not user.is_authenticated or not user.has_perm("events.add_checkin"):
        return None
    rows = Occurrence.objects.exclude(state=OccurrenceState.DRAFT).select_related("event")
    found = rows.filter(pk=occurrence, ends_at__gt=at - TAPS_TAKEN).first()
    if found is None:
        return None
    me = AtDoor(found, coordinator(user), at)
    sees_all = user.has_perm("events.view_registration")
    return me if sees_all or at >= me.begins else None


def _with_a_pass(keeps: Keeps, occurrence: int, at: datetime) -> AtDoor | None:
    """The newest pass this browser keeps, one that was not revoked before any other."""
    rows = helper_passes.of_dates().exclude(device="").filter(occurrence=occurrence)
    kept = [it for it in rows.order_by("-pk") if keeps(it)]
    kept.sort(key=lambda it: it.revoked_at is not None)
    if not kept or at >= kept[0].occurrence.ends_at + TAPS_TAKEN:
        return None
    return AtDoor(kept[0].occurrence, helper(kept[0].pk), at, kept[0])


# The list


@dataclass(frozen=True)
class Person:
    """Somebody with a place, as they are shown at the door."""

    pk: int
    first: str
    rest: str
    stage: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.rest}".strip()

    @property
    def folded(self) -> str:
        return fold(self.name)

    def as_json(self) -> dict[str, Any]:
        names = {"first": self.first, "rest": self.rest, "folded": self.folded}
        return {"pk": self.pk, "stage": self.stage, **names}


class Roster:
    """Everybody with a place on a date, who was seen there, and who came without a place."""

    def __init__(self, occurrence: Occurrence) -> None:
        self.occurrence = occurrence
        self.people = _people(occurrence)
        self.taps = _newest_taps(occurrence)
        waiting = WalkIn.objects.filter(occurrence=occurrence, settled_at=None)
        self.walk_ins = list(waiting)

    def is_here(self, person: Person, day: date) -> bool:
        return self.taps.get((person.pk, day), (False, None))[0]

    def as_json(self, door: AtDoor) -> dict[str, Any]:
        """All that a phone needs to go on without network. Times are milliseconds since 1970."""
        it = self.occurrence
        return {
            "now": millis(door.at),
            "expires": millis(door.expires),
            "begins": millis(door.begins),
            "zone": it.event.zone,
            "title": it.event.title,
            "days": [{"day": str(day), "label": day_label(day)} for day in it.days],
            "people": [p.as_json() for p in self.people],
            "taps": {
                f"{pk} {day}": [present, millis(at)]
                for (pk, day), (present, at) in self.taps.items()
            },
            "walk_ins": [
                {"tap": str(w.tap), "day": str(w.day), "name": w.name} for w in self.walk_ins
            ],
        }


def person(registration: Registration) -> Person:
    """One of them."""
    return _person(registration, _stages(registration.occurrence).get(registration.contact_id, ""))


def _people(occurrence: Occurrence) -> list[Person]:
    rows = Registration.objects.confirmed().filter(occurrence=occurrence)
    named = [it for it in rows.select_related("contact") if it.contact and it.contact.name]
    stages = _stages(occurrence)
    found = [_person(it, stages.get(it.contact_id, "")) for it in named]
    return sorted(found, key=lambda it: (it.folded, it.pk))


def _newest_taps(occurrence: Occurrence) -> dict[tuple[int, date], tuple[bool, datetime]]:
    """Of each person and day: there or not, and since when."""
    rows = CheckIn.objects.filter(registration__occurrence=occurrence).current()
    told = rows.values_list("registration_id", "day", "present", "tapped_at")
    return {(pk, day): (present, at) for pk, day, present, at in told}


def millis(at: datetime) -> float:
    """As JavaScript counts time; the digits after the point are microseconds."""
    return round(at.timestamp() * 1000, 3)


def day_label(day: date) -> str:
    return date_format(day, "D j/n")


def _person(registration: Registration, stage: str) -> Person:
    name = registration.contact.name.strip() if registration.contact else ""
    first, _space, rest = name.partition(" ")
    return Person(registration.pk, first, rest, stage)


def _stages(occurrence: Occurrence) -> dict[int | None, str]:
    """The newest stage of each contact with a place, in words."""
    labels = {it.key: it.label for it in CareerStage.objects.all()}
    rows = StageRecord.objects.filter(contact__registrations__occurrence=occurrence)
    told = rows.order_by("recorded_at", "pk").values_list("contact_id", "stage")
    return {contact: labels.get(stage, stage) for contact, stage in told}
