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
    by_pk = {it.pk: it for it in registrations}
    found: dict[int, Attended] = {pk: Attended() for pk in by_pk}
    taps = CheckIn.objects.present().filter(registration__in=by_pk).order_by("day")
    for tap in taps:
        whole = day_length(by_pk[tap.registration_id].occurrence)
        hours = whole if tap.hours is None else tap.hours
        found[tap.registration_id].days.append(DayThere(tap.day, hours))
    return found


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
