"""The one mail that is not about a claim: the way to one's own data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from events.letters.claim import ELSEWHERE
from mail import kinds
from mail.domain.words import told
from mail.kinds import Kind
from mail.letter import Letter
from mail.models import Message
from mail.standard import Standard
from signup.domain import my_data

MY_DATA = Standard(
    label=_("link to my data"),
    sent=_("When somebody asks for their sign-ups and their data."),
    to=_("An address that we know."),
    subject=_("Your sign-ups and your data"),
    text=[
        _("Somebody, probably you, asked for the way to your sign-ups and your data."),
        _("The button below is good for 30 minutes from when this mail left."),
    ],
    button=_("See my sign-ups and my data"),
    after=[_("Was it not you? Then do nothing. Nobody but you gets this link.")],
)


def render(message: Message) -> Letter:
    words = told(message, MY_DATA)
    return Letter(words.subject, words.lines, button=str(MY_DATA.button), after=words.after)


def still_true(message: Message) -> str:
    """An erased person has nothing to see, and nobody else has."""
    if my_data.link(message):
        return ""
    return ELSEWHERE if message.to else gettext_noop("the person was erased")


def register() -> None:
    """Whatever became of an address: its owner may always see and delete what is kept."""
    kind = Kind(render, still_true, my_data.link, must_know=True, standard=MY_DATA)
    kinds.register(my_data.KIND, kind)
