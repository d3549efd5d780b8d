"""To somebody whom the office gave a place on another date instead of what they had.

One mail carries one calendar entry, so there are two: the new date comes in, the old one goes out.
Only the first is news; the second says that nothing is lost.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from events.letters.example import example
from events.letters.names import CAN_TELL, OF_A_PERSON, QUESTIONS, span
from mail.models import Message
from mail.standard import Name, Standard


def other_date(key: str) -> Any:
    """The value of a name: the date that the change's `key` ("old", "new") tells of."""
    return lambda message: _in_words((message.facts.get("change") or {}).get(key))


def _in_words(date: dict[str, Any] | None) -> str:
    """ "A day in practice, Wednesday 24 February 2027 at 08:30 to 15:00, Torvet 1, Køge" """
    if not date:
        return ""
    when = span(date["zone"], date["starts_at"], date["ends_at"])
    return ", ".join(part for part in (date["title"], when, date["location"]) if part)


def this_date(message: Message) -> str:
    return _in_words(message.facts) if "starts_at" in message.facts else ""


EXAMPLE = _("A day in practice, Wednesday 24 February 2027 at 08:30 to 15:00, Torvet 1, Køge")

MOVED_TO = Standard(
    label=_("a place on another date"),
    sent=_("At once when the office moves somebody to another date. It is the invite, too."),
    to=_("Whoever was moved."),
    subject=_("Another date for you: %(title)s"),
    text=[
        _("The office has given you a place on another date."),
        _("Before: %(before)s"),
        _("Now: %(now)s"),
        "%(questions)s",
    ],
    button=_("See my sign-up"),
    after=[
        _(
            "This mail puts the new date in your calendar; a mail of its own takes the old one "
            "out. Links in earlier mails lead to the new date as well."
        ),
        _(
            "Can you not come then? Give the place back on the page, so that somebody else "
            "can have it."
        ),
        "%(can_tell)s",
    ],
    names=OF_A_PERSON
    | CAN_TELL
    | QUESTIONS
    | {
        "before": Name(other_date("old"), _("the date they had before"), EXAMPLE),
        "now": Name(this_date, _("the date they have now"), EXAMPLE),
    },
    essential=("before", "now"),
    example=example,
)
MOVED_AWAY = Standard(
    label=_("the old date leaves the calendar"),
    sent=_("Together with the mail about the place on another date."),
    to=_("Whoever was moved and had the old date in the calendar."),
    subject=_("The old date leaves your calendar: %(title)s"),
    text=[
        _("You have a place on another date instead: %(now)s."),
        _("This mail only takes the old date out of your calendar. You need do nothing."),
    ],
    button=_("See my sign-up"),
    names=OF_A_PERSON | {"now": Name(other_date("new"), _("the date they have now"), EXAMPLE)},
    essential=("now",),
    example=example,
)
