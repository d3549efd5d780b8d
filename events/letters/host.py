"""To the contacts of a host practice: the invite, who comes, who came. Nobody who comes is named.

A practice reads them between two patients: how many, when, and one button without a password.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.letters.example import example
from events.letters.names import CHANGE, OF_A_PERSON, OF_THE_EVENT, REASON, first_name
from mail.models import Message
from mail.standard import Name, Standard


def made_up() -> dict[str, Any]:
    """Facts of a visit to a practice, for a preview."""
    practice = {"name": "Birthe Vang", "address": "birthe@praksis.example", "is_host": True}
    return example() | practice | {"coming": 3, "new": 1, "gone": 1, "because": "called_off"}


# What the names become


def coming(message: Message) -> str:
    """How many come; "" before the practice was told."""
    n = message.facts.get("coming")
    if n is None:
        return ""
    if n == 0:
        return _("Nobody comes as it stands. We write at once if that changes.")
    return _("One person comes.") if n == 1 else _("%(n)d people come.") % {"n": n}


def changes(message: Message) -> str:
    """How many are new or gone since the last mail; "" if nobody is."""
    new, gone = message.facts.get("new", 0), message.facts.get("gone", 0)
    parts = []
    if new:
        parts.append(_("One is new.") if new == 1 else _("%(n)d are new.") % {"n": new})
    if gone:
        parts.append(
            _("One no longer comes.") if gone == 1 else _("%(n)d no longer come.") % {"n": gone}
        )
    return " ".join(parts)


def why(message: Message) -> str:
    """Why the visit leaves the practice's calendar."""
    said: dict[str, Callable[[], str]] = {
        "called_off": lambda: _("This is called off. We are sorry."),
        "back_to_draft": lambda: _("The office has taken this back: it is being planned anew."),
        "not_you": lambda: _("The office plans this without you now. You receive nobody."),
        "you_cancelled": lambda: _("You had to cancel, and we have settled it. Thank you."),
    }
    told = said.get(message.facts.get("because", ""))
    return told() if told else ""


READER = OF_THE_EVENT | {
    "first_name": Name(first_name, OF_A_PERSON["first_name"].help, "Birthe"),
}
COMING = {
    "coming": Name(
        coming,
        gettext_lazy("a sentence: how many come, once the practice has been told"),
        gettext_lazy("3 people come."),
    ),
}
CHANGES = {
    "changes": Name(
        changes,
        gettext_lazy("a sentence: how many are new or gone since the last mail"),
        gettext_lazy("One is new. One no longer comes."),
    ),
}
WHY = {
    "why": Name(
        why,
        gettext_lazy("a sentence: called off, planned anew, planned without the practice"),
        gettext_lazy("This is called off. We are sorry."),
    ),
}

# The standards

OPENS = gettext_lazy(
    "You need no password. The page opens on the phone or computer that opens it first, until "
    "seven days after the visit; on another one you can ask for a link of your own."
)
CANCEL = gettext_lazy(
    "Must you cancel? Say so on that page: the office is told at once. Pressing No in the "
    "calendar does not tell us."
)
TO = gettext_lazy("Each contact of the practice, by a mail of their own.")

INVITED = Standard(
    label=gettext_lazy("host practice: the visit"),
    sent=gettext_lazy(
        "At once when a date that is open has a host practice. It is the invite, too. Also to a "
        "contact who is new, or has a new address."
    ),
    to=TO,
    subject=gettext_lazy("You receive participants: %(title)s"),
    text=[
        gettext_lazy("You receive participants in your practice. Thank you for that."),
        "%(coming)s",
    ],
    button=gettext_lazy("See the visit"),
    after=[
        gettext_lazy(
            "This mail puts it in your calendar, without anybody's name; if something changes, "
            "your calendar is told."
        ),
        gettext_lazy(
            "We write to you who comes a week and a day before, and from then on at once when "
            "that changes. Afterwards we ask who came."
        ),
        OPENS,
        CANCEL,
    ],
    names=READER | COMING,
    example=made_up,
)
CHANGED = Standard(
    label=gettext_lazy("host practice: changed"),
    sent=gettext_lazy("At once when time, place or title change; calendars are updated."),
    to=TO,
    subject=gettext_lazy("Changed: %(title)s"),
    text=[
        gettext_lazy("What you receive participants for has changed."),
        gettext_lazy("Before: %(before)s"),
        gettext_lazy("Now: %(now)s"),
        "%(coming)s",
    ],
    button=gettext_lazy("See the visit"),
    after=[CANCEL, OPENS],
    names=READER | CHANGE | COMING,
    essential=("before", "now"),
    example=made_up,
)
CALLED_OFF = Standard(
    label=gettext_lazy("host practice: not held"),
    sent=gettext_lazy(
        "At once when the date is called off, taken back or given to another practice; it leaves "
        "the calendars."
    ),
    to=TO,
    subject=gettext_lazy("You receive nobody: %(title)s"),
    text=["%(why)s", gettext_lazy("The reason: %(reason)s")],
    after=[gettext_lazy("This mail takes it out of your calendar. You need do nothing.")],
    names=READER | WHY | REASON,
    essential=("why", "reason"),
    example=made_up,
)
LEFT_PRACTICE = Standard(
    label=gettext_lazy("host practice: contact left"),
    sent=gettext_lazy("At once when somebody is no longer a contact of a practice."),
    to=gettext_lazy("That contact, for each visit to come; it leaves their calendar."),
    subject=gettext_lazy("Leaves your calendar: %(title)s"),
    text=[
        gettext_lazy(
            "We no longer write to you about visits at your practice. This one is held as planned; "
            "with this mail it leaves your calendar."
        ),
    ],
    after=[gettext_lazy("Is that a mistake? Then tell us.")],
    names=READER,
    example=made_up,
)
WHO_COMES = Standard(
    label=gettext_lazy("host practice: who comes"),
    sent=gettext_lazy("A week and a day before the start; at once if the date was made later."),
    to=TO,
    subject=gettext_lazy("Who comes: %(title)s"),
    text=["%(coming)s", "%(changes)s"],
    button=gettext_lazy("See who comes"),
    after=[
        gettext_lazy("On the page you also find a notice to print for the waiting room."),
        OPENS,
        CANCEL,
    ],
    names=READER | COMING | CHANGES,
    essential=("coming",),
    example=made_up,
)
PEOPLE_CHANGED = Standard(
    label=gettext_lazy("host practice: who comes has changed"),
    sent=gettext_lazy("At once when somebody comes or goes after the mail on who comes."),
    to=TO,
    subject=gettext_lazy("Who comes has changed: %(title)s"),
    text=["%(changes)s", "%(coming)s"],
    button=gettext_lazy("See who comes"),
    after=[OPENS, CANCEL],
    names=READER | COMING | CHANGES,
    essential=("coming", "changes"),
    example=made_up,
)
WHO_CAME = Standard(
    label=gettext_lazy("host practice: who came?"),
    sent=gettext_lazy("An hour after the end, unless all are marked as come or not."),
    to=TO,
    subject=gettext_lazy("Who came? %(title)s"),
    text=[
        gettext_lazy("Thank you for receiving them."),
        gettext_lazy("Please say who came: one tap for each, and no password."),
    ],
    button=gettext_lazy("Say who came"),
    after=[
        gettext_lazy(
            "The page is open until seven days after the visit. Three days after the last one is "
            "marked the list closes by itself, unless the office objects; until then you can "
            "correct it."
        ),
        gettext_lazy("There you can also write two lines back to the office."),
    ],
    names=READER | COMING,
    example=made_up,
)
