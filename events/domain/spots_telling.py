"""Telling people which spots are theirs: found from rows, whatever changed them.

What a person was told is kept beside what is so. A difference is told once it has stood for five
minutes, so that ten clicks are one mail; within a day of the start at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from events.domain import spot_board, telling
from events.domain.errors import ActRefused
from events.domain.places import Places
from events.domain.spot_words import Fact, fact
from events.models import Occurrence, OccurrenceState, Registration, SpotsTold
from office import clock
from office.one_by_one import one_by_one

QUIET = timedelta(minutes=5)
SOON = timedelta(hours=24)
KIND = "spots"

Mine = dict[int, list[Fact]]
"""By the number of a registration, the spots that are theirs."""


def tell_due() -> int:
    """Tell whoever is to be told; to how many. Safe to run twice at once."""
    at = clock.now()
    shown = Occurrence.objects.filter(
        state=OccurrenceState.SCHEDULED, spots_shown_at__isnull=False, ends_at__gt=at
    )
    due = [it.pk for it in shown.select_related("event") if _to_do(it, at)]
    return one_by_one(due, _tell_on)


def who_is_told(occurrence: Occurrence) -> int:
    """How many people a mail leaves to once their spots are shown."""
    known = _known(occurrence)
    return sum(1 for pk, now in theirs(occurrence).items() if now != _told(known.get(pk)))


def theirs(occurrence: Occurrence) -> Mine:
    """What is everybody's who has a place, in the order of a board."""
    board = spot_board.read(occurrence)
    facts = {pk: fact(spot) for pk, spot in board.spots.items()}
    in_order = {pk: n for n, pk in enumerate(board.spots)}
    mine: Mine = {person: [] for person in board.people}
    for it in sorted(board.allocations, key=lambda it: in_order[it.spot_id]):
        if it.registration_id in mine:
            mine[it.registration_id].append(facts[it.spot_id])
    return mine


def _known(occurrence: Occurrence) -> dict[int, SpotsTold]:
    rows = SpotsTold.objects.filter(registration__occurrence=occurrence)
    return {row.registration_id: row for row in rows}


def _told(row: SpotsTold | None) -> list[Fact]:
    return (row and row.told) or []


def _is_due(occurrence: Occurrence, row: SpotsTold, at: datetime) -> bool:
    return occurrence.starts_at - at <= SOON or row.seen_at + QUIET <= at


def _to_do(occurrence: Occurrence, at: datetime) -> bool:
    """Whether something new is seen, or something seen is due. Takes no lock."""
    known = _known(occurrence)
    for pk, now in theirs(occurrence).items():
        row = known.get(pk)
        if row is None and now:
            return True
        if row and now != row.seen:
            return True
        if row and now != _told(row) and _is_due(occurrence, row, at):
            return True
    return False


def _tell_on(occurrence: int) -> int:
    try:
        with Places.lock(occurrence) as places:
            if places.occurrence.spots_shown_at is None:
                return 0
            return _see_and_tell(places)
    except ActRefused:  # discarded since
        return 0


def _see_and_tell(places: Places) -> int:
    known, told = _known(places.occurrence), 0
    for pk, now in theirs(places.occurrence).items():
        row = known.get(pk)
        if row is None and not now:
            continue
        row = row or SpotsTold(registration_id=pk, seen=None, seen_at=places.at)
        if row.seen != now:
            row.seen, row.seen_at = now, places.at
            row.save()
        if now != _told(row) and _is_due(places.occurrence, row, places.at):
            _tell(places, places.registration(pk), row)
            told += 1
    return told


def _tell(places: Places, registration: Registration, row: SpotsTold) -> None:
    before = _told(row)
    slots = {it["slot"] for it in row.seen}
    gone = [it for it in before if it["slot"] not in slots]
    row.told, row.times = row.seen, row.times + 1
    row.save()
    more = {"spots": row.seen, "spots_gone": gone, "spots_changed": bool(before)}
    telling.tell(registration, KIND, at=places.at, n=row.times, **more)
