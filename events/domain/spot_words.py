"""A spot in words and as facts: where to be, and when."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.domain.fact_types import moment
from events.domain.wording import date_words, day_words, moment_words, time_words
from events.models import Occurrence, Spot, SpotKind

Fact = dict[str, Any]


def fact(spot: Spot) -> Fact:
    """What somebody in it has to know of a spot, as plain JSON."""
    return {
        "spot": spot.pk,
        "slot": spot.slot,
        "kind": spot.kind,
        "name": str(spot),
        "address": spot.host.address if spot.host else "",
        "starts_at": spot.starts_at.isoformat() if spot.starts_at else "",
        "ends_at": spot.ends_at.isoformat() if spot.ends_at else "",
        "note": spot.note,
    }


def told(it: Fact, zone: ZoneInfo) -> str:
    """ "Saturday 16 January 2027, 09:00-15:00: Lægerne Torvet, Torvet 1, 4600 Køge" """
    if it["kind"] != SpotKind.HOST:
        return told_on_its_day(it, zone)
    day = day_words(moment(it["starts_at"]).astimezone(zone).date())
    return _("%(day)s, %(rest)s") % {"day": day, "rest": told_on_its_day(it, zone)}


def told_on_its_day(it: Fact, zone: ZoneInfo) -> str:
    """The same below a heading that names the day of a practice."""
    said = str(it["name"])
    if it["kind"] == SpotKind.HOST:
        said = _("%(start)s–%(end)s: %(place)s") % {
            "start": time_words(moment(it["starts_at"]), zone),
            "end": time_words(moment(it["ends_at"]), zone),
            "place": it["address"] or it["name"],
        }
    elif it["kind"] == SpotKind.MEETING_POINT:
        when = moment_words(moment(it["starts_at"]), zone)
        said = _("%(place)s, %(when)s") % {"place": it["name"], "when": when}
    return f"{said} ({it['note']})" if it["note"] else said


def slot_words(spots: list[Spot], occurrence: Occurrence) -> str:
    """What a slot is called, by its spots: "Host practice on Saturday 16 January 2027"."""
    first = spots[0]
    if first.kind == SpotKind.HOST and first.starts_at:
        day = date_words(first.starts_at.astimezone(occurrence.zone).date())
        return _("Host practice on %(day)s") % {"day": day}
    return _("Room") if first.kind == SpotKind.ROOM else _("Meeting point")


def choice_words(spot: Spot, zone: ZoneInfo) -> str:
    """A spot to choose among others of its slot: its name, and what tells it from them."""
    if spot.kind == SpotKind.HOST and spot.host:
        said = f"{spot}, {spot.host.town}" if spot.host.town else str(spot)
    elif spot.starts_at:
        said = _("%(place)s, at %(time)s") % {
            "place": spot,
            "time": time_words(spot.starts_at, zone),
        }
    else:
        said = str(spot)
    return f"{said} ({spot.note})" if spot.note else said
