"""To somebody who waits."""

from django.utils.translation import gettext as _

from events.letters.changes import old_and_new
from events.letters.words import letter, title, until
from mail.letter import Letter
from mail.models import Message


def waiting(message: Message) -> Letter:
    return letter(
        message,
        _("You are on the waitlist: %(title)s") % {"title": title(message)},
        [
            _("You are number %(position)d in line.") % {"position": message.facts["position"]},
            _(
                "When a place comes free it is offered to one person at a time, in order. "
                "We write to you when it is your turn, and the place is kept while you decide."
            ),
        ],
        button=_("See my place in line"),
        after=[_("You can leave the waitlist on the page at any time.")],
    )


def offer(message: Message) -> Letter:
    lines = [
        _("A place has come free and is yours if you want it."),
        *old_and_new(message.facts),
        _("It is kept for you until %(until)s.") % {"until": until(message)},
    ]
    return letter(
        message,
        _("A place for you: %(title)s") % {"title": title(message)},
        lines,
        button=_("Accept or decline"),
        after=[_("If you say nothing in time, the place goes on to the next in line.")],
    )


def offer_lapsed(message: Message) -> Letter:
    return letter(
        message,
        _("The offer has ended: %(title)s") % {"title": title(message)},
        [
            _("The time for your offer ran out, and the place went on to the next in line."),
            _("If you still want to come you can join the waitlist again, at the end."),
        ],
        button=_("See what is possible"),
    )


def list_over(message: Message) -> Letter:
    return letter(
        message,
        _("The waitlist has ended: %(title)s") % {"title": title(message)},
        [
            _("No place came free for you this time, and the waitlist has now ended."),
            _("Should a place come free at the last moment, the office may still call you."),
        ],
        button=_("See what is possible"),
    )
