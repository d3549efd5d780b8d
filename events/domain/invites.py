"""Invites: a registration as iTIP messages (RFC 5546, section 3.2).

UID and ORGANIZER stay what they were for the registration's whole life; SEQUENCE grows. ATTENDEE
changes with the person's address alone: the old one gets a CANCEL first (`old_calendar.py`).
Personal links never stand in them: people share their calendars with whole teams.
"""

from django.utils.translation import gettext as _
from icalendar import Event, vCalAddress

from events.domain.calendar_text import mailto, parameter
from events.domain.fact_types import Facts
from events.domain.vevent import calendar, vevent


def request(facts: Facts) -> str:
    """The invite, or its update when SEQUENCE has grown: method REQUEST, lines ending in CRLF."""
    event = _going(facts)
    event.add("ORGANIZER", _organizer(facts))
    event.add("ATTENDEE", _attendee(facts))
    return _text(event, "REQUEST")


def cancellation(facts: Facts) -> str:
    """Takes the event out of the calendar: method CANCEL, with a SEQUENCE above all sent."""
    event = vevent(facts, facts["uid"])
    event.add("STATUS", "CANCELLED")
    event.add("TRANSP", "TRANSPARENT")
    event.add("ORGANIZER", _organizer(facts))
    event.add("ATTENDEE", _attendee(facts))
    return _text(event, "CANCEL")


def published(facts: Facts) -> str:
    """The file to download: method PUBLISH, the invite's UID, nobody in it but the office."""
    event = _going(facts)
    if facts.get("organizer"):
        event.add("ORGANIZER", _organizer(facts))
    return _text(event, "PUBLISH")


def _going(facts: Facts) -> Event:
    event = vevent(
        facts, facts["uid"], [*facts.get("description_lines", []), _how_to_cancel(facts)]
    )
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "OPAQUE")
    return event


def _how_to_cancel(facts: Facts) -> str:
    if facts.get("is_host"):
        return _(
            "Who comes is shown by the buttons in our mails. Answering No or deleting this in "
            "your calendar does not tell us: if you must cancel, use such a button."
        )
    return _(
        "Answering No or deleting this in your calendar does not free your place. "
        "To cancel, use the button in our mail."
    )


def _organizer(facts: Facts) -> vCalAddress:
    return _person(facts["organizer"], facts.get("organizer_name", ""))


def _attendee(facts: Facts) -> vCalAddress:
    """The person has signed up already, and nobody reads answers: none is asked for."""
    attendee = _person(facts["address"], facts.get("name", ""))
    attendee.params.update(
        CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", PARTSTAT="ACCEPTED", RSVP="FALSE"
    )
    return attendee


def _person(address: str, name: str) -> vCalAddress:
    person = vCalAddress(mailto(address))
    if parameter(name):
        person.params["CN"] = parameter(name)
    return person


def _text(event: Event, method: str) -> str:
    return calendar([event], method).to_ical().decode()
