"""For how many hours somebody attended: what stands on their certificate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from events.domain.changing import acted, fresh
from events.domain.errors import ActRefused
from events.domain.places import Places
from events.models import CheckIn, Occurrence, Registration
from office.actor import Actor

AN_HOUR = 3600
LONGEST = Decimal(24)
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class DayThere:
    """A day somebody was there; `hours` is None where nobody said how long a day is."""

    day: date
    hours: Decimal | None


@dataclass(frozen=True)
class Attended:
    """All the days somebody was there, in order."""

    days: list[DayThere] = field(default_factory=list)

    @property
    def total(self) -> Decimal | None:
        """None where a day is among them whose length nobody said."""
        known = [it.hours for it in self.days if it.hours is not None]
        return sum(known, Decimal()) if len(known) == len(self.days) else None

    def on(self, day: date) -> DayThere | None:
        return next((it for it in self.days if it.day == day), None)


def day_length(occurrence: Occurrence) -> Decimal | None:
    """What a whole day of a date counts: as the office said, or a single day's own length."""
    if occurrence.hours_a_day is not None:
        return occurrence.hours_a_day
    if occurrence.first_day != occurrence.last_day:
        return None
    seconds = (occurrence.ends_at - occurrence.starts_at).total_seconds()
    return (Decimal(int(seconds)) / AN_HOUR).quantize(HUNDREDTH)


def attended(registrations: Iterable[Registration]) -> dict[int, Attended]:
    """What each attended, by number, in one query; they come with their dates."""
    dates = {it.pk: it.occurrence for it in registrations}
    taps: dict[int, list[CheckIn]] = {pk: [] for pk in dates}
    for tap in CheckIn.objects.present().filter(registration__in=dates).order_by("day"):
        taps[tap.registration_id].append(tap)
    return {pk: of_taps(taps[pk], date_) for pk, date_ in dates.items()}


def of_taps(taps: Iterable[CheckIn], occurrence: Occurrence) -> Attended:
    """What somebody attended by their newest taps, one a day."""
    whole = day_length(occurrence)
    there = sorted((tap for tap in taps if tap.present), key=lambda tap: tap.day)
    return Attended([DayThere(it.day, whole if it.hours is None else it.hours) for it in there])


def count_hours(
    occurrence: int, hours: Decimal | None, *, actor: Actor, revision: int
) -> Occurrence:
    """Say what a day of a date counts; None: a single day's own length, else nobody knows.

    Also of a date that is over, since certificates come after it. Raises ActRefused, StaleForm.
    """
    with Places.lock(occurrence) as places:
        date_ = places.occurrence
        if date_.hours_a_day == hours:
            return date_
        fresh(date_, revision)
        if hours is not None and not 0 < hours <= LONGEST:
            raise ActRefused(_("A day has more than 0 and no more than 24 hours."))
        old = date_.hours_a_day
        date_.hours_a_day = hours
        acted(places, "events.count_hours", actor, old=_plain(old), new=_plain(hours))
        return date_


def _plain(hours: Decimal | None) -> str:
    return "" if hours is None else str(hours)
