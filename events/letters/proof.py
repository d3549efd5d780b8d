"""To an address that has not answered: fixed text, nothing that was typed."""

from django.utils.translation import gettext_lazy as _

from events.letters.example import example
from events.letters.names import KEPT, OF_THE_EVENT
from mail.standard import Standard

PROVE = Standard(
    label=_("confirm your address"),
    sent=_("At once after the form was sent."),
    to=_("The address that was typed; it has not answered yet, so nothing typed stands in it."),
    subject=_("Confirm your sign-up: %(title)s"),
    text=[
        _("Somebody signed up for this with your address. If it was you, press the button."),
        "%(kept)s",
    ],
    button=_("Confirm"),
    after=[
        _("Was it not you? Then do nothing, or open the page and say so; we will stop writing.")
    ],
    names=OF_THE_EVENT | KEPT,
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
