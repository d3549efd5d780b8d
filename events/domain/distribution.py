"""Who goes where: a fair distribution of people to spots. No database, no clock, no chance but
the seed's.

The rule: as many people as possible get a spot; of the ways to do that, the one in which fewest go
to a place they were at already, then most get something they wished for, then most their first
wish, then most their second; what is still open fills the spots evenly; and where people could
change places, lots decide, in which whoever got less on an earlier day is drawn first. Then two who
named each other are brought together where that costs nobody anything (`together`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from events.domain.cheapest_seats import Costs, seat
from events.domain.together import keep_together

Person = int
Spot = int

FIRST, SECOND, THIRD, NOT_WISHED, NOWHERE = range(5)
"""How well somebody fared: which of their wishes they got; without wishes, any spot is FIRST."""


@dataclass(frozen=True)
class Slot:
    """A choice in which each person gets at most one spot: a day at practices, the rooms.

    `wishes` are up to three spots, the first wish first. `fixed` are people somebody put into a
    spot: they stay there, also beyond its room. `place` says which spots of several slots are the
    same place, so that nobody needs to go there twice.
    """

    name: str
    room: Mapping[Spot, int]
    wishes: Mapping[Person, Sequence[Spot]] = field(default_factory=dict)
    fixed: Mapping[Person, Spot] = field(default_factory=dict)
    place: Mapping[Spot, int] = field(default_factory=dict)

    def fared(self, person: Person, spot: Spot | None) -> int:
        """How well somebody fares with this spot (None: with nothing)."""
        if spot is None:
            return NOWHERE
        wished = list(self.wishes.get(person, ()))[:NOT_WISHED]
        if not wished:
            return FIRST
        return wished.index(spot) if spot in wished else NOT_WISHED


def distribute(
    people: Iterable[Person],
    slots: Sequence[Slot],
    seed: int,
    pairs: Sequence[tuple[Person, Person]] = (),
) -> dict[str, dict[Person, Spot]]:
    """Who goes where in each slot, in their order; whoever is in none of a slot's is left over.

    The seed draws the lots; the same seed gives the same result, in whatever order people come.
    `pairs` are people who would like to be together; nobody is in two.
    """
    everybody = sorted(set(people))
    been = {person: _places_by_hand(person, slots) for person in everybody}
    burden = dict.fromkeys(everybody, 0)
    found: dict[str, dict[Person, Spot]] = {}
    for slot in slots:
        lots = Random(f"{seed} {slot.name}")  # noqa: S311 -- to be repeated, not to be secret
        drawn, spots = _drawn(everybody, lots), _drawn(slot.room, lots)
        drawn.sort(key=lambda person: -burden[person])
        goes = deal_out(slot, drawn, spots, been)
        goes = found[slot.name] = keep_together(slot, goes, drawn, spots, been, pairs)
        for person in everybody:
            spot = goes.get(person)
            burden[person] += slot.fared(person, spot)
            if spot is not None:
                been[person] |= {slot.place.get(spot, spot)}
    return found


def deal_out(
    slot: Slot, drawn: Sequence[Person], spots: Sequence[Spot], been: Mapping[Person, set[int]]
) -> dict[Person, Spot]:
    """Who goes where in one slot. `drawn`: everybody, whose lot is better first; `spots`: all, in
    the order in which equal ones fill; `been`: the places somebody was at or is to be at."""
    goes = {person: slot.fixed[person] for person in drawn if person in slot.fixed}
    free = [person for person in drawn if person not in slot.fixed]
    taken = {spot: sum(1 for it in goes.values() if it == spot) for spot in spots}
    weigh = _Weights(len(drawn))
    costs: list[Costs] = []
    for position, person in enumerate(free):
        lot = 5 ** (len(free) - 1 - position)
        twice = been.get(person, set())
        line = [
            weigh.spot(slot.fared(person, spot), lot, slot.wishes.get(person))
            + (weigh.twice if slot.place.get(spot, spot) in twice else 0)
            for spot in spots
        ]
        costs.append([*line, weigh.nowhere(lot)])
    room = [max(0, slot.room[spot] - taken[spot]) for spot in spots]
    filled = [taken[spot] for spot in spots]
    seats = seat(costs, [*room, len(free)], [*filled, 0], weigh.even)
    chosen = {p: spots[at] for p, at in zip(free, seats, strict=True) if at < len(spots)}
    return goes | chosen


class _Weights:
    """Each part of the rule as a number so great that all that follows cannot outweigh it."""

    def __init__(self, people: int) -> None:
        self.even = 5**people
        self.second = self.even * (people + 1) ** 2
        self.first = self.second * (people + 1)
        self.wished = self.first * (people + 1)
        self.twice = self.wished * (people + 1)
        self.unplaced = self.twice * (people + 1)

    def spot(self, fared: int, lot: int, wishes: Sequence[Spot] | None) -> int:
        cost = fared * lot
        if wishes and fared <= THIRD:
            cost -= self.wished
            cost -= {FIRST: self.first, SECOND: self.second}.get(fared, 0)
        return cost

    def nowhere(self, lot: int) -> int:
        return self.unplaced + NOWHERE * lot


def _drawn(names: Iterable[int], lots: Random) -> list[int]:
    found = sorted(names)
    lots.shuffle(found)
    return found


def _places_by_hand(person: Person, slots: Iterable[Slot]) -> set[int]:
    spots = [(slot, slot.fixed[person]) for slot in slots if person in slot.fixed]
    return {slot.place.get(spot, spot) for slot, spot in spots}
