"""Where there are free places when a date is full: other dates near it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from events.domain.showing import show
from events.domain.submitted import Submitted, is_for
from events.models import Occurrence, OccurrenceState
from office.models import Municipality

AT_MOST = 4
LOOKED_AT = 200
TAKEN_ALONG = (
    *("name", "email", "phone", "stage"),
    *("school", "school_name", "campus", "start_month", "start_year"),
)
"""What is asked everywhere. A consent and a date's own questions are answered on its own form."""


def with_places(
    full: Occurrence, at: datetime, submitted: Submitted | None = None
) -> list[Occurrence]:
    """Dates that give a place at once: of the same kind first, then near, then soon.

    Once it is known who asks, only those that they may come to.
    """
    rows = Occurrence.objects.public().with_counts().in_order().exclude(pk=full.pk)
    rows = rows.filter(opens_at__lte=at, closes_at__gt=at, state=OccurrenceState.SCHEDULED)
    found = rows.select_related("event", "host__municipality", "municipality").prefetch_related(
        "audience"
    )
    free = [it for it in found[:LOOKED_AT] if _has_places(it, at)]
    fitting = [it for it in free if not submitted or is_for(it, submitted)]
    near = _neighbours(full) if fitting else set()
    return sorted(fitting, key=lambda it: _order(it, full, near))[:AT_MOST]


def taken_along(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed for one date that another asks for, too."""
    return {name: typed[name] for name in TAKEN_ALONG if typed.get(name)}


def _has_places(occurrence: Occurrence, at: datetime) -> bool:
    showing = show(occurrence, at)
    return showing.can_sign_up and not showing.joins_waitlist


def _order(it: Occurrence, full: Occurrence, near: set[Municipality | None]) -> tuple[Any, ...]:
    home, there = full.area, it.area
    is_far = there not in near
    return it.event.kind != full.event.kind, is_far, home != there and not is_far, it.starts_at


def _neighbours(occurrence: Occurrence) -> set[Municipality | None]:
    """The municipalities that share a region with where the date is."""
    home = occurrence.area
    return {home, *Municipality.objects.filter(regions__municipalities=home)} if home else set()
