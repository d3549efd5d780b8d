"""The people on one date as lines to show: participants, those who wait, those who left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from contacts.domain.stages import semester_on
from contacts.models import StageRecord
from desk import words
from events.domain import submitted as typed
from events.models import (
    Because,
    CheckIn,
    Occurrence,
    Registration,
    RegistrationState,
    Turn,
)


@dataclass(frozen=True)
class Day:
    """A day of the date, and whether somebody was seen on it."""

    day: date
    label: str
    present: bool


@dataclass(frozen=True)
class Line:
    """One person's claim, with what the office needs to see at a glance."""

    claim: Registration | Turn
    name: str
    phone: str
    stage: str
    semester: int | None
    state: str
    since: str
    days: list[Day] = field(default_factory=list)
    place: int = 0

    @property
    def contact_id(self) -> int | None:
        return self.claim.contact_id

    @property
    def is_confirmed(self) -> bool:
        return isinstance(self.claim, Registration) and self.claim.is_confirmed

    @property
    def kind(self) -> str:
        return "registration" if isinstance(self.claim, Registration) else "turn"


class People:
    """Everybody who has or had something to do with one date, in a fixed number of queries."""

    def __init__(self, occurrence: Occurrence, at: datetime) -> None:
        self.occurrence, self.at = occurrence, at
        self.labels = words.stage_labels()
        self._registrations = list(occurrence.registrations.select_related("contact"))
        self._turns = list(occurrence.turns.select_related("contact"))
        self._stages = self._newest_stages()
        self._present = self._who_was_present()

    @property
    def anybody_ever(self) -> bool:
        return bool(self._registrations or self._turns)

    @cached_property
    def participants(self) -> list[Line]:
        """Those who hold a place: confirmed by name, then those who hold one for a time."""
        holding = [self._participant(it) for it in self._registrations if it.is_holding]
        return sorted(holding, key=lambda line: (not line.is_confirmed, line.name.casefold()))

    @cached_property
    def waiting(self) -> list[Line]:
        """The queue in order; after the offers have ended, those who waited to the end."""
        over = [it for it in self._turns if it.ended_because == Because.LIST_OVER]
        queue = [it for it in self._turns if it.is_live and it.is_proven]
        return [self._waiting(it, n) for n, it in enumerate(queue + self._still_without(over), 1)]

    @cached_property
    def unproven(self) -> list[Line]:
        """Turns whose address has not answered: they are not in the queue yet."""
        turns = [it for it in self._turns if it.is_live and not it.is_proven]
        return [self._line(it, _("address not confirmed yet"), it.joined_at) for it in turns]

    @cached_property
    def ended(self) -> list[Line]:
        """Those who left or were too late, last first, once each."""
        gone: list[Registration | Turn] = [
            *(it for it in self._registrations if it.ended_at),
            *(it for it in self._turns if it.ended_at and not _led_on(it)),
        ]
        gone.sort(key=lambda claim: claim.ended_at or self.at, reverse=True)
        return [self._line(it, it.get_ended_because_display(), it.ended_at) for it in gone]

    def _still_without(self, over: list[Turn]) -> list[Turn]:
        placed = {it.contact_id for it in self._registrations if it.is_holding}
        return [it for it in over if it.contact_id and it.contact_id not in placed]

    def _participant(self, registration: Registration) -> Line:
        state = self._state(registration)
        since = registration.proven_at or registration.created_at
        return self._line(registration, state, since, days=self._days(registration))

    def _state(self, registration: Registration) -> str:
        state = str(registration.get_state_display())
        if self.occurrence.list_closed_at and registration.is_confirmed:
            came = any((registration.pk, day) in self._present for day in self.occurrence.days)
            return _("attended") if came else _("did not come")
        if registration.held_until:
            until = words.moment(registration.held_until, self.occurrence.zone)
            return _("%(state)s, until %(until)s") % {"state": state, "until": until}
        return state

    def _waiting(self, turn: Turn, place: int) -> Line:
        state = _("waited to the end") if turn.ended_at else _("waiting")
        return self._line(turn, state, turn.joined_at, place=place)

    def _line(
        self,
        claim: Registration | Turn,
        state: str,
        since: datetime | None,
        *,
        days: list[Day] | None = None,
        place: int = 0,
    ) -> Line:
        stage, semester = self._stage(claim)
        return Line(
            claim=claim,
            name=words.name_of(claim),
            phone=words.phone_of(claim),
            stage=self.labels.get(stage, stage),
            semester=semester,
            state=state,
            since=words.moment(since, self.occurrence.zone),
            days=days or [],
            place=place,
        )

    def _stage(self, claim: Registration | Turn) -> tuple[str, int | None]:
        first_day = self.occurrence.first_day
        if claim.contact_id is None:
            said: Any = claim.submitted or {}
            return said.get("stage", ""), typed.semester(said, first_day)
        told = self._stages.get(claim.contact_id)
        if told is None:
            return "", None
        start, shift = told.study_start, told.semester_shift
        return told.stage, semester_on(start, first_day, shift) if start else None

    def _newest_stages(self) -> dict[int, StageRecord]:
        people = {it.contact_id for it in _both(self._registrations, self._turns) if it.contact_id}
        told = StageRecord.objects.filter(contact__in=people).order_by("recorded_at", "pk")
        return {record.contact_id: record for record in told}

    def _who_was_present(self) -> set[tuple[int, date]]:
        taps = CheckIn.objects.filter(registration__occurrence=self.occurrence).present()
        return set(taps.values_list("registration_id", "day"))

    def _days(self, registration: Registration) -> list[Day]:
        """The days one can be checked in on: those that have begun, for a confirmed place."""
        if registration.state != RegistrationState.CONFIRMED or self.occurrence.list_closed_at:
            return []
        today = self.at.astimezone(self.occurrence.zone).date()
        return [
            Day(day, date_format(day, "D j/n"), (registration.pk, day) in self._present)
            for day in self.occurrence.days
            if day <= today
        ]


def _both(
    registrations: Iterable[Registration], turns: Iterable[Turn]
) -> Iterable[Registration | Turn]:
    yield from registrations
    yield from turns


def _led_on(turn: Turn) -> bool:
    """A turn that became a place, or that waits at the end of the list, is shown there."""
    return turn.ended_because in {Because.ACCEPTED, Because.ADDED, Because.LIST_OVER}
