"""To somebody who waits."""

from django.utils.translation import gettext_lazy as _

from events.letters.example import example
from events.letters.names import ASKS_DEPOSIT, CHANGE, OF_A_PERSON, POSITION, UNTIL
from mail.standard import Standard

WAITING = Standard(
    label=_("you are on the waitlist"),
    sent=_("At once when somebody's address is proven and no place is free."),
    to=_("Whoever waits."),
    subject=_("You are on the waitlist: %(title)s"),
    text=[
        _("You are number %(position)d in line."),
        _(
            "When a place comes free it is offered to one person at a time, in order. "
            "We write to you when it is your turn, and the place is kept while you decide."
        ),
    ],
    button=_("See my place in line"),
    after=[_("You can leave the waitlist on the page at any time.")],
    names=OF_A_PERSON | POSITION,
    essential=("position",),
    example=example,
)
OFFER = Standard(
    label=_("a place is offered"),
    sent=_("When a place comes free, and again when the date changes meanwhile."),
    to=_("The next in line."),
    subject=_("A place for you: %(title)s"),
    text=[
        _("A place has come free and is yours if you want it."),
        _("Before: %(before)s"),
        _("Now: %(now)s"),
        _("It is kept for you until %(until)s."),
        "%(deposit)s",
    ],
    button=_("Accept or decline"),
    after=[_("If you say nothing in time, the place is free for others.")],
    names=OF_A_PERSON | UNTIL | CHANGE | ASKS_DEPOSIT,
    essential=("until", "before", "now"),
    example=example,
)
OFFER_LAPSED = Standard(
    label=_("the offer has ended"),
    sent=_("When an offer was not answered in time."),
    to=_("Whoever had the offer."),
    subject=_("The offer has ended: %(title)s"),
    text=[
        _("The time for your offer has run out, and the place is no longer kept for you."),
        _("If you still want to come you can join the waitlist again, at the end."),
    ],
    button=_("See what is possible"),
    names=OF_A_PERSON,
    example=example,
)
LIST_OVER = Standard(
    label=_("the waitlist is over"),
    sent=_("When places are no longer offered, before the start."),
    to=_("Everybody who still waits."),
    subject=_("The waitlist has ended: %(title)s"),
    text=[
        _("No place came free for you this time, and the waitlist has now ended."),
        _("Should a place come free at the last moment, the office may still call you."),
    ],
    button=_("See what is possible"),
    names=OF_A_PERSON,
    example=example,
)
