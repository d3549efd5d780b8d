"""Everything about the spots of one date at once: spots, people, who is where, who wishes what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from events.domain.distribution import Slot
from events.domain.friends import Friends, friends_among
from events.models import Allocation, Occurrence, Registration, Spot, SpotKind, Wish


@dataclass(frozen=True)
class Board:
    """`people` are those with a place, by the numbers of their registrations."""

    occurrence: Occurrence
    spots: dict[int, Spot]
    people: list[int]
    allocations: list[Allocation]
    wishes: dict[str, dict[int, list[int]]]
    friends: Friends

    @property
    def slots(self) -> dict[str, list[Spot]]:
        """The spots of each slot: days at practices in their order, then the others."""
        return {slot: list(rows) for slot, rows in groupby(self.spots.values(), _slot)}

    def kinds(self) -> list[list[str]]:
        """The slots that have to do with each other: days of practices; the others are alone."""
        days = [slot for slot, spots in self.slots.items() if spots[0].kind == SpotKind.HOST]
        return [days, *([slot] for slot in self.slots if slot not in days)]

    def goes(self, slot: str) -> dict[int, int]:
        """Who is where in a slot."""
        return {it.registration_id: it.spot_id for it in self.allocations if it.slot == slot}

    def to_distribute(self, slot: str, stays: Container[int], at: datetime) -> Slot:
        """A slot as the rule takes it; `stays` are the allocations that nothing changes."""
        spots = self.slots[slot]
        fixed = [it for it in self.allocations if it.slot == slot and it.pk in stays]
        return Slot(
            slot,
            room={it.pk: it.capacity if self.is_open(it, at) else 0 for it in spots},
            wishes=self.wishes.get(slot, {}),
            fixed={it.registration_id: it.spot_id for it in fixed},
            place={it.pk: it.host_id or it.pk for it in spots},
        )

    def has_begun(self, spot: Spot, at: datetime) -> bool:
        return at >= (spot.starts_at or self.occurrence.starts_at)

    def is_open(self, spot: Spot, at: datetime) -> bool:
        """Whether a proposal may still put somebody there."""
        return not spot.is_off and not self.has_begun(spot, at)


def read(occurrence: Occurrence) -> Board:
    """The board as it is now, in four statements."""
    rows = occurrence.spots.select_related("host", "hosting")
    spots = {it.pk: it for it in sorted(rows, key=_place_in_order)}
    placed = Registration.objects.confirmed().filter(occurrence=occurrence).order_by("pk")
    friends = friends_among(placed.with_friends())
    return Board(
        occurrence=occurrence,
        spots=spots,
        people=list(friends.names),
        allocations=list(Allocation.objects.filter(spot__occurrence=occurrence).order_by("pk")),
        wishes=_by_slot(spots, Wish.objects.filter(spot__occurrence=occurrence)),
        friends=friends,
    )


def _by_slot(spots: dict[int, Spot], wishes: Iterable[Wish]) -> dict[str, dict[int, list[int]]]:
    found: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for wish in sorted(wishes, key=lambda it: (it.rank, it.pk)):
        found[spots[wish.spot_id].slot][wish.registration_id].append(wish.spot_id)
    return {slot: dict(of) for slot, of in found.items()}


def _slot(spot: Spot) -> str:
    return spot.slot


def _place_in_order(spot: Spot) -> tuple[int, str, str, int]:
    """Practices day by day, then meeting points by time, then rooms as they were made."""
    kinds = [SpotKind.HOST, SpotKind.MEETING_POINT, SpotKind.ROOM]
    when = spot.starts_at.isoformat() if spot.starts_at else ""
    return (kinds.index(SpotKind(spot.kind)), spot.slot, when, spot.pk)
