"""Adding up dates and people's parts in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from contacts.models import StageRecord
from events.models import Occurrence


@dataclass(frozen=True)
class Part:
    """Somebody's part in one date: what is counted of it, where they stood on that day, and the
    word of the address they came by."""

    occurrence: Occurrence
    contact: int
    stage: StageRecord | None
    counts: frozenset[str]
    came_from: str = ""


@dataclass
class Tally:
    """Counts of one group, with whose they are: one person may have a part in many dates."""

    events: set[int] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    whose: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def people(self) -> set[int]:
        """Everybody who is counted anywhere in it."""
        return set().union(*self.whose.values())

    def add_date(self, occurrence: Occurrence, at: datetime) -> None:
        self.events.add(occurrence.event_id)
        self.counts["dates"] += 1
        if occurrence.is_called_off:
            self.counts["called_off"] += 1
        else:
            self.counts["held"] += occurrence.ends_at <= at
            self.counts["places"] += occurrence.capacity

    def add_part(self, part: Part) -> None:
        self.counts.update(part.counts)
        for measure in part.counts:
            self.whose[measure].add(part.contact)

    def count(self, measure: str) -> int:
        return len(self.events) if measure == "events" else self.counts[measure]


def merged(tallies: Iterable[Tally]) -> Tally:
    """All of them as one."""
    whole = Tally()
    for tally in tallies:
        whole.events |= tally.events
        whole.counts.update(tally.counts)
        for measure, people in tally.whose.items():
            whole.whose[measure] |= people
    return whole
