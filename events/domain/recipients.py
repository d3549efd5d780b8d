"""Whom of the people on a date a mailing goes to: proven claims of the living.

They have a place, wait, or waited to the end and got none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from events.domain.answers import unanswered_on
from events.domain.places import Claim
from events.models import Occurrence, Recipients, Registration, Turn

ALONE = [it for it in Recipients if it != Recipients.CHOSEN]
"""Groups that need nobody to choose."""


@dataclass
class People:
    """Those on one date who can be written to."""

    occurrence: Occurrence
    places: list[Registration] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    waited: list[Turn] = field(default_factory=list)
    unanswered: set[int] = field(default_factory=set)

    @property
    def everybody(self) -> list[Claim]:
        """Who has a place or waits."""
        return [*self.places, *self.turns]

    @property
    def within_reach(self) -> list[Claim]:
        """Who can be chosen."""
        return [*self.everybody, *self.waited]

    @property
    def confirmed(self) -> list[Registration]:
        return [it for it in self.places if it.is_confirmed]

    def group(self, recipients: str, chosen: Collection[int] = ()) -> list[Claim]:
        """The claims in a group; of the contacts chosen, those who are still there."""
        if recipients == Recipients.CHOSEN:
            return [it for it in self.within_reach if it.contact_id in chosen]
        return list(GROUPS[recipients](self))


def _came(people: People, came: bool) -> list[Registration]:
    return [it for it in people.confirmed if it.came is came]  # type: ignore[attr-defined]


def _did_not_come(people: People) -> list[Registration]:
    """Nobody is missing before the list is closed."""
    return _came(people, False) if people.occurrence.list_closed_at else []


GROUPS: dict[str, Callable[[People], Iterable[Claim]]] = {
    Recipients.CONFIRMED: lambda it: it.confirmed,
    Recipients.ALL: lambda it: it.everybody,
    Recipients.WAITING: lambda it: it.turns,
    Recipients.WAITED: lambda it: it.waited,
    Recipients.UNANSWERED: lambda it: [p for p in it.confirmed if p.pk in it.unanswered],
    Recipients.NOT_SAID: lambda it: [p for p in it.confirmed if p.is_asked_coming],
    Recipients.ATTENDED: lambda it: _came(it, True),
    Recipients.NOT_ATTENDED: _did_not_come,
}


def on(occurrences: Iterable[Occurrence]) -> dict[int, People]:
    """Who is on these dates, by date; in a fixed number of statements."""
    dates = {it.pk: it for it in occurrences}
    unanswered = unanswered_on(dates.values())
    found = {pk: People(it, unanswered=set(unanswered.get(pk, []))) for pk, it in dates.items()}
    for place in _places(dates):
        found[place.occurrence_id].places.append(place)
    for turn in Turn.objects.filter(**_living(dates)).queue().select_related("contact"):
        found[turn.occurrence_id].turns.append(turn)
    for turn in _waited(dates):
        found[turn.occurrence_id].waited.append(turn)
    return found


def _places(dates: Collection[int]) -> Iterable[Registration]:
    """Who has a place or is offered one."""
    proven = Registration.objects.holding().filter(proven_at__isnull=False, **_living(dates))
    rows = proven.with_attendance()
    return rows.select_related("contact").order_by("contact__name", "pk")


def _waited(dates: Collection[int]) -> Iterable[Turn]:
    """Who waited to the end, once each, in the order of the queue."""
    rows = Turn.objects.filter(**_living(dates)).waited_to_the_end().select_related("contact")
    return {(it.occurrence_id, it.contact_id): it for it in rows}.values()


def _living(dates: Collection[int]) -> dict[str, object]:
    return {"occurrence__in": list(dates), "contact__erased_at": None}
