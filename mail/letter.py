"""What a mail says, before it is laid out. Two templates, text and HTML, show any Letter."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar text with CRLF; `method` is its METHOD, said on the MIME part too (RFC 6047)."""

    method: str
    text: str


@dataclass(frozen=True)
class Item:
    """A line of a list, with more to say and the address where it is done."""

    text: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Section:
    heading: str
    items: list[Item]


@dataclass(frozen=True)
class Letter:
    """One mail in the recipient's language, as plain text.

    `facts` (label, value: event, time, place) stand first, then the `greeting`, then `lines` (the
    first is what it is about), lists in `sections`, the button with the mailed link, then `after`.
    With a calendar part, `from_email` is the invite's ORGANIZER. Empty sender's fields mean the
    office's own.
    """

    subject: str
    lines: list[str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    button: str = ""
    after: list[str] = field(default_factory=list)
    from_name: str = ""
    from_email: str = ""
    reply_to: str = ""
    calendar: CalendarPart | None = None
    sections: list[Section] = field(default_factory=list)
    greeting: str = ""
