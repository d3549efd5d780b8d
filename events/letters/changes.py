"""To everybody on a date that changed, or that is not held."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from events.letters.example import example
from events.letters.names import CAN_YOU_COME, CHANGE, OF_A_PERSON, REASON
from mail.models import Message
from mail.standard import Standard

MOVED = Standard(
    label=_("moved"),
    sent=_("At once when a date gets a new time."),
    to=_("Everybody who has a place or waits; calendars are updated."),
    subject=_("New time: %(title)s"),
    text=[
        _("The time has changed."),
        _("Before: %(before)s"),
        _("Now: %(now)s"),
        "%(can_you_come)s",
    ],
    button=_("See my sign-up"),
    names=OF_A_PERSON | CHANGE | CAN_YOU_COME,
    essential=("before", "now", "can_you_come"),
    example=example,
)
CHANGED = Standard(
    label=_("changed"),
    sent=_("At once when the place or the title changes."),
    to=_("Everybody who has a place or waits; calendars are updated."),
    subject=_("Changed: %(title)s"),
    text=[_("Before: %(before)s"), _("Now: %(now)s")],
    button=_("See my sign-up"),
    names=OF_A_PERSON | CHANGE,
    essential=("before", "now"),
    example=example,
)
CALLED_OFF = Standard(
    label=_("called off"),
    sent=_("At once when a date is called off; it leaves the calendars."),
    to=_("Everybody who had a place or waited."),
    subject=_("Called off: %(title)s"),
    text=[_("This is called off. We are sorry."), _("The reason: %(reason)s")],
    button=_("See my sign-up"),
    names=OF_A_PERSON | REASON,
    essential=("reason",),
    example=example,
)


def button_of_a_move(message: Message) -> str:
    """Whoever has a place is asked whether they can still come."""
    return str(_("I am coming / I cannot come")) if "uid" in message.facts else ""
