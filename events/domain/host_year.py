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
from events.models import Allocation, CheckIn, Hosting, OccurrenceState, Registration
from office.models import CareerStage

MOST = 60
"""So many of a practice's visits are shown, the newest."""


@dataclass(frozen=True)
class Visit:
    """A visit at a practice: how many have a place, how many of them came, and as what."""

    hosting: Hosting
    placed: int
    came: int
    who: list[str] = field(default_factory=list)

    @property
    def day(self) -> date:
        return self.hosting.days[0]

    @property
    def hours(self) -> str:
        """On the clock there: "08:30-15:00"; over several days from the first to the last."""
        hosting = self.hosting
        if hosting.spot is None:
            return hours_words(hosting.occurrence)
        zone = hosting.occurrence.zone
        return f"{time_words(hosting.starts_at, zone)}–{time_words(hosting.ends_at, zone)}"

    @property
    def is_answered(self) -> bool:
        """Whether it is known who came."""
        return bool(self.came or self.hosting.occurrence.list_closed_at)


@dataclass(frozen=True)
class Year:
    """The visits still to come, the soonest first, and those that were, the newest first."""

    coming: list[Visit]
    past: list[Visit]


def year(host: int, at: datetime) -> Year:
    """Read in a fixed number of queries, whatever the number of visits."""
    rows = Hosting.objects.filter(host=host, ended_at=None, occurrence__trial_until=None)
    rows = rows.filter(occurrence__state=OccurrenceState.SCHEDULED)
    rows = rows.select_related("occurrence__event", "spot")
    newest = rows.order_by("-occurrence__starts_at", "-pk")[:MOST]
    visits = _visits([it for it in newest if it.has_part])
    visits.sort(key=lambda it: (it.hosting.starts_at, it.hosting.pk))
    coming = [it for it in visits if it.hosting.ends_at > at]
    return Year(coming, [it for it in reversed(visits) if it.hosting.ends_at <= at])


def _visits(hostings: list[Hosting]) -> list[Visit]:
    placed = _placed(hostings)
    people = {it.pk: it for rows in placed.values() for it in rows}
    taps = CheckIn.objects.present().filter(registration__in=people)
    came = set(taps.values_list("registration_id", "day"))
    words = _Words({people[pk].contact_id for pk, _day in came})
    return [_visit(it, placed[it.pk], came, words) for it in hostings]


def _visit(
    hosting: Hosting, placed: list[Registration], came: set[tuple[int, date]], words: _Words
) -> Visit:
    days = hosting.days
    here = [it for it in placed if any((it.pk, day) in came for day in days)]
    said = sorted(filter(None, (words.of(it.contact_id, days[0]) for it in here)))
    return Visit(hosting, len(placed), len(here), said)


def _placed(hostings: Iterable[Hosting]) -> dict[int, list[Registration]]:
    """Who has a place at each: everybody on the date, or those in the practice's spot."""
    on: dict[int, list[Registration]] = defaultdict(list)
    dates = {it.occurrence_id for it in hostings}
    for row in Registration.objects.confirmed().filter(occurrence__in=dates).order_by("pk"):
        on[row.occurrence_id].append(row)
    spots = {it.spot_id for it in hostings if it.spot_id}
    rows = Allocation.objects.filter(spot__in=spots).values_list("spot_id", "registration_id")
    inside = set(rows)
    return {
        it.pk: [
            row
            for row in on[it.occurrence_id]
            if it.spot_id is None or (it.spot_id, row.pk) in inside
        ]
        for it in hostings
    }


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
