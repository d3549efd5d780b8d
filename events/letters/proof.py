"""To an address that has not answered: fixed text, nothing that was typed."""

from dataclasses import replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.domain import codes
from events.letters import claim
from events.letters.example import example
from events.letters.names import COSTS, KEPT, OF_THE_EVENT
from events.letters.words import letter
from mail.letter import Letter
from mail.models import Message
from mail.standard import Standard

EXAMPLE_CODE = "123456"

PROVE = Standard(
    label=_("confirm your address"),
    sent=_("At once after the form was sent."),
    to=_("The address that was typed; it has not answered yet, so nothing typed stands in it."),
    subject=_("Confirm your sign-up: %(title)s"),
    text=[
        _("Somebody signed up for this with your address. If it was you, press the button."),
        "%(kept)s",
        "%(deposit)s",
    ],
    button=_("Confirm"),
    after=[
        _("Was it not you? Then do nothing, or open the page and say so; we will stop writing.")
    ],
    names=OF_THE_EVENT | KEPT | COSTS,
    essential=("kept",),
    example=example,
)
LINK = Standard(
    label=_("link again"),
    sent=_("When the link to a sign-up is asked for once more."),
    to=_("Whoever signed up."),
    subject=_("Your link: %(title)s"),
    text=[_("Here is the link to your sign-up again. You can see it, change it or cancel there.")],
    button=_("See my sign-up"),
    after=[_("Did you not ask for this? Then you need do nothing.")],
    names=OF_THE_EVENT,
    example=example,
)


def prove(message: Message) -> Letter:
    """In the office's words; a code stands in the subject, which a phone shows at once, and beside
    the button, whatever the wording."""
    made = letter(message, PROVE)
    code = _code(message)
    if not code:
        return made
    said = {"code": code, "subject": made.subject}
    subject = gettext("%(code)s is your code: %(subject)s") % said
    line = gettext(
        "Or type this code on the page where you signed up: %(code)s. It is good there for an hour."
    )
    return replace(made, subject=subject, lines=[*made.lines, line % said])


def _code(message: Message) -> str:
    if message.trial and message.trial.is_made_up:
        return EXAMPLE_CODE
    asked = claim.find(message)
    return codes.code(message, asked.link_version) if asked else ""
