"""To an address that has not answered: fixed text, nothing that was typed."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.letters.words import letter, title
from mail.letter import Letter
from mail.models import Message


def prove(message: Message) -> Letter:
    """The first mail: press the button, so that we know the address is yours."""
    return letter(
        message,
        _("Confirm your sign-up: %(title)s") % {"title": title(message)},
        [
            _("Somebody signed up for this with your address. If it was you, press the button."),
            _kept(message),
        ],
        button=_("Confirm"),
        after=[
            _("Was it not you? Then do nothing, or open the page and say so; we will stop writing.")
        ],
    )


def _kept(message: Message) -> str:
    if message.claim.startswith("turn:"):
        return _("Your turn counts from when you signed up, once you have pressed the button.")
    hours = max(1, settings.HOLD_MINUTES // 60)
    return ngettext(
        "A place is kept for you for %(hours)d hour.",
        "A place is kept for you for %(hours)d hours.",
        hours,
    ) % {"hours": hours}


def link_again(message: Message) -> Letter:
    """Somebody asked for the link once more."""
    return letter(
        message,
        _("Your link: %(title)s") % {"title": title(message)},
        [_("Here is the link to your sign-up again. You can see it, change it or cancel there.")],
        button=_("See my sign-up"),
        after=[_("Did you not ask for this? Then you need do nothing.")],
    )
