"""Host practices on a day, rooms and meeting points of a date: adding, changing, removing them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.domain.changing import alive
from events.domain.errors import ActRefused, WrongTime
from events.domain.log import note
from events.domain.places import Places
from events.models import Allocation, Host, Spot, SpotKind
from office.actor import Actor

MOST = 999
"""How many people a spot may have room for."""

EARLY = timedelta(days=1)
"""People meet at most this long before the date begins."""


@dataclass(frozen=True)
class Values:
    """What a spot is. A practice has hours, a meeting point the time one meets, a room neither."""

    capacity: int
    name: str = ""
    host: Host | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    note: str = ""


def add_many(
    occurrence: int, kind: SpotKind, many: Iterable[Values], *, actor: Actor
) -> list[Spot]:
    """Add spots of one kind; returns those that are new. One that is there already stays as it is.

    Raises WrongTime, ActRefused.
    """
    with alive(occurrence) as places:
        there = {_same(it) for it in places.occurrence.spots.filter(kind=kind)}
        made = []
        for values in many:
            spot = _written(Spot(occurrence=places.occurrence, kind=kind), values)
            if _same(spot) not in there:
                there.add(_same(spot))
                spot.save()
                made.append(spot)
        if made:
            note(places.occurrence, "events.add_spots", actor, count=len(made))
        return made


def change(spot: int, values: Values, *, actor: Actor) -> Spot:
    """Change a spot. Those in it stay, and are told once it is shown; on another day nobody's
    wish for it counts any more.

    Raises ActRefused when more people are in it than it would have room for, or when one of them
    is at another practice on the new day already.
    """
    with alive(_date_of(spot)) as places:
        found = _found(places, spot)
        was = found.slot
        _written(found, values)
        _has_room(found)
        if found.slot != was:
            _to_another_day(found)
        found.save()
        note(places.occurrence, "events.change_spot", actor, spot=found.pk)
        return found


def remove(spot: int, *, actor: Actor) -> int:
    """Remove a spot; those in it are without one. Returns how many; twice changes nothing."""
    if not Spot.objects.filter(pk=spot).exists():
        return 0
    with alive(_date_of(spot)) as places:
        found = _found(places, spot)
        people = found.allocations.count()
        found.delete()
        note(places.occurrence, "events.remove_spot", actor, count=people)
        return people


def _date_of(spot: int) -> int:
    date = Spot.objects.filter(pk=spot).values_list("occurrence", flat=True).first()
    if date is None:
        raise ActRefused(_("This spot was removed."))
    return int(date)


def _found(places: Places, spot: int) -> Spot:
    """The spot as it is now, under the date's lock. Raises ActRefused."""
    found = places.occurrence.spots.select_related("host", "hosting").filter(pk=spot).first()
    if found is None:
        raise ActRefused(_("This spot was removed."))
    return found


def _same(spot: Spot) -> tuple[object, ...]:
    """By what two spots of a kind are one."""
    return (spot.host_id, spot.name.casefold(), spot.starts_at)


def _written(spot: Spot, values: Values) -> Spot:
    """The spot with these values, if they fit it. Raises WrongTime, ActRefused."""
    spot.name, spot.host, spot.note = values.name.strip(), values.host, values.note.strip()
    spot.starts_at, spot.ends_at, spot.capacity = values.starts_at, values.ends_at, values.capacity
    if not 1 <= spot.capacity <= MOST:
        raise ActRefused(_("It needs room for somebody, and for no more than 999."))
    if spot.kind == SpotKind.HOST:
        _check_hours(spot)
    elif not spot.name:
        raise ActRefused(_("Give it a name."))
    elif spot.kind == SpotKind.MEETING_POINT:
        _check_time(spot)
    return spot


def _check_hours(spot: Spot) -> None:
    if spot.host is None:
        raise ActRefused(_("Choose the practice."))
    if spot.starts_at is None or spot.ends_at is None or spot.ends_at <= spot.starts_at:
        raise WrongTime(_("The end comes before the start."))
    zone = spot.occurrence.zone
    day = spot.starts_at.astimezone(zone).date()
    if day not in spot.occurrence.days or spot.ends_at.astimezone(zone).date() != day:
        raise WrongTime(_("The hours lie outside the days of this date."))


def _check_time(spot: Spot) -> None:
    date = spot.occurrence
    if spot.starts_at is None or not date.starts_at - EARLY <= spot.starts_at < date.ends_at:
        raise WrongTime(_("People meet within a day before the start, or before the end."))


def _has_room(spot: Spot) -> None:
    people = spot.allocations.count()
    if people > spot.capacity:
        raise ActRefused(
            ngettext(
                "%(n)d person is in it: move somebody first.",
                "%(n)d people are in it: move some of them first.",
                people,
            )
            % {"n": people}
        )


def _to_another_day(spot: Spot) -> None:
    mine = spot.allocations.values("registration")
    if Allocation.objects.filter(registration__in=mine, slot=spot.slot).exclude(spot=spot).exists():
        raise ActRefused(_("Somebody in it is at another practice on that day: move them first."))
    spot.allocations.update(slot=spot.slot)
    spot.wishes.all().delete()
