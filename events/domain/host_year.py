"""A practice's year: which visits come, who came before, without anybody's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from contacts.domain.stages import semester_on
from contacts.models import StageRecord
from events.domain.wording import hours_words, time_words
from events.models import (
    Allocation,
    CheckIn,
    Hosting,
    Occurrence,
    OccurrenceState,
    Registration,
    Spot,
    SpotKind,
)
from office.models import CareerStage

MOST = 60
"""So many of a practice's visits are shown, the newest."""


@dataclass(frozen=True)
class Visit:
    """A visit at a practice, or its part in a camp: how many have a place, how many of them came,
    and as what. `hosting` holds what it wrote back; a visit of long ago has none."""

    occurrence: Occurrence
    spot: Spot | None
    hosting: Hosting | None
    placed: int = 0
    came: int = 0
    who: list[str] = field(default_factory=list)

    @property
    def starts_at(self) -> datetime:
        return (self.spot and self.spot.starts_at) or self.occurrence.starts_at

    @property
    def ends_at(self) -> datetime:
        return (self.spot and self.spot.ends_at) or self.occurrence.ends_at

    @property
    def days(self) -> list[date]:
        if self.spot is None:
            return self.occurrence.days
        return [self.starts_at.astimezone(self.occurrence.zone).date()]

    @property
    def day(self) -> date:
        return self.days[0]

    @property
    def hours(self) -> str:
        """On the clock there: "08:30-15:00"."""
        if self.spot is None:
            return hours_words(self.occurrence)
        zone = self.occurrence.zone
        return f"{time_words(self.starts_at, zone)}–{time_words(self.ends_at, zone)}"

    @property
    def is_answered(self) -> bool:
        """Whether it is known who came."""
        return bool(self.came or self.occurrence.list_closed_at)


@dataclass(frozen=True)
class Year:
    """The visits still to come, the soonest first, and those that were, the newest first."""

    coming: list[Visit]
    past: list[Visit]


def year(host: int, at: datetime) -> Year:
    """Read in a fixed number of queries, whatever the number of visits."""
    visits = sorted(_visits(host), key=lambda it: (it.starts_at, it.occurrence.pk))
    coming = [it for it in visits if it.ends_at > at]
    return Year(coming, [it for it in reversed(visits) if it.ends_at <= at])


def _visits(host: int) -> list[Visit]:
    parts = [*_whole(host), *_in_spots(host)]
    hostings = {
        (it.occurrence_id, it.spot_id): it
        for it in Hosting.objects.filter(host=host, ended_at=None).select_related(
            "occurrence", "spot"
        )
    }
    placed = _placed(parts)
    people = {it.pk: it for rows in placed for it in rows}
    taps = CheckIn.objects.present().filter(registration__in=people)
    came = set(taps.values_list("registration_id", "day"))
    words = _Words({people[pk].contact_id for pk, _day in came})
    found = []
    for (occurrence, spot), rows in zip(parts, placed, strict=True):
        hosting = hostings.get((occurrence.pk, spot.pk if spot else None))
        found.append(_visit(Visit(occurrence, spot, hosting), rows, came, words))
    return found


Part = tuple[Occurrence, Spot | None]


def _whole(host: int) -> list[Part]:
    dates = Occurrence.objects.filter(host=host, state=OccurrenceState.SCHEDULED)
    dates = dates.select_related("event").order_by("-starts_at", "-pk")[:MOST]
    return [(it, None) for it in dates]


def _in_spots(host: int) -> list[Part]:
    spots = Spot.objects.filter(host=host, kind=SpotKind.HOST, occurrence__trial_until=None)
    spots = spots.filter(occurrence__state=OccurrenceState.SCHEDULED)
    spots = spots.select_related("occurrence__event").order_by("-starts_at", "-pk")[:MOST]
    return [(it.occurrence, it) for it in spots]


def _visit(
    visit: Visit, placed: list[Registration], came: set[tuple[int, date]], words: _Words
) -> Visit:
    here = [it for it in placed if any((it.pk, day) in came for day in visit.days)]
    said = sorted(filter(None, (words.of(it.contact_id, visit.day) for it in here)))
    return Visit(visit.occurrence, visit.spot, visit.hosting, len(placed), len(here), said)


def _placed(parts: Iterable[Part]) -> list[list[Registration]]:
    """Who has a place at each: everybody on the date, or those in the practice's spot."""
    on: dict[int, list[Registration]] = defaultdict(list)
    dates = {occurrence.pk for occurrence, _spot in parts}
    for row in Registration.objects.confirmed().filter(occurrence__in=dates).order_by("pk"):
        on[row.occurrence_id].append(row)
    spots = {spot.pk for _occurrence, spot in parts if spot}
    rows = Allocation.objects.filter(spot__in=spots).values_list("spot_id", "registration_id")
    inside = set(rows)
    return [
        [row for row in on[occurrence.pk] if spot is None or (spot.pk, row.pk) in inside]
        for occurrence, spot in parts
    ]


class _Words:
    """Stage and semester of people, as last told; never a name."""

    def __init__(self, contacts: set[int | None]) -> None:
        told = StageRecord.objects.filter(contact__in=[it for it in contacts if it])
        told = told.filter(contact__erased_at=None).order_by("recorded_at", "pk")
        self.records = {it.contact_id: it for it in told}
        self.labels = {it.key: it.label for it in CareerStage.objects.all()}

    def of(self, contact: int | None, day: date) -> str:
        record = self.records.get(contact or 0)
        if record is None:
            return ""
        label = str(self.labels.get(record.stage, record.stage))
        if record.study_start is None:
            return label
        semester = semester_on(record.study_start, day, record.semester_shift)
        if semester < 1:
            return label
        return _("%(stage)s, semester %(n)d") % {"stage": label, "n": semester}
