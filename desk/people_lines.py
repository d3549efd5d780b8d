"""The people on one date as lines to show: participants, those who wait, those who left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from contacts.domain.stages import semester_on
from contacts.models import Note, StageRecord
from desk import words
from events.domain import submitted as typed
from events.domain.friends import Friends, friends_among
from events.models import (
    Because,
    CheckIn,
    Occurrence,
    Registration,
    Turn,
)
from office.models import MedicalSchool


@dataclass(frozen=True)
class Line:
    """One person's claim, with what the office needs to see at a glance."""

    claim: Registration | Turn
    name: str
    phone: str
    stage: str
    school: str
    semester: int | None
    state: str
    since: str
    place: int = 0

    @property
    def contact_id(self) -> int | None:
        return self.claim.contact_id

    @property
    def email(self) -> str:
        return self.claim.address

    @property
    def at(self) -> datetime:
        """When they signed up or joined the waitlist."""
        claim = self.claim
        return claim.created_at if isinstance(claim, Registration) else claim.joined_at

    @property
    def is_confirmed(self) -> bool:
        return isinstance(self.claim, Registration) and self.claim.is_confirmed

    @property
    def kind(self) -> str:
        return "registration" if isinstance(self.claim, Registration) else "turn"

    @property
    def came(self) -> bool:
        """Seen there on any day."""
        return getattr(self.claim, "came", False)

    @property
    def has_note(self) -> bool:
        return self.claim.has_note  # type: ignore[union-attr]  # annotated


class People:
    """Everybody who has or had something to do with one date, in a fixed number of queries."""

    def __init__(self, occurrence: Occurrence, at: datetime) -> None:
        self.occurrence, self.at = occurrence, at
        self.labels = words.stage_labels()
        noted = Exists(Note.objects.filter(contact=OuterRef("contact")))
        registrations = Registration.objects.filter(occurrence=occurrence).with_friends()
        turns = Turn.objects.filter(occurrence=occurrence).select_related("contact")
        self._registrations = self._loaded(registrations.with_attendance().annotate(has_note=noted))
        self._turns = self._loaded(turns.annotate(has_note=noted))
        self._stages = self._newest_stages()

    def _loaded(self, rows: Any) -> list[Any]:
        found = list(rows)
        for claim in found:
            claim.occurrence = self.occurrence
        return found

    @property
    def anybody_ever(self) -> bool:
        return bool(self._registrations or self._turns)

    @property
    def friends(self) -> Friends:
        return friends_among(self._registrations)

    @cached_property
    def participants(self) -> list[Line]:
        """Those who hold a place: confirmed by name, then those who hold one for a time."""
        holding = [self._participant(it) for it in self._registrations if it.is_holding]
        return sorted(holding, key=lambda line: (not line.is_confirmed, line.name.casefold()))

    @cached_property
    def waiting(self) -> list[Line]:
        """The queue in order; after the offers have ended, those who waited to the end."""
        over = [it for it in self._turns if it.waited_to_the_end]
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

    def line_of(self, claim: Registration | Turn) -> Line:
        """One person's."""
        shown = (*self.participants, *self.waiting, *self.unproven, *self.ended)
        found = next((line for line in shown if line.claim == claim), None)
        if found:
            return found
        mine = next(it for it in _both(self._registrations, self._turns) if it == claim)
        return self._line(mine, mine.get_ended_because_display(), mine.ended_at)

    def _still_without(self, over: list[Turn]) -> list[Turn]:
        placed = {it.contact_id for it in self._registrations if it.is_holding}
        return [it for it in over if it.contact_id and it.contact_id not in placed]

    def _participant(self, registration: Registration) -> Line:
        state = self._state(registration)
        since = registration.proven_at or registration.created_at
        return self._line(registration, state, since)

    def _state(self, registration: Registration) -> str:
        state = str(registration.get_state_display())
        if self.occurrence.list_closed_at and registration.is_confirmed:
            return _("attended") if registration.came else _("did not come")  # type: ignore[attr-defined]
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
        place: int = 0,
    ) -> Line:
        stage, school, semester = self._stage(claim)
        return Line(
            claim=claim,
            name=words.name_of(claim),
            phone=words.phone_of(claim),
            stage=self.labels.get(stage, stage),
            school=school,
            semester=semester,
            state=state,
            since=words.moment(since, self.occurrence.zone),
            place=place,
        )

    def _stage(self, claim: Registration | Turn) -> tuple[str, str, int | None]:
        """Stage, university and semester on the first day, as proven or as typed."""
        first_day = self.occurrence.first_day
        if claim.contact_id is None:
            said: Any = claim.submitted or {}
            return said.get("stage", ""), self._school(said), typed.semester(said, first_day)
        told = self._stages.get(claim.contact_id)
        if told is None:
            return "", "", None
        start, shift = told.study_start, told.semester_shift
        semester = semester_on(start, first_day, shift) if start else None
        return told.stage, told.school_name or told.school, semester  # type: ignore[attr-defined]

    def _school(self, said: Any) -> str:
        code = said.get("school", "")
        return said.get("school_name") or (code and self._school_names.get(code, code))

    @cached_property
    def _school_names(self) -> dict[str, str]:
        return {school.code: school.name for school in MedicalSchool.objects.all()}

    def _newest_stages(self) -> dict[int, StageRecord]:
        people = {it.contact_id for it in _both(self._registrations, self._turns) if it.contact_id}
        schools = MedicalSchool.objects.filter(code=OuterRef("school")).order_by()
        told = StageRecord.objects.filter(contact__in=people).order_by("recorded_at", "pk")
        told = told.annotate(school_name=Subquery(schools.values("name")[:1]))
        return {record.contact_id: record for record in told}

    @cached_property
    def taps(self) -> dict[int, dict[date, CheckIn]]:
        """The newest tap of each day, by registration."""
        found: dict[int, dict[date, CheckIn]] = {}
        for tap in CheckIn.objects.filter(registration__occurrence=self.occurrence).current():
            found.setdefault(tap.registration_id, {})[tap.day] = tap
        return found

    @property
    def begun(self) -> list[date]:
        """The days of the date that have begun, in order."""
        today = self.at.astimezone(self.occurrence.zone).date()
        return [day for day in self.occurrence.days if day <= today]


def _both(
    registrations: Iterable[Registration], turns: Iterable[Turn]
) -> Iterable[Registration | Turn]:
    yield from registrations
    yield from turns


def _led_on(turn: Turn) -> bool:
    """A turn that became a place, or that waits at the end of the list, is shown there."""
    return turn.ended_because in {Because.ACCEPTED, Because.ADDED, Because.LIST_OVER}
