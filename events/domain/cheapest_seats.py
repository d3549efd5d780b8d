"""People into seats at the least cost in all: a minimum-cost flow, by successive shortest paths.

Costs are whole numbers of any size, so that one may outweigh all others together without rounding.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise

Costs = Sequence[int]


def seat(
    costs: Sequence[Costs], room: Sequence[int], filled: Sequence[int], even: int
) -> list[int]:
    """For each person the table they sit at, so that all costs together are least.

    `costs[person][table]`; at least one table has room for everybody who is left. The n-th at a
    table costs `even * (2n - 1)` more, except at the last, so that equal tables fill evenly;
    `filled` sat there before. People come in the order given, which decides what is equal.
    """
    seating = _Seating(costs, room, filled, even)
    for person in range(len(costs)):
        seating.add(person)
    return seating.at


class _Seating:
    """The cheapest seating of those who have come; each new one moves others where that pays."""

    def __init__(
        self, costs: Sequence[Costs], room: Sequence[int], filled: Sequence[int], even: int
    ) -> None:
        self.costs, self.room, self.filled, self.even = costs, room, filled, even
        self.tables = range(len(room))
        self.at = [-1] * len(costs)
        self.sits: list[list[int]] = [[] for _table in self.tables]
        self.moves: list[list[tuple[int, int]]] = [[] for _table in self.tables]

    def add(self, person: int) -> None:
        """Seat one more: along the shortest path from them to a free seat."""
        length, before = self._paths(person)
        free = [table for table in self.tables if len(self.sits[table]) < self.room[table]]
        table = min(free, key=lambda it: length[it] + self._next_seat(it))
        path = [table]
        while (came_from := before[table]) >= 0:
            path.append(table := came_from)
        self._shift(person, path[::-1])

    def _next_seat(self, table: int) -> int:
        if table == len(self.room) - 1:
            return 0
        return self.even * (2 * (self.filled[table] + len(self.sits[table])) + 1)

    def _paths(self, person: int) -> tuple[list[int], list[int]]:
        """The cheapest way for a new person to each table, others giving way to them."""
        length = list(self.costs[person])
        before = [-1] * len(length)
        queue, queued = deque(self.tables), [True] * len(length)
        while queue:
            table = queue.popleft()
            queued[table] = False
            here = length[table]
            for other, (more, _mover) in enumerate(self.moves[table]):
                if here + more < length[other] and other != table:
                    length[other], before[other] = here + more, table
                    if not queued[other]:
                        queue.append(other)
                        queued[other] = True
        return length, before

    def _shift(self, person: int, path: list[int]) -> None:
        """Seat the person at the path's first table; one from each moves on to the next."""
        movers = [self.moves[a][b][1] for a, b in pairwise(path)]
        for mover, table in zip([person, *movers], path, strict=True):
            if self.at[mover] >= 0:
                self.sits[self.at[mover]].remove(mover)
            self.at[mover] = table
            self.sits[table].append(mover)
        for table in path:
            self.moves[table] = self._cheapest_moves(table)

    def _cheapest_moves(self, table: int) -> list[tuple[int, int]]:
        """For each other table what it costs to move somebody there, and whom."""
        here = [(self.costs[person], person) for person in self.sits[table]]
        return [min((line[to] - line[table], it) for line, it in here) for to in self.tables]
