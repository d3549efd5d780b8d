"""Spots follow their date: when it moves, and onto a copy of it. Under the date's lock."""

from __future__ import annotations

from datetime import UTC, datetime

from events.domain.date_times import Along, follow
from events.models import Occurrence, Spot

FIRST = datetime.min.replace(tzinfo=UTC)


def move_along(moved: Occurrence, along: Along) -> None:
    """Give the spots of a date that moves their new times; their people and wishes stay."""
    rows = sorted(moved.spots.all(), key=lambda it: it.starts_at or FIRST)
    timed = [it for it in rows if it.starts_at]
    # A day's slot is free once its people have gone on to the next.
    later = timed and timed[0].starts_at and along(timed[0].starts_at) > timed[0].starts_at
    for spot in reversed(timed) if later else timed:
        _give_times(spot, along)
        spot.save(update_fields=["starts_at", "ends_at"])
        spot.allocations.exclude(slot=spot.slot).update(slot=spot.slot)


def copy(like: Occurrence, made: Occurrence) -> None:
    """The same spots for a copy of a date; nobody is in them."""
    along = follow(like, made.starts_at)
    rows = list(like.spots.order_by("pk"))
    for spot in rows:
        spot.pk, spot.occurrence = None, made
        _give_times(spot, along)
    Spot.objects.bulk_create(rows)


def _give_times(spot: Spot, along: Along) -> None:
    spot.starts_at = along(spot.starts_at) if spot.starts_at else None
    spot.ends_at = along(spot.ends_at) if spot.ends_at else None
