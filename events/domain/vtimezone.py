"""VTIMEZONE by rule (RFC 5545, section 3.6.5), for the zones whose rules are tested.

Outlook ignores the lists of dates that icalendar would write, and is then an hour off.
"""

from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from icalendar import Timezone

CENTRAL_EUROPEAN = """\
BEGIN:VTIMEZONE
TZID:{tzid}
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
ZONES = {
    f"Europe/{city}": CENTRAL_EUROPEAN
    for city in (
        "Amsterdam",
        "Berlin",
        "Brussels",
        "Copenhagen",
        "Madrid",
        "Oslo",
        "Paris",
        "Prague",
        "Rome",
        "Stockholm",
        "Vienna",
        "Warsaw",
        "Zurich",
    )
}


def has_rule(zone: ZoneInfo) -> bool:
    """Whether local times of the zone can be written; those of others are written in UTC."""
    return zone.key in ZONES


def vtimezone(zone: ZoneInfo) -> Timezone:
    """The zone's rule. Raises KeyError if there is no tested one."""
    return cast(Timezone, Timezone.from_ical(ZONES[zone.key].format(tzid=zone.key)))


def is_doubled(local: datetime) -> bool:
    """Whether the clock on the wall shows this time twice; parsers disagree on which is meant."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
