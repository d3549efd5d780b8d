"""What the office reports of a year: dates, places and people, counted.

What each figure counts stands in words in `desk/figure_words.py`. Erased people stay counted;
dates on which somebody only tried the sign-up are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from contacts.domain.stages import semester_on
from contacts.models import Consent, Contact, StageRecord
from events.domain.tally import Part, Tally
from events.models import (
    Because,
    Occurrence,
    OccurrenceState,
    Registration,
    RegistrationState,
    Turn,
)
from office.models.reference import Membership

OF_DATES = ("events", "dates", "held", "called_off", "places")
OF_PEOPLE = ("filled", "attended", "no_show", "cancelled", "waited", "turned_away")

NOT_CANCELLED = (Because.CALLED_OFF, Because.MERGED, Because.MOVED)
"""Ends of a confirmed place that nobody gave back and nobody took away."""


@dataclass(frozen=True)
class Period:
    """From a day to a day, both of them in it, in the office's zone."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time.min, ZoneInfo(settings.TIME_ZONE))

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        day = self.last + timedelta(days=1)
        return datetime.combine(day, time.min, ZoneInfo(settings.TIME_ZONE))


class Figures:
    """A period's dates and everybody's parts in them, read once, then counted by any group."""

    def __init__(self, period: Period, at: datetime) -> None:
        self.period, self.at = period, at
        offered = Occurrence.objects.between(period.start, period.end)
        rows = offered.exclude(state=OccurrenceState.DRAFT).in_order()
        self.dates = list(rows.select_related("event", "municipality", "host__municipality"))
        self.parts = list(_parts(self.dates, rows.order_by()))

    def total(self) -> Tally:
        return self.by_date(lambda it: None).get(None, Tally())

    def by_date(self, key: Callable[[Occurrence], Any]) -> dict[Any, Tally]:
        """Dates, and the people on them, by something about the date."""
        tallies: dict[Any, Tally] = defaultdict(Tally)
        for occurrence in self.dates:
            tallies[key(occurrence)].add_date(occurrence, self.at)
        for part in self.parts:
            tallies[key(part.occurrence)].add_part(part)
        return dict(tallies)

    def by_part(self, key: Callable[[Part], Any]) -> dict[Any, Tally]:
        """People by something about them on the first day."""
        tallies: dict[Any, Tally] = defaultdict(Tally)
        for part in self.parts:
            tallies[key(part)].add_part(part)
        return dict(tallies)

    def region(self, occurrence: Occurrence) -> str:
        """The region its municipality was in on the first day; empty when that is not known."""
        area, day = occurrence.area, occurrence.first_day
        for row in self._memberships:
            in_force = row.valid_from <= day <= (row.valid_until or day)
            if area and row.municipality_id == area.pk and in_force:
                return row.region.name
        return ""

    @cached_property
    def _memberships(self) -> list[Membership]:
        areas = {date.area.pk for date in self.dates if date.area}
        return list(Membership.objects.filter(municipality__in=areas).select_related("region"))

    def contacts(self) -> dict[str, int]:
        """What is counted of people, not of their parts in dates."""
        recorded = {"recorded_at__gte": self.period.start, "recorded_at__lt": self.period.end}
        real = Consent.objects.filter(contact__is_trial=False, **recorded)
        said = real.order_by().values("contact").distinct()
        made = {"created_at__gte": self.period.start, "created_at__lt": self.period.end}
        times = list(Registration.objects.times_attended(self.period.start, self.period.end))
        return {
            "new_contacts": Contact.objects.real().filter(**made).count(),
            "consents": said.filter(granted=True).count(),
            "withdrawn": said.filter(granted=False).count(),
            "came": len(times),
            "came_twice": times.count(2),
            "came_often": sum(many > 2 for many in times),
        }


def tally_of(occurrence: Occurrence, at: datetime) -> Tally:
    """The figures of one date."""
    tally = Tally()
    tally.add_date(occurrence, at)
    for part in parts([occurrence]):
        tally.add_part(part)
    return tally


def parts(dates: list[Occurrence]) -> Iterator[Part]:
    """Everybody's parts in some dates."""
    return _parts(dates, Occurrence.objects.filter(pk__in=[date.pk for date in dates]).order_by())


def semester(part: Part) -> int | None:
    """The semester of a student on the first day, counted from the start of their studies."""
    stage = part.stage
    if not stage or not stage.study_start:
        return None
    return max(1, semester_on(stage.study_start, part.occurrence.first_day, stage.semester_shift))


Who = tuple[int, int]
"""A date and a contact."""


def _parts(dates: list[Occurrence], rows: QuerySet[Occurrence]) -> Iterator[Part]:
    """Of everybody who had a place, was offered one or waited, where that was not called off."""
    claims = Registration.objects.filter(occurrence__in=rows, contact__isnull=False)
    turns = Turn.objects.filter(occurrence__in=rows, proven_at__isnull=False)
    waiting = turns.order_by().values_list("occurrence", "contact", "came_from")
    waited = {(date, person) for date, person, _word in waiting}
    words = {(date, person): word for date, person, word in waiting if word}
    moved = turns.filter(ended_because=Because.MOVED).order_by()
    placed_elsewhere = set(moved.values_list("occurrence", "contact"))
    had: dict[Who, list[Registration]] = defaultdict(list)
    for claim in claims.with_attendance():
        who = (claim.occurrence_id, cast("int", claim.contact_id))
        had[who].append(claim)
        words[who] = claim.came_from or words.get(who, "")
    stages = _stages(
        Q(contact__in=claims.values("contact")) | Q(contact__in=turns.values("contact"))
    )
    taking_place = {it.pk: it for it in dates if not it.is_called_off}
    for who in sorted(had.keys() | waited):
        occurrence, contact = taking_place.get(who[0]), who[1]
        if occurrence:
            counts = _counts(occurrence, had[who], waited=who in waited)
            if who in placed_elsewhere:
                counts -= {"turned_away"}
            stage = _stage_on(stages[contact], occurrence)
            yield Part(occurrence, contact, stage, counts, words.get(who, ""))


def _counts(date: Occurrence, claims: list[Registration], *, waited: bool) -> frozenset[str]:
    counts = {"waited"} if waited else set()
    if waited and not claims:
        counts.add("turned_away")
    if confirmed := [claim for claim in claims if claim.is_confirmed]:
        counts.add("filled")
        if any(claim.came for claim in confirmed):  # type: ignore[attr-defined]
            counts.add("attended")
        elif date.list_closed_at:
            counts.add("no_show")
    elif any(_was_cancelled(claim) for claim in claims):
        counts.add("cancelled")
    return frozenset(counts)


def _was_cancelled(claim: Registration) -> bool:
    """A place that was confirmed, and given back or taken away."""
    cancelled = claim.state == RegistrationState.CANCELLED and claim.has_invite
    return cancelled and claim.ended_because not in NOT_CANCELLED


def _stages(whose: Q) -> dict[int, list[StageRecord]]:
    """What people told about themselves, the newest first."""
    told: dict[int, list[StageRecord]] = defaultdict(list)
    for record in StageRecord.objects.filter(whose):
        told[record.contact_id].append(record)
    return told


def _stage_on(told: list[StageRecord], date: Occurrence) -> StageRecord | None:
    """Where somebody stood on the first day, as far as they had told by then."""
    known = (row for row in told if row.recorded_at.astimezone(date.zone).date() <= date.first_day)
    return next(known, None)
