"""Two who named each other, in one spot where that costs nobody anything. As pure as the rule
it follows on.

When a slot is dealt out, whoever of a pair is elsewhere changes places with somebody, or takes a
free seat, if after that nobody, the two among them, fares worse or goes anywhere twice more. So no
wish and no lot gives way to a friendship; only how evenly the spots are filled does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from events.domain.distribution import Slot

Person = int
Spot = int
Pair = tuple[Person, Person]
Goes = dict[Person, Spot]


def keep_together(
    slot: Slot,
    goes: Mapping[Person, Spot],
    drawn: Sequence[Person],
    spots: Sequence[Spot],
    been: Mapping[Person, set[int]],
    pairs: Sequence[Pair],
) -> Goes:
    """Who goes where, with as many pairs together as that finds. Nobody is in two pairs.

    `drawn`, `spots` and `been` are those of `deal_out`; the better lot comes first here, too.
    """
    moves = _Moves(slot, dict(goes), drawn, spots, been, pairs)
    while sum(moves.bring_together(pair) for pair in moves.apart()):
        pass  # one change may make room for the next
    return moves.goes


def together(goes: Mapping[Person, Spot], pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that are in one spot."""
    return [(a, b) for a, b in pairs if a in goes and goes[a] == goes.get(b)]


@dataclass
class _Moves:
    slot: Slot
    goes: Goes
    drawn: Sequence[Person]
    spots: Sequence[Spot]
    been: Mapping[Person, set[int]]
    pairs: Sequence[Pair]

    def __post_init__(self) -> None:
        self._look()

    def _look(self) -> None:
        """Who is where, the worst lot first; and who is with their own friend."""
        self.there: dict[Spot, list[Person]] = {spot: [] for spot in self.spots}
        for person in reversed(self.drawn):
            if person in self.goes:
                self.there[self.goes[person]].append(person)
        self.settled = {person for pair in together(self.goes, self.pairs) for person in pair}

    def apart(self) -> list[Pair]:
        """Pairs of which both have a spot, but not the same one; the better lot first."""
        lot = {person: n for n, person in enumerate(self.drawn)}
        ordered = [(a, b) if lot[a] < lot[b] else (b, a) for a, b in self.pairs if self._has(a, b)]
        return sorted((it for it in ordered if not self._is_one(*it)), key=lambda it: lot[it[0]])

    def bring_together(self, pair: Pair) -> bool:
        """Whether there was a way, and a need."""
        if self._is_one(*pair):
            return False
        changed = next(filter(None, (self._into(spot, pair) for spot in self._where(pair))), None)
        if changed:
            self.goes |= changed
            self._look()
        return bool(changed)

    def _where(self, pair: Pair) -> list[Spot]:
        """Where one of them is already, then anywhere else."""
        mine = [self.goes[person] for person in pair]
        return [*mine, *(spot for spot in self.spots if spot not in mine)]

    def _into(self, spot: Spot, pair: Pair) -> Goes:
        """What changes when both are in this spot; nothing where that does not go."""
        changed: Goes = {}
        free = self.slot.room[spot] - len(self.there[spot])
        for person in pair:
            home = self.goes[person]
            if home == spot:
                continue
            if not self._may(person, spot):
                return {}
            others = self._others(spot, pair, changed)
            other = next((it for it in others if self._may(it, home)), None)
            if other is not None:
                changed |= {person: spot, other: home}
            elif free > 0:
                changed[person], free = spot, free - 1
            else:
                return {}
        return changed

    def _others(self, spot: Spot, pair: Pair, changed: Goes) -> Iterator[Person]:
        """Who could give up their seat there: nobody who is with their own friend."""
        busy = self.settled | set(pair) | set(changed)
        return (person for person in self.there[spot] if person not in busy)

    def _may(self, person: Person, spot: Spot) -> bool:
        """Whether somebody loses nothing in another spot."""
        if person in self.slot.fixed:
            return False
        home, fared = self.goes[person], self.slot.fared
        worse = fared(person, spot) > fared(person, home)
        return not worse and self._twice(person, spot) <= self._twice(person, home)

    def _twice(self, person: Person, spot: Spot) -> bool:
        return self.slot.place.get(spot, spot) in self.been.get(person, set())

    def _has(self, one: Person, other: Person) -> bool:
        return one in self.goes and other in self.goes

    def _is_one(self, one: Person, other: Person) -> bool:
        return self.goes[one] == self.goes[other]
