"""To somebody with a place who has something left to answer."""

from django.utils.translation import gettext_lazy as _

from events.letters.example import example
from events.letters.names import OF_A_PERSON, QUESTIONS
from mail.standard import Standard

LATE = Standard(
    label=_("questions to answer"),
    sent=_("When somebody of the office presses Ask now on a date's answers."),
    to=_("Everybody with a place who has not answered."),
    subject=_("Questions to you: %(title)s"),
    text=[_("To plan well, we would like to know a little more."), "%(questions)s"],
    button=_("Answer"),
    after=[_("You can change your answers on the page until then.")],
    names=OF_A_PERSON | QUESTIONS,
    essential=("questions",),
    example=example,
)
REMINDER = Standard(
    label=_("reminder of questions"),
    sent=_("Three days before questions have to be answered."),
    to=_("Everybody with a place who has not answered what they must."),
    subject=_("We still need your answers: %(title)s"),
    text=[
        _("We have not heard all from you yet, and the time to answer is soon over."),
        "%(questions)s",
    ],
    button=_("Answer"),
    names=OF_A_PERSON | QUESTIONS,
    essential=("questions",),
    example=example,
)
