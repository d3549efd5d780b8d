"""A practice's visit as its own people see it: who comes, who came, what can be done.

Of a person nothing more than name, stage, semester, phone and whether the statements are signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse

from contacts.domain.stages import semester_on
from contacts.models import StageRecord
from events.domain import statements
from events.domain.hosting import CLOSES_AFTER
from events.models import CheckIn, Hosting, HostLink, Registration, Turn
from mail.domain import links
from office.models import CareerStage


@dataclass(frozen=True)
class Guest:
    """Somebody who comes. `signed` is None for who has nothing to sign."""

    registration: int
    name: str
    phone: str
    stage: str
    semester: int | None
    signed: bool | None


@dataclass(frozen=True)
class Room:
    """How full it is: numbers of places and of people who wait."""

    capacity: int
    free: int
    waiting: int


class Visit:
    """Read in a fixed number of queries, whatever the number of people."""

    def __init__(self, hosting: Hosting, at: datetime) -> None:
        self.hosting, self.at = hosting, at
        self.occurrence = hosting.occurrence

    @cached_property
    def guests(self) -> list[Guest]:
        """Those with a place, by name."""
        rows = list(self.hosting.people.select_related("contact")) if self._is_shown else []
        stages = _newest_stages([it.contact_id for it in rows])
        labels = {it.key: it.label for it in CareerStage.objects.all()} if rows else {}
        signed = statements.signed(self.occurrence) if rows else {}
        day = self.hosting.days[0]
        guests = [
            _guest(it, stages.get(it.contact_id), labels, signed.get(it.pk), day) for it in rows
        ]
        return sorted(guests, key=lambda it: it.name.casefold())

    @property
    def _is_shown(self) -> bool:
        """On a camp nobody is shown before everybody sees who is where."""
        return self.hosting.of_spot is None or self.occurrence.spots_shown_at is not None

    @cached_property
    def marks(self) -> dict[tuple[int, date], CheckIn]:
        """What was said last of each person and day."""
        people = [it.registration for it in self.guests]
        rows = CheckIn.objects.filter(registration__in=people, day__in=self.hosting.days).current()
        return {(it.registration_id, it.day): it for it in rows}

    @cached_property
    def room(self) -> Room:
        occurrence, spot = self.occurrence, self.hosting.spot
        if spot:
            return Room(spot.capacity, max(0, spot.capacity - len(self.guests)), 0)
        held = occurrence.registrations.holding().count()
        waiting = Turn.objects.filter(occurrence=occurrence).queue().count()
        return Room(occurrence.capacity, max(0, occurrence.capacity - held), waiting)

    @property
    def days_to_mark(self) -> list[date]:
        """The days that have begun, once the visit has."""
        if not self.has_begun:
            return []
        today = self.at.astimezone(self.occurrence.zone).date()
        return [day for day in self.hosting.days if day <= today]

    @property
    def has_begun(self) -> bool:
        return self.at >= self.hosting.starts_at

    @property
    def is_over(self) -> bool:
        return self.at >= self.hosting.ends_at

    @property
    def is_off(self) -> bool:
        return self.occurrence.is_called_off

    @property
    def is_cancelled(self) -> bool:
        """The practice must cancel, and the office has yet to decide."""
        return self.hosting.cancelled_at is not None and not self.is_off

    @property
    def can_cancel(self) -> bool:
        return not (self.is_over or self.is_off or self.hosting.cancelled_at)

    @property
    def is_list_closed(self) -> bool:
        return self.occurrence.list_closed_at is not None

    @property
    def unanswered(self) -> int:
        """How many people there are of whom nobody has said all that can be said by now."""
        days = self.days_to_mark
        return sum(
            any((it.registration, day) not in self.marks for day in days) for it in self.guests
        )

    @property
    def closed(self) -> list[tuple[Guest, bool | None]]:
        """Everybody, and whether they count as come. On a camp, whose list the office closes,
        None of whom nobody has said it."""
        came = {registration for (registration, _), it in self.marks.items() if it.present}
        said = {registration for registration, _day in self.marks}
        unsaid = None if self.hosting.of_spot else False
        return [
            (it, it.registration in came if it.registration in said else unsaid)
            for it in self.guests
        ]

    @property
    def closes_at(self) -> datetime | None:
        """When the list closes by itself; None while something is open or the office objects.

        The list of a camp, on which a practice has some of the people, does not.
        """
        if self.hosting.objected_at or self.hosting.of_spot or not self.marks or self._is_open:
            return None
        last = self.hosting.marked_at or max(it.recorded_at for it in self.marks.values())
        return max(last + CLOSES_AFTER, self.hosting.ends_at)

    @property
    def _is_open(self) -> bool:
        return bool(self.unanswered) or self.days_to_mark != self.hosting.days


def path(link: HostLink, name: str = "host") -> str:
    """Where a link's page (`host`), or one below it, is on this site."""
    token = links.make("host", link.pk, link.contact.link_version)
    return reverse(f"signup:{name}", args=[token])


def _guest(
    registration: Registration,
    record: StageRecord | None,
    labels: dict[str, str],
    signed: bool | None,
    day: date,
) -> Guest:
    contact = registration.contact
    return Guest(
        registration=registration.pk,
        name=contact.name if contact else "",
        phone=contact.phone if contact else "",
        stage=labels.get(record.stage, record.stage) if record else "",
        semester=_semester(record, day),
        signed=signed,
    )


def _semester(record: StageRecord | None, day: date) -> int | None:
    if record is None or record.study_start is None:
        return None
    semester = semester_on(record.study_start, day, record.semester_shift)
    return semester if semester > 0 else None


def _newest_stages(contacts: list[int | None]) -> dict[int | None, StageRecord]:
    told = StageRecord.objects.filter(contact__in=[it for it in contacts if it])
    return {it.contact_id: it for it in told.order_by("recorded_at", "pk")}
