"""Counts of people so split up that nobody stands alone in them.

No group of one to four people is told apart, and nothing that is told lets one compute it from
the whole: what is left out is always at least two groups, and five people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events.domain.tally import Tally, merged

ENOUGH = 5
"""So many people are a group."""


@dataclass(frozen=True)
class Group:
    label: str
    tally: Tally

    @property
    def size(self) -> int:
        return len(self.tally.people)

    @property
    def is_small(self) -> bool:
        return 0 < self.size < ENOUGH


@dataclass(frozen=True)
class Row:
    """What is told of a group: a count by measure; None is left out."""

    label: str
    counts: dict[str, int | None]


def fold(groups: Sequence[Group], *, others: str) -> list[Group]:
    """Small groups together as one, the next smallest with them until they are enough."""
    small = _with_company(groups)
    if not small:
        return list(groups)
    large = [group for group in groups if group not in small]
    return [*large, Group(others, merged(group.tally for group in small))]


def without_small(
    groups: Sequence[Group], measures: Sequence[str], people: Sequence[str]
) -> list[Row]:
    """A row a group; of small ones, and those that keep them company, nothing about people."""
    small = _with_company(groups)
    return [_row(it, measures, hidden=people if it in small else ()) for it in groups]


def without_small_counts(groups: Sequence[Group], measures: Sequence[str]) -> list[Row]:
    """A row a group, without any count of one to four people, and in its column one more where
    it would stand alone."""
    hidden = {measure: _hidden_in_column(groups, measure) for measure in measures}
    return [_row(it, measures, hidden=[m for m in measures if it in hidden[m]]) for it in groups]


def can_be_told(groups: Sequence[Group]) -> bool:
    """Whether there is anything to split: one group alone is the whole, and so are several if
    only one of them has people and they are few."""
    peopled = [group for group in groups if group.size]
    return len(groups) > 1 and not (len(peopled) == 1 and peopled[0].is_small)


def _with_company(groups: Sequence[Group]) -> list[Group]:
    """The small groups, and as many of the next smallest as it takes."""
    chosen = [group for group in groups if group.is_small]
    larger = sorted(
        (it for it in groups if it.size >= ENOUGH), key=lambda it: it.size, reverse=True
    )
    while chosen and larger and (len(chosen) < 2 or _size(chosen) < ENOUGH):
        chosen.append(larger.pop())
    return chosen


def _size(groups: Iterable[Group]) -> int:
    return len(merged(group.tally for group in groups).people)


def _hidden_in_column(groups: Sequence[Group], measure: str) -> list[Group]:
    def size(group: Group) -> int:
        return len(group.tally.whose[measure])

    by_size = sorted(groups, key=lambda group: (size(group) == 0, size(group)))
    hidden = [group for group in by_size if 0 < size(group) < ENOUGH]
    if len(hidden) == 1:
        hidden += [group for group in by_size if group not in hidden][:1]
    return hidden


def _row(group: Group, measures: Sequence[str], *, hidden: Sequence[str]) -> Row:
    tally = group.tally
    return Row(group.label, {m: None if m in hidden else tally.count(m) for m in measures})
