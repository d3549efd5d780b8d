"""Acts on several dates at once: on all of them or on none, locked in the order of their numbers.

Each person on them is told once for each claim, whatever of its date changes in the act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.db import transaction

from events.domain import scheduling
from events.domain.changing import Change, change
from events.domain.errors import ActRefused
from events.models import Occurrence
from office.actor import Actor


def change_several(changes: Mapping[int, tuple[int, Change]], *, actor: Actor) -> list[Occurrence]:
    """Change dates, each given with the revision its form showed and what it becomes.

    What is so already changes nothing. Raises what `change` does, naming the date.
    """

    def one(pk: int) -> Occurrence:
        revision, new = changes[pk]
        return change(pk, new, actor=actor, revision=revision)

    return _each(changes, one)


def open_several(dates: Iterable[int], *, actor: Actor) -> list[Occurrence]:
    """Open drafts; what is open stays so. Raises ActRefused, naming the date."""
    return _each(dates, lambda pk: scheduling.open_occurrence(pk, actor=actor))


def call_off_several(
    revisions: Mapping[int, int], *, actor: Actor, reason: str
) -> list[Occurrence]:
    """Call dates off for good. Raises NeedsReason, StaleForm, ActRefused, naming the date."""

    def one(pk: int) -> Occurrence:
        return scheduling.call_off(pk, actor=actor, revision=revisions[pk], reason=reason)

    return _each(revisions, one)


def _each(dates: Iterable[int], act: Callable[[int], Occurrence]) -> list[Occurrence]:
    with transaction.atomic():
        return [_naming(pk, act) for pk in sorted(set(dates))]


def _naming(pk: int, act: Callable[[int], Occurrence]) -> Occurrence:
    """Do it; what is refused says for which date."""
    try:
        return act(pk)
    except ActRefused as refused:
        date = Occurrence.objects.select_related("event").filter(pk=pk).first()
        raise type(refused)(f"{date}: {refused}" if date else str(refused)) from refused
