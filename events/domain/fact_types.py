"""What a message, an invite or a feed says of an occurrence: plain data, kept as JSON."""

from datetime import datetime
from typing import TypedDict


class Facts(TypedDict, total=False):
    """Facts as they were when a message was queued. Any key may be missing.

    Moments are ISO 8601 with an offset, stored in UTC; `zone` says what the clock on the wall
    shows. `changed_at` is when the facts were written down: the DTSTAMP of an invite.
    From `address` on they belong to one person's registration and are never public.
    """

    title: str
    is_trial: bool
    kind: str
    zone: str
    starts_at: str
    ends_at: str
    location: str
    event_url: str
    contact_name: str
    contact_email: str
    contact_phone: str
    uid: str
    sequence: int
    created_at: str
    changed_at: str
    description_lines: list[str]

    address: str
    name: str
    organizer: str
    organizer_name: str
    changes: list[list[str]]
    held_until: str
    position: int
    is_host: bool


def moment(text: str) -> datetime:
    """The aware moment that a fact holds. Raises ValueError on one without an offset."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text} names no offset from UTC")
    return at
