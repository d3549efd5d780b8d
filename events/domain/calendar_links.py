"""Links that open a calendar on the web with an event.

No vendor documents them. They hold public facts only and stay under 2000 characters.
"""

from datetime import UTC, date, datetime
from urllib.parse import quote

from events.domain.calendar_text import one_line
from events.domain.fact_types import Facts
from events.domain.vevent import arrival, span

GOOGLE = "https://calendar.google.com/calendar"
OUTLOOK = "https://outlook.live.com/calendar/0"
OUTLOOK_WORK = "https://outlook.office.com/calendar/0"
ROOM = {"title": 500, "location": 400, "text": 700}
"""Characters each text may take in a link, once encoded."""


def google_link(facts: Facts) -> str:
    """Opens Google Calendar with the event, not saved yet."""
    start, end = (_compact(time) for time in span(facts))
    return f"{GOOGLE}/render?" + _query(
        action="TEMPLATE",
        text=_title(facts),
        dates=f"{start}/{end}",
        details=_text(facts),
        location=_location(facts),
    )


def outlook_link(facts: Facts, *, work: bool = False) -> str:
    """Opens Outlook on the web with the event, not saved yet; `work` for accounts of a firm."""
    start, end = span(facts)
    return f"{OUTLOOK_WORK if work else OUTLOOK}/deeplink/compose?" + _query(
        path="/calendar/action/compose",
        rru="addevent",
        subject=_title(facts),
        startdt=_extended(start),
        enddt=_extended(end),
        allday="" if isinstance(start, datetime) else "true",
        body=_text(facts),
        location=_location(facts),
    )


def _query(**values: str) -> str:
    return "&".join(f"{key}={quote(value, safe='')}" for key, value in values.items() if value)


def _compact(time: date) -> str:
    if isinstance(time, datetime):
        return f"{time.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{time:%Y%m%d}"


def _extended(time: date) -> str:
    if isinstance(time, datetime):
        return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{time:%Y-%m-%d}"


def _title(facts: Facts) -> str:
    return _cut(one_line(facts["title"]), ROOM["title"])


def _location(facts: Facts) -> str:
    return _cut(one_line(facts.get("location", "")), ROOM["location"])


def _text(facts: Facts) -> str:
    return _cut("\n".join([*arrival(facts), facts.get("event_url", "")]).strip(), ROOM["text"])


def _cut(text: str, room: int) -> str:
    """As much of the text as takes no more than this many characters once encoded."""
    for length, character in enumerate(text):
        room -= len(quote(character, safe=""))
        if room < 0:
            return text[:length]
    return text
