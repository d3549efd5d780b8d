"""Who is in which spot: proposed by the rule, put there by hand, undone, shown to everybody."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.domain import spot_board
from events.domain.changing import alive
from events.domain.distribution import distribute
from events.domain.errors import ActRefused, ClaimEnded
from events.domain.log import note
from events.domain.places import Places
from events.domain.spot_board import Board
from events.models import Allocation, Occurrence, Proposal, Spot
from office.actor import Actor

SEEDS = 100_000
"""A seed short enough to be said on the phone."""

Goes = dict[str, dict[int, int]]
"""By slot, who is where."""


@dataclass(frozen=True)
class Summary:
    """What a proposal did: how many it placed, and how many are still left over in some slot."""

    seed: int
    placed: int
    left_over: int


def propose(occurrence: int, *, actor: Actor, seed: int | None = None) -> Summary:
    """Distribute everybody with a place by the rule of `distribution`, and store it.

    Whoever was put somewhere by hand stays there. So does everybody once the spots are shown, and
    in whatever has begun: then only those left over get a spot. With the same seed the result is
    the same. Raises ActRefused.
    """
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    with alive(occurrence) as places:
        now = spot_board.read(places.occurrence)
        if not now.spots:
            raise ActRefused(_("There is nothing to distribute to yet: add spots first."))
        stays = {it.pk for it in now.allocations if _stays(it, now, places)}
        goes = _distributed(now, stays, places, seed)
        _store(now, stays, goes)
        _remember(now, places, seed)
        note(places.occurrence, "events.propose_spots", actor, seed=seed)
        return _summary(seed, now, goes, places)


def undo(occurrence: int, *, actor: Actor) -> bool:
    """Take the last proposal back: who was where before it is there again, as far as there is
    room; what was chosen by hand stays. Whether there was one to take back."""
    with alive(occurrence) as places:
        last = Proposal.objects.filter(occurrence=places.occurrence).first()
        if last is None:
            return False
        now = spot_board.read(places.occurrence)
        for it in now.allocations:
            if not it.by_hand and not now.has_begun(now.spots[it.spot_id], places.at):
                it.delete()
        _bring_back(last, places)
        last.delete()
        note(places.occurrence, "events.undo_proposal", actor)
        return True


def put(registrations: Iterable[int], spot: int, *, actor: Actor) -> int:
    """Put people into a spot by hand, from wherever they are in its slot. Returns how many moved.

    All or nobody; a proposal leaves them there. Raises ActRefused when they do not fit, ClaimEnded
    for somebody without a place.
    """
    chosen = set(registrations)
    with _of_spot(spot) as places:
        now = spot_board.read(places.occurrence)
        to = now.spots.get(spot)
        if to is None:
            raise ActRefused(_("This spot was removed."))
        if not chosen <= set(now.people):
            raise ClaimEnded
        _fits(to, now, chosen)
        moved = sum(_put(it, to) for it in sorted(chosen))
        if moved:
            note(places.occurrence, "events.put_into_spot", actor, spot=spot, people=moved)
        return moved


def clear(occurrence: int, registrations: Iterable[int], slot: str, *, actor: Actor) -> int:
    """Take people out of their spot in a slot. Returns how many were in one."""
    with alive(occurrence) as places:
        mine = Allocation.objects.filter(spot__occurrence=places.occurrence, slot=slot)
        taken, _models = mine.filter(registration__in=set(registrations)).delete()
        if taken:
            note(places.occurrence, "events.clear_spots", actor, people=taken)
        return taken


def show(occurrence: int, *, actor: Actor) -> Occurrence:
    """From now on everybody sees what is theirs, and is told by mail. Twice changes nothing."""
    with alive(occurrence) as places:
        shown = places.occurrence
        if not shown.spots.exists():
            raise ActRefused(_("There is nothing to show yet: add spots first."))
        if shown.spots_shown_at is None:
            shown.spots_shown_at = places.at
            shown.save(update_fields=["spots_shown_at"])
            note(shown, "events.show_spots", actor)
        return shown


def hide(occurrence: int, *, actor: Actor) -> Occurrence:
    """Nobody sees it any more; what was mailed was mailed. Twice changes nothing."""
    with alive(occurrence) as places:
        hidden = places.occurrence
        if hidden.spots_shown_at is not None:
            hidden.spots_shown_at = None
            hidden.save(update_fields=["spots_shown_at"])
            note(hidden, "events.hide_spots", actor)
        return hidden


# A proposal


def _stays(allocation: Allocation, now: Board, places: Places) -> bool:
    is_shown = places.occurrence.spots_shown_at is not None
    begun = now.has_begun(now.spots[allocation.spot_id], places.at)
    return allocation.by_hand or is_shown or begun


def _distributed(now: Board, stays: set[int], places: Places, seed: int) -> Goes:
    goes: Goes = {}
    for slots in now.kinds():
        told = [now.to_distribute(slot, stays, places.at) for slot in slots]
        goes |= distribute(now.people, told, seed, now.friends.pairs)
    return goes


def _store(now: Board, stays: set[int], goes: Goes) -> None:
    gone = [it.pk for it in now.allocations if it.pk not in stays]
    Allocation.objects.filter(pk__in=gone).delete()
    kept = {(it.registration_id, it.slot) for it in now.allocations if it.pk in stays}
    rows = [
        Allocation(registration_id=person, spot_id=spot, slot=slot)
        for slot, of in goes.items()
        for person, spot in of.items()
        if (person, slot) not in kept
    ]
    Allocation.objects.bulk_create(rows)


def _remember(before: Board, places: Places, seed: int) -> None:
    """What can be brought back: where people were who were not put there by hand."""
    rows = [[it.registration_id, it.spot_id] for it in before.allocations if not it.by_hand]
    values = {"seed": seed, "made_at": places.at, "before": rows}
    Proposal.objects.update_or_create(occurrence=places.occurrence, defaults=values)


def _summary(seed: int, now: Board, goes: Goes, places: Places) -> Summary:
    """In what has not begun."""
    to_come = [
        slot
        for slot, spots in now.slots.items()
        if not all(now.has_begun(spot, places.at) for spot in spots)
    ]
    placed = {person for slot in to_come for person in goes[slot]}
    left = {person for person in now.people if any(person not in goes[slot] for slot in to_come)}
    return Summary(seed, len(placed), len(left))


def _bring_back(last: Proposal, places: Places) -> None:
    now = spot_board.read(places.occurrence)
    taken = {(it.registration_id, it.slot) for it in now.allocations}
    room = {spot.pk: spot.capacity for spot in now.spots.values() if now.is_open(spot, places.at)}
    for allocation in now.allocations:
        if allocation.spot_id in room:
            room[allocation.spot_id] -= 1
    for person, spot in last.before:
        fits = person in now.people and room.get(spot, 0) > 0
        if fits and (person, now.spots[spot].slot) not in taken:
            room[spot] -= 1
            slot = now.spots[spot].slot
            Allocation.objects.create(registration_id=person, spot_id=spot, slot=slot)


# By hand


@contextmanager
def _of_spot(spot: int) -> Iterator[Places]:
    date = Spot.objects.filter(pk=spot).values_list("occurrence", flat=True).first()
    if date is None:
        raise ActRefused(_("This spot was removed."))
    with alive(int(date)) as places:
        yield places


def _fits(spot: Spot, now: Board, chosen: set[int]) -> None:
    """Raises ActRefused."""
    if spot.is_off:
        raise ActRefused(_("%(spot)s cannot receive anybody.") % {"spot": spot})
    there = {it.registration_id for it in now.allocations if it.spot_id == spot.pk}
    new = chosen - there
    if new and len(there | new) > spot.capacity:
        free = max(0, spot.capacity - len(there))
        raise ActRefused(
            _(
                "%(spot)s has %(free)d of %(room)d places free, too few for %(new)d more. "
                "Nobody was moved."
            )
            % {"spot": spot, "room": spot.capacity, "free": free, "new": len(new)}
        )


def _put(registration: int, spot: Spot) -> bool:
    """Whether they were elsewhere."""
    there, made = Allocation.objects.get_or_create(
        registration_id=registration, slot=spot.slot, defaults={"spot": spot, "by_hand": True}
    )
    if made:
        return True
    moves = there.spot_id != spot.pk
    there.spot, there.by_hand = spot, True
    there.save(update_fields=["spot", "by_hand"])
    return moves
