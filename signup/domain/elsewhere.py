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
OF_ITS_KIND = 2
"""So many are chosen for being the same event, or the same kind; the rest for being near."""
LOOKED_AT = 200
TAKEN_ALONG = (
    *("name", "email", "phone", "stage"),
    *("school", "school_name", "campus", "start_month", "start_year"),
)
"""What is asked everywhere. A consent and a date's own questions are answered on its own form."""


def with_places(
    full: Occurrence, at: datetime, submitted: Submitted | None = None
) -> list[Occurrence]:
    """Dates that give a place at once: the most alike first, then the nearest of either kind.

    Once it is known who asks, only those that they may come to.
    """
    rows = Occurrence.objects.public().with_counts().in_order().exclude(pk=full.pk)
    rows = rows.filter(opens_at__lte=at, closes_at__gt=at, state=OccurrenceState.SCHEDULED)
    found = rows.select_related("event", "host__municipality", "municipality").prefetch_related(
        "audience"
    )
    free = [it for it in found[:LOOKED_AT] if _has_places(it, at)]
    fitting = [it for it in free if not submitted or is_for(it, submitted)]
    return _chosen(fitting, full, _neighbours(full)) if fitting else []


def taken_along(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed for one date that another asks for, too."""
    return {name: typed[name] for name in TAKEN_ALONG if typed.get(name)}


def _has_places(occurrence: Occurrence, at: datetime) -> bool:
    showing = show(occurrence, at)
    return showing.can_sign_up and not showing.joins_waitlist


def _chosen(
    free: list[Occurrence], full: Occurrence, near: set[Municipality | None]
) -> list[Occurrence]:
    def likeness(it: Occurrence) -> tuple[bool, ...]:
        return it.event.kind != full.event.kind, it.event_id != full.event_id

    def distance(it: Occurrence) -> tuple[bool, ...]:
        is_far = it.area not in near
        return is_far, it.area != full.area and not is_far

    free = sorted(free, key=lambda it: (*likeness(it), *distance(it), it.starts_at))
    alike = [it for it in free if it.event.kind == full.event.kind][:OF_ITS_KIND]
    others = [it for it in free if it not in alike]
    others.sort(key=distance)
    return [*alike, *others][:AT_MOST]


def _neighbours(occurrence: Occurrence) -> set[Municipality | None]:
    """The municipalities that share a region with where the date is."""
    home = occurrence.area
    return {home, *Municipality.objects.filter(regions__municipalities=home)} if home else set()
