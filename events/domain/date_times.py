"""The times of a date that starts at another time: a copy of it, or itself once it moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from events.domain.zoned import same_wall_distance
from events.models import Occurrence

Along = Callable[[datetime], datetime]


def follow(like: Occurrence, starts_at: datetime) -> Along:
    """How a time of this date moves with its start: by days, at the same time on the wall."""

    was, zone = like.starts_at, like.zone

    def along(at: datetime) -> datetime:
        return same_wall_distance(at, was=was, now=starts_at, zone=zone)

    return along


def moved_along(
    like: Occurrence, starts_at: datetime, given: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """All times of a date like this one that starts at `starts_at`; what is given is not moved.

    Where a clock change would put two in the wrong order, they keep their distance in hours. An
    opening that would come after the end of sign-up moves along, even when given.
    """
    along, given = follow(like, starts_at), given or {}
    ends_at = given.get("ends_at") or along(like.ends_at)
    if ends_at <= starts_at and "ends_at" not in given:
        ends_at = starts_at + (like.ends_at - like.starts_at)
    offers_until = min(given.get("offers_until") or along(like.offers_until), starts_at)
    closes_at = min(given.get("closes_at") or along(like.closes_at), offers_until)
    return {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "opens_at": _opens_at(like, along, given, closes_at),
        "closes_at": closes_at,
        "offers_until": offers_until,
        "kept_back_until": _no_later(like.kept_back_until, along, offers_until),
        "deposit_back_until": _no_later(like.deposit_back_until, along, starts_at),
    }


def _opens_at(
    like: Occurrence, along: Along, given: Mapping[str, Any], closes_at: datetime
) -> datetime:
    opens_at = given.get("opens_at") or along(like.opens_at)
    if opens_at >= closes_at:
        opens_at = along(like.opens_at)
    if opens_at >= closes_at and "closes_at" not in given:
        opens_at = closes_at - (like.closes_at - like.opens_at)
    return opens_at


def _no_later(at: datetime | None, along: Along, end: datetime) -> datetime | None:
    return min(along(at), end) if at else None
