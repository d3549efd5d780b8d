"""The distribution of a date as its tab shows it: slots, spots, who is in each, how they fare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk import words
from desk.friend_words import placed_words
from events.domain import distribution, spot_board
from events.domain.distribution import NOT_WISHED, Slot
from events.domain.spot_words import choice_words, slot_words
from events.domain.together import together
from events.domain.wording import time_words
from events.models import Occurrence, Registration, Spot

FARED = {
    distribution.FIRST: gettext_lazy("first wish"),
    distribution.SECOND: gettext_lazy("second wish"),
    distribution.THIRD: gettext_lazy("third wish"),
    NOT_WISHED: gettext_lazy("none of their wishes"),
}


@dataclass(frozen=True)
class Person:
    """Somebody in a spot or in none; `fared` says which of their wishes that is, `friend` what
    became of the name they wrote."""

    pk: int
    name: str
    fared: str = ""
    by_hand: bool = False
    friend: str = ""


@dataclass(frozen=True)
class Group:
    """A spot and who is in it."""

    spot: Spot
    told: str
    people: list[Person]

    @property
    def free(self) -> int:
        return max(0, self.spot.capacity - len(self.people))

    @property
    def is_over(self) -> bool:
        return len(self.people) > self.spot.capacity


@dataclass(frozen=True)
class Lines:
    """One slot."""

    key: str
    heading: str
    groups: list[Group]
    left_over: list[Person]
    numbers: list[str]
    choices: list[tuple[int, str]]


class SpotLines:
    """All slots of a date, in a fixed number of statements."""

    def __init__(self, occurrence: Occurrence, at: datetime) -> None:
        self.occurrence, self.at = occurrence, at
        self.board = spot_board.read(occurrence)

    @cached_property
    def claims(self) -> list[Registration]:
        """Everybody with a place, by name."""
        rows = Registration.objects.filter(pk__in=self.board.people).select_related("contact")
        return sorted(rows, key=lambda it: words.name_of(it).casefold())

    @cached_property
    def by_hand(self) -> set[tuple[int, str]]:
        return {(it.registration_id, it.slot) for it in self.board.allocations if it.by_hand}

    def slots(self) -> Iterator[Lines]:
        for key, spots in self.board.slots.items():
            goes = self.board.goes(key)
            slot = self.board.to_distribute(key, (), self.at)
            yield Lines(
                key=key,
                heading=slot_words(spots, self.occurrence),
                groups=[self._group(spot, goes, slot) for spot in spots],
                left_over=[self._left(it, goes, slot) for it in self.claims if it.pk not in goes],
                numbers=self._numbers(spots, goes, slot),
                choices=[self._choice(spot, goes) for spot in spots if not spot.is_off],
            )

    def _group(self, spot: Spot, goes: dict[int, int], slot: Slot) -> Group:
        mine = [it for it in self.claims if goes.get(it.pk) == spot.pk]
        people = [self._in(it, goes, slot) for it in mine]
        return Group(spot, self._told(spot), people)

    def _told(self, spot: Spot) -> str:
        """What there is to say beside its name and day."""
        zone = self.occurrence.zone
        times = [time_words(it, zone) for it in (spot.starts_at, spot.ends_at) if it]
        where = [spot.host.street, spot.host.town] if spot.host else []
        return ", ".join(it for it in ["–".join(times), *where, spot.note] if it)

    def _in(self, claim: Registration, goes: dict[int, int], slot: Slot) -> Person:
        wished = bool(slot.wishes.get(claim.pk))
        fared = str(FARED[slot.fared(claim.pk, goes[claim.pk])]) if wished else ""
        by_hand = (claim.pk, slot.name) in self.by_hand
        friend = placed_words(self.board.friends, goes, claim.pk)
        return Person(claim.pk, words.name_of(claim), fared, by_hand, friend)

    def _left(self, claim: Registration, goes: dict[int, int], slot: Slot) -> Person:
        """With what they wish for, to choose something for them."""
        wished = [str(self.board.spots[it]) for it in slot.wishes.get(claim.pk, ())]
        said = _("wishes: %(wishes)s") % {"wishes": ", ".join(wished)} if wished else ""
        friend = placed_words(self.board.friends, goes, claim.pk)
        return Person(claim.pk, words.name_of(claim), said, friend=friend)

    def _numbers(self, spots: list[Spot], goes: dict[int, int], slot: Slot) -> list[str]:
        """What there is to say of a slot in numbers."""
        total, room = len(self.board.people), sum(it.capacity for it in spots if not it.is_off)
        left = total - len(goes)
        fared = Counter(slot.fared(it, spot) for it, spot in goes.items() if slot.wishes.get(it))
        met = [f"{label}: {fared[how]}" for how, label in FARED.items() if fared[how]]
        over = [ngettext("%d left over", "%d left over", left) % left] if left else []
        return [
            _("%(n)d of %(total)d have a spot") % {"n": len(goes), "total": total},
            *over,
            _("room for %(room)d") % {"room": room},
            *met,
            *self._pairs(goes),
        ]

    def _pairs(self, goes: dict[int, int]) -> list[str]:
        """How many who named each other are in one spot."""
        pairs = self.board.friends.pairs
        said = ngettext(
            "%(n)d of %(total)d pair of friends together",
            "%(n)d of %(total)d pairs of friends together",
            len(pairs),
        )
        return [said % {"n": len(together(goes, pairs)), "total": len(pairs)}] if pairs else []

    def _choice(self, spot: Spot, goes: dict[int, int]) -> tuple[int, str]:
        free = max(0, spot.capacity - Counter(goes.values())[spot.pk])
        said = ngettext("%d free", "%d free", free) % free if free else _("full")
        return spot.pk, f"{choice_words(spot, self.occurrence.zone)}: {said}"
