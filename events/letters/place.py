"""To somebody who has, or had, a place."""

from django.utils.translation import gettext as _

from events.letters.words import letter, title
from mail.letter import Letter
from mail.models import Message


def place(message: Message) -> Letter:
    """The confirmation is the invite."""
    return letter(
        message,
        _("You have a place: %(title)s") % {"title": title(message)},
        [_("You have a place. We look forward to seeing you.")],
        button=_("See my sign-up"),
        after=[
            _(
                "This mail puts it in your calendar; if it moves, your calendar is told. "
                "Does it not show? Press Yes in the invitation, or fetch it from the page above."
            ),
            _(
                "Can you not come after all? Give the place back on the page: somebody else waits "
                "for it. Pressing No in the calendar does not free it."
            ),
        ],
        method="REQUEST",
    )


def cancelled(message: Message) -> Letter:
    return letter(
        message,
        _("You are no longer signed up: %(title)s") % {"title": title(message)},
        [_("Thank you for telling us. Your place goes on, and it leaves your calendar.")],
        button=_("See my sign-up"),
        method="CANCEL",
    )


def removed(message: Message) -> Letter:
    lines = [_("The office has taken you off this.")]
    if reason := message.facts.get("reason"):
        lines.append(_("The reason: %(reason)s") % {"reason": reason})
    return letter(
        message,
        _("You are no longer signed up: %(title)s") % {"title": title(message)},
        lines,
        button=_("See my sign-up"),
        method="CANCEL",
    )


def reminder(message: Message) -> Letter:
    return letter(
        message,
        _("Soon: %(title)s") % {"title": title(message)},
        [_("It is only a few days away, and you have a place.")],
        button=_("See my sign-up"),
        after=[_("Can you not come? Give the place back on the page, so that somebody else can.")],
    )


def thanks(message: Message) -> Letter:
    return letter(
        message,
        _("Thank you for coming: %(title)s") % {"title": title(message)},
        [
            _("Thank you for coming. We hope you took something with you."),
            _(
                "One question, the same as when you signed up: how likely is it that you become a "
                "GP? It takes one tap and is yours to leave out."
            ),
        ],
        button=_("Answer"),
    )
