"""Who came: check-ins per day, and the closing of the list."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from events.domain.errors import ActRefused, ClaimEnded, ListClosed
from events.domain.log import note
from events.domain.places import Places
from events.domain.zoned import first_instant
from events.models import CheckIn, Hosting, Occurrence, Registration
from office.actor import Actor


def check_in(registration: int, day: date, *, actor: Actor) -> CheckIn | None:
    """Somebody was seen there on a day. Twice keeps the first tap.

    Possible from the first day's 00:00 local until the list is closed: then it is corrected, with
    why (`attendance_corrections`). Raises ActRefused, ClaimEnded, ListClosed.
    """
    return _tap(registration, day, present=True, actor=actor)


def undo_check_in(registration: int, day: date, *, actor: Actor) -> CheckIn | None:
    """Take a check-in back, if there is one. Raises ActRefused, ClaimEnded, ListClosed."""
    return _tap(registration, day, present=False, actor=actor)


def mark(
    places: Places,
    registration: int,
    day: date,
    *,
    present: bool,
    actor: Actor,
    hours: Decimal | None = None,
) -> CheckIn:
    """Say whether somebody was there on a day, and for how many hours if not for all of it.

    For who holds the lock, and has looked whether the list is closed. Unlike `undo_check_in` it
    says *absent* of somebody nobody ever saw. Twice writes nothing new. Raises ActRefused,
    ClaimEnded.
    """
    found = places.registration(registration)
    _may_tap(places, found, day)
    newest = found.check_ins.newest(day)
    if newest is not None and (newest.present, newest.hours) == (present, hours):
        return newest
    tap = _tapped(places, found, day, present=present, actor=actor, hours=hours)
    note(found, "events.check_in" if present else "events.mark_absent", actor)
    return tap


def check_in_all(occurrence: int, day: date, *, actor: Actor) -> list[CheckIn]:
    """Everybody with a place was seen there on a day: a tap for each who had none.

    Raises ActRefused, ListClosed.
    """
    with Places.lock(occurrence) as places:
        _may_tap_on(places, day)
        _may_press(places)
        placed = Registration.objects.confirmed().filter(occurrence=occurrence)
        here = CheckIn.objects.present().filter(day=day).values("registration")
        missing = placed.exclude(pk__in=here)
        taps = [_tapped(places, it, day, present=True, actor=actor) for it in missing]
        if taps:
            note(places.occurrence, "events.check_in_all", actor, count=len(taps))
        return taps


def undo_check_in_all(occurrence: int, day: date, at: datetime, *, actor: Actor) -> int:
    """Take back what one press on *all present* did at that time; how many that were.

    Whoever was tapped again since stays as they are. Raises ActRefused, ListClosed.
    """
    with Places.lock(occurrence) as places:
        _may_tap_on(places, day)
        _may_press(places)
        mine = {"registration__occurrence": occurrence, "day": day, "tapped_at": at}
        rows = CheckIn.objects.present().filter(**mine, recorded_by=actor.name)
        taps = rows.select_related("registration")
        for tap in taps:
            _tapped(places, tap.registration, day, present=False, actor=actor)
        if taps:
            note(places.occurrence, "events.undo_check_in_all", actor, count=len(taps))
        return len(taps)


def close_list(occurrence: int, *, actor: Actor) -> Occurrence:
    """Say that everybody who came is checked in; the others did not come. From the start on.

    Raises ActRefused.
    """
    with Places.lock(occurrence) as places:
        closed = places.occurrence
        if not closed.is_scheduled or places.at < closed.starts_at:
            raise ActRefused(_("The list can be closed once the date has begun."))
        if closed.list_closed_at is None:
            closed.list_closed_at = places.at
            closed.revision += 1
            closed.save()
            note(closed, "events.close_list", actor)
        return closed


def reopen_list(occurrence: int, *, actor: Actor) -> Occurrence:
    """Take the closing of a list back; it will not close by itself again."""
    with Places.lock(occurrence) as places:
        if places.occurrence.list_closed_at is not None:
            visits = Hosting.objects.filter(occurrence=occurrence, ended_at=None, objected_at=None)
            visits.update(objected_at=places.at)
            places.occurrence.list_closed_at = None
            places.occurrence.revision += 1
            places.occurrence.save()
            note(places.occurrence, "events.reopen_list", actor)
        return places.occurrence


def first_moment(occurrence: Occurrence) -> datetime:
    """From when check-in is possible: the first day's 00:00 in the event's zone."""
    midnight = occurrence.local_start.replace(
        hour=0, minute=0, second=0, microsecond=0, tzinfo=None
    )
    return first_instant(midnight, occurrence.zone)


def _tap(registration: int, day: date, *, present: bool, actor: Actor) -> CheckIn | None:
    with Places.lock(registration=registration) as places:
        found = places.registration(registration)
        _may_tap(places, found, day)
        _may_press(places)
        newest = found.check_ins.newest(day)
        if (newest is not None and newest.present) is present:
            return newest
        tap = _tapped(places, found, day, present=present, actor=actor)
        note(found, "events.check_in" if present else "events.undo_check_in", actor)
        return tap


def _tapped(
    places: Places,
    registration: Registration,
    day: date,
    *,
    present: bool,
    actor: Actor,
    hours: Decimal | None = None,
) -> CheckIn:
    return CheckIn.objects.create(
        registration=registration,
        day=day,
        present=present,
        tapped_at=places.at,
        recorded_at=places.at,
        recorded_by=actor.name,
        hours=hours,
    )


def _may_tap(places: Places, registration: Registration, day: date) -> None:
    if not registration.is_confirmed:
        raise ClaimEnded
    _may_tap_on(places, day)


def _may_tap_on(places: Places, day: date) -> None:
    if day not in places.occurrence.days:
        raise ActRefused(_("That day is not one of this date."))
    if places.at < first_moment(places.occurrence):
        raise ActRefused(_("Check-in begins on the first day."))


def _may_press(places: Places) -> None:
    """A press says no reason, and a screen from before the closing still shows it."""
    if places.occurrence.list_closed_at:
        raise ListClosed
