"""Dates and times in words, on the wall clock of the event, in the language now in use."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.models import Occurrence


def day_words(day: date) -> str:
    """ "Friday 9 April 2027" """
    return _capital(date_format(day, pgettext("date format: weekday, day, month, year", "l j F Y")))


def date_words(day: date) -> str:
    """ "Friday 9 April 2027", to stand inside a sentence."""
    return date_format(day, pgettext("date format: inside a sentence", "l j F Y"))


def time_words(at: datetime, zone: ZoneInfo) -> str:
    """ "17:00", on the clock of this zone."""
    return date_format(at.astimezone(zone), "TIME_FORMAT")


def moment_words(at: datetime, zone: ZoneInfo) -> str:
    """ "Monday 8 February 2027 at 17:00", to stand inside a sentence."""
    local = at.astimezone(zone)
    return _("%(day)s at %(time)s%(zone)s") % {
        "day": date_format(local, pgettext("date format: inside a sentence", "l j F Y")),
        "time": time_words(at, zone),
        "zone": _zone_words(zone),
    }


def deadline_words(until: datetime, zone: ZoneInfo) -> str:
    """Until when, to stand inside a sentence: the end of a day is 23:59, not the next day."""
    is_midnight = until.astimezone(zone).time() == time()
    return moment_words(until - timedelta(minutes=1) if is_midnight else until, zone)


def span_words(first: date, last: date) -> str:
    """ "9-11 April 2027", "30 April - 2 May 2027", or a single day with its weekday."""
    if first == last:
        return day_words(first)
    with_year = pgettext("date format: day, month, year", "j F Y")
    if (first.year, first.month) == (last.year, last.month):
        start = date_format(first, pgettext("date format: day before a dash", "j"))
        return f"{start}–{date_format(last, with_year)}"
    same_year = pgettext("date format: day, month", "j F")
    start = date_format(first, same_year if first.year == last.year else with_year)
    return f"{start} – {date_format(last, with_year)}"


def when_words(occurrence: Occurrence) -> str:
    """The days of an occurrence: "Wednesday 24 February 2027" or "9-11 April 2027"."""
    return span_words(occurrence.first_day, occurrence.last_day)


def when_inside_words(occurrence: Occurrence) -> str:
    """The days of an occurrence, to stand inside a sentence."""
    if occurrence.first_day == occurrence.last_day:
        return date_words(occurrence.first_day)
    return when_words(occurrence)


def hours_words(occurrence: Occurrence) -> str:
    """ "8:30-15:00"; over several days the arrival and the departure with their weekdays."""
    zone = occurrence.zone
    start, end = time_words(occurrence.starts_at, zone), time_words(occurrence.ends_at, zone)
    if occurrence.first_day == occurrence.last_day:
        return _("%(start)s–%(end)s%(zone)s") % {
            "start": start,
            "end": end,
            "zone": _zone_words(zone),
        }
    return _("from %(first)s at %(start)s to %(last)s at %(end)s%(zone)s") % {
        "first": date_format(occurrence.local_start, "l"),
        "start": start,
        "last": date_format(occurrence.local_end, "l"),
        "end": end,
        "zone": _zone_words(zone),
    }


def length_words(hours: Decimal) -> str:
    """ "1 hour", "2.5 hours": how long, in the reader's way of writing numbers."""
    number = number_format(Decimal(f"{hours.normalize():f}"), use_l10n=True)
    return ngettext("%(n)s hour", "%(n)s hours", 1 if hours == 1 else 2) % {"n": number}


def _zone_words(zone: ZoneInfo) -> str:
    """The zone is named where it is not the office's own."""
    return "" if zone.key == settings.TIME_ZONE else f" ({zone.key.replace('_', ' ')})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
