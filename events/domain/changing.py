"""A change of a date that may still change: what changes at once is one act, told once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from events.domain import announcing, deposits, spot_times
from events.domain.date_times import follow, moved_along
from events.domain.errors import ActRefused, StaleForm, WrongTime
from events.domain.log import note
from events.domain.places import Places
from events.models import CheckIn, Host, Occurrence
from office.actor import Actor
from office.models import Municipality


class Change(TypedDict, total=False):
    """What a date becomes; what is left out stays as it is.

    With a new start, the end of sign-up and of the offers keep their distance to it unless given.
    """

    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    closes_at: datetime
    offers_until: datetime
    location: str
    municipality: Municipality | None
    host: Host | None
    capacity: int
    waitlist_limit: int
    deposit: int
    currency: str
    deposit_back_until: datetime | None
    deposit_part_back: int


WINDOW = ("opens_at", "closes_at", "offers_until")
DEPOSIT = ("deposit", "currency", "deposit_back_until", "deposit_part_back")
LOGGED_AS = {
    "events.move": ("starts_at", "ends_at"),
    "events.change_location": ("location", "municipality", "host"),
    "events.change_capacity": ("capacity", "waitlist_limit"),
    "events.change_window": WINDOW,
    "events.change_deposit": DEPOSIT,
}
"""What a change is called in the log, by what changed."""


def change(occurrence: int, new: Change, *, actor: Actor, revision: int) -> Occurrence:
    """Change a date, and tell everybody on it once what they must know: its time, its place.

    Running offers are cut to the new `offers_until`; more places are offered at once. What is so
    already changes nothing. Raises StaleForm, WrongTime, ActRefused after the first check-in.
    """
    with alive(occurrence) as places:
        changed = places.occurrence
        names = {name for name, value in new.items() if getattr(changed, name) != value}
        if not names:
            return changed
        fresh(changed, revision)
        was = _as_it_was(changed, names)
        capacity = changed.capacity
        _apply(changed, new, moves="time" in was)
        check_times(changed, places.at if "time" in was else None)
        _save(places, names, actor, was, capacity)
        _tell(places, names, was)
        if "deposit" in names:
            deposits.let_in_free(places)
        return changed


@contextmanager
def alive(occurrence: int) -> Iterator[Places]:
    """The lock of a date that may still change. Raises ActRefused."""
    with Places.lock(occurrence) as places:
        if places.occurrence.is_called_off:
            raise ActRefused(_("This date was called off."))
        if places.at >= places.occurrence.ends_at:
            raise ActRefused(_("This date is over."))
        yield places


@contextmanager
def live(occurrence: int, revision: int) -> Iterator[Places]:
    """The same, if the form that asks is not stale."""
    with alive(occurrence) as places:
        fresh(places.occurrence, revision)
        yield places


def fresh(occurrence: Occurrence, revision: int) -> None:
    if occurrence.revision != revision:
        raise StaleForm


def acted(places: Places, action: str, actor: Actor, **data: Any) -> None:
    places.occurrence.revision += 1
    places.occurrence.save()
    note(places.occurrence, action, actor, **data)


def check_times(occurrence: Occurrence, at: datetime | None = None) -> None:
    """The same rules as the constraints of the table, as a sentence."""
    fits = (
        occurrence.starts_at < occurrence.ends_at
        and occurrence.opens_at < occurrence.closes_at
        and occurrence.closes_at <= occurrence.offers_until <= occurrence.starts_at
    )
    if not fits:
        raise WrongTime
    if at and occurrence.starts_at <= at:
        raise WrongTime(_("The new time has passed already."))


def _as_it_was(occurrence: Occurrence, names: set[str]) -> dict[str, list[str]]:
    """How that was which people are told about."""
    was = {}
    if names & {"starts_at", "ends_at"}:
        was["time"] = [occurrence.starts_at.isoformat(), occurrence.ends_at.isoformat()]
    if "location" in names:
        was["location"] = [occurrence.location]
    return was


def _apply(changed: Occurrence, new: Change, *, moves: bool) -> None:
    if moves:
        _nobody_came_yet(changed)
        changed.list_closed_at = None  # nobody did not come to what is still to be
        _shift(changed, new)
        new = {n: v for n, v in new.items() if n not in WINDOW}  # type: ignore[assignment]
    for name, value in new.items():
        setattr(changed, name, value)
    if changed.kept_back_until:
        changed.kept_back_until = min(changed.kept_back_until, changed.offers_until)


def _nobody_came_yet(occurrence: Occurrence) -> None:
    if CheckIn.objects.present().filter(registration__occurrence=occurrence).exists():
        raise ActRefused(_("Somebody was checked in already, so this date can no longer move."))


def _shift(moved: Occurrence, new: Change) -> None:
    """Let the window of sign-up follow the start, where it is not given."""
    starts_at = new.get("starts_at", moved.starts_at)
    spot_times.move_along(moved, follow(moved, starts_at))
    given = {"ends_at": moved.ends_at, "opens_at": moved.opens_at, **new}
    for name, at in moved_along(moved, starts_at, given).items():
        setattr(moved, name, at)


def _save(
    places: Places, names: set[str], actor: Actor, was: dict[str, list[str]], capacity: int
) -> None:
    """One revision, and in the log a line for each thing that changed."""
    changed = places.occurrence
    changed.revision += 1
    changed.save()
    data: dict[str, dict[str, Any]]
    data = {"events.change_capacity": {"old": capacity, "new": changed.capacity}}
    if "time" in was:
        data["events.move"] = {"old": was["time"][0], "new": changed.starts_at.isoformat()}
    for action, about in LOGGED_AS.items():
        if names & set(about):
            note(changed, action, actor, **data.get(action, {}))


def _tell(places: Places, names: set[str], was: dict[str, list[str]]) -> None:
    if "time" in was:
        places.occurrence.registrations.holding().update(reminded_at=None)
    if was:
        announcing.everybody(places, was)
    elif names & set(WINDOW):
        announcing.cut_offers(places)
