"""One occurrence as a VEVENT (RFC 5545, section 3.6.1): what invites and feeds have in common."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.encoding import iri_to_uri
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Calendar, Event

from events.domain.calendar_text import SafeText, clean, one_line
from events.domain.fact_types import Facts, moment
from events.domain.vtimezone import has_rule, is_doubled, vtimezone


def vevent(facts: Facts, uid: str, lines: Iterable[str] = ()) -> Event:
    """The event with its time, place and text: `lines`, then whom to ask, then its page."""
    event = Event()
    event.add("UID", SafeText(f"{uid}@praksisvej"))
    event.add("SEQUENCE", facts.get("sequence", 0))
    start, end = span(facts)
    event.add("DTSTART", start)
    event.add("DTEND", end)
    _add_stamps(event, facts)
    _add_text(event, "SUMMARY", one_line(_title(facts)))
    _add_text(event, "LOCATION", one_line(facts.get("location", "")))
    _add_text(event, "DESCRIPTION", description(facts, lines))
    if facts.get("event_url"):
        event.add("URL", iri_to_uri(facts["event_url"]))
    return event


def _title(facts: Facts) -> str:
    title = facts["title"]
    return _("[Try-out] %(subject)s") % {"subject": title} if facts.get("is_trial") else title


def calendar(events: list[Event], method: str = "") -> Calendar:
    """A calendar of these events, with the rules of the zones they name."""
    made = Calendar()
    made.add("PRODID", "-//Praksisvej//Praksisvej//EN")
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    if method:
        made.add("METHOD", method)
    for zone in _zones(events):
        made.add_component(vtimezone(ZoneInfo(zone)))
    for event in events:
        made.add_component(event)
    return made


def span(facts: Facts) -> tuple[date, date]:
    """Start and end, the end exclusive: days for a camp, else moments.

    Moments are local where the zone has a rule and both are shown once by its clock, else UTC.
    """
    start, end = local_times(facts)
    if facts.get("kind") == "camp":
        return start.date(), _last_day(end) + timedelta(days=1)
    if has_rule(ZoneInfo(facts["zone"])) and not is_doubled(start) and not is_doubled(end):
        return start, end
    return start.astimezone(UTC), end.astimezone(UTC)


def local_times(facts: Facts) -> tuple[datetime, datetime]:
    """Start and end as the clock on the event's wall shows them."""
    zone = ZoneInfo(facts["zone"])
    return moment(facts["starts_at"]).astimezone(zone), moment(facts["ends_at"]).astimezone(zone)


def description(facts: Facts, lines: Iterable[str] = ()) -> str:
    """The text of the event; its page comes last, since Google and Outlook hide URL."""
    parts = [*arrival(facts), *lines, _contact(facts), iri_to_uri(facts.get("event_url", ""))]
    return "\n".join(filter(None, map(clean, parts)))


def arrival(facts: Facts) -> list[str]:
    """A camp's first and last hour, which its bar of whole days does not tell."""
    if facts.get("kind") != "camp":
        return []
    start, end = local_times(facts)
    return [
        _("Arrival: %(when)s") % {"when": _in_words(start)},
        _("Departure: %(when)s") % {"when": _in_words(end)},
    ]


def _in_words(local: datetime) -> str:
    day = date_format(local, pgettext("format of a date with its weekday", "l j F Y"))
    time = date_format(local, "TIME_FORMAT")
    told = f"{time} {local:%Z}" if is_doubled(local) else time
    return _("%(day)s at %(time)s") % {"day": day, "time": told}


def _contact(facts: Facts) -> str:
    ways = (facts.get("contact_name"), facts.get("contact_phone"), facts.get("contact_email"))
    contact = ", ".join(one_line(way) for way in ways if way)
    return _("Questions: %(contact)s") % {"contact": contact} if contact else ""


def _last_day(end: datetime) -> date:
    return (end - timedelta(microseconds=1)).date()


def _add_stamps(event: Event, facts: Facts) -> None:
    changed_at = moment(facts["changed_at"])
    event.add("DTSTAMP", changed_at)
    event.add("LAST-MODIFIED", changed_at)
    if facts.get("created_at"):
        event.add("CREATED", moment(facts["created_at"]))


def _add_text(event: Event, name: str, text: str) -> None:
    if text:
        event.add(name, SafeText(text))


def _zones(events: list[Event]) -> list[str]:
    times = (event[name] for event in events for name in ("DTSTART", "DTEND"))
    return sorted({time.params["TZID"] for time in times if "TZID" in time.params})
