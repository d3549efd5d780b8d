"""The one mail that is not about a claim: the way to one's own data."""

from django.utils.translation import gettext as _

from mail import kinds
from mail.kinds import Kind
from mail.letter import Letter
from mail.models import Message
from signup.domain import my_data


def render(message: Message) -> Letter:
    return Letter(
        subject=_("Your sign-ups and your data"),
        lines=[
            _("Somebody, probably you, asked for the way to your sign-ups and your data."),
            _("The button below is good for 30 minutes from when this mail left."),
        ],
        button=_("See my sign-ups and my data"),
        after=[_("Was it not you? Then do nothing. Nobody but you gets this link.")],
    )


def still_true(message: Message) -> str:
    """An erased person has nothing to see."""
    return "" if my_data.link(message) else "contact erased"


def register() -> None:
    """Whatever became of an address: its owner may always see and delete what is kept."""
    kinds.register(my_data.KIND, Kind(render, still_true, my_data.link, must_know=True))
