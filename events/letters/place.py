"""To somebody who has, or had, a place."""

from django.utils.translation import gettext_lazy as _

from events.letters.example import example
from events.letters.names import (
    CAN_TELL,
    DEPOSIT,
    EVALUATION,
    IF_YOU_LEAVE,
    OF_A_PERSON,
    QUESTIONS,
    REASON,
)
from mail.standard import Standard

PLACE = Standard(
    label=_("your place"),
    sent=_("At once when somebody has a place. It is the invite to the calendar, too."),
    to=_("Whoever has the place."),
    subject=_("You have a place: %(title)s"),
    text=[
        _("You have a place. We look forward to seeing you."),
        "%(deposit)s",
        "%(questions)s",
    ],
    button=_("See my sign-up"),
    after=[
        _(
            "This mail puts it in your calendar; if it moves, your calendar is told. "
            "Does it not show? Press Yes in the invitation, or fetch it from the page above."
        ),
        _(
            "Can you not come after all? Give the place back on the page, so that somebody else "
            "can have it. Pressing No in the calendar does not free it."
        ),
        "%(can_tell)s",
    ],
    names=OF_A_PERSON | CAN_TELL | QUESTIONS | DEPOSIT,
    example=example,
)
CANCELLED = Standard(
    label=_("place cancelled"),
    sent=_("At once when somebody gives their place back."),
    to=_("Whoever had the place."),
    subject=_("You are no longer signed up: %(title)s"),
    text=[
        _("Thank you for telling us. Your place is free for others, and it leaves your calendar.")
    ],
    button=_("See my sign-up"),
    names=OF_A_PERSON,
    example=example,
)
REMOVED = Standard(
    label=_("cancelled by the office"),
    sent=_("At once when the office takes somebody off a date."),
    to=_("Whoever had the place or waited."),
    subject=_("You are no longer signed up: %(title)s"),
    text=[_("The office has taken you off this."), _("The reason: %(reason)s")],
    button=_("See my sign-up"),
    names=OF_A_PERSON | REASON,
    essential=("reason",),
    example=example,
)
REMINDER = Standard(
    label=_("still coming?"),
    sent=_("Three days before the start. Whoever says no frees the place at once."),
    to=_("Everybody with a place that is older than a day."),
    subject=_("Are you still coming? %(title)s"),
    text=[
        _("It is only a few days away, and you have a place."),
        _("Are you still coming? Say yes or no on the page: one tap is enough."),
        "%(questions)s",
    ],
    button=_("I am coming / I cannot come"),
    after=[
        _("If you cannot come, your place is free for somebody else at once."),
        "%(if_you_leave)s",
    ],
    names=OF_A_PERSON | QUESTIONS | IF_YOU_LEAVE,
    example=example,
)
THANKS = Standard(
    label=_("thanks for coming"),
    sent=_("Two days after the end."),
    to=_("Everybody who came."),
    subject=_("Thank you for coming: %(title)s"),
    text=[
        _("Thank you for coming. We hope you took something with you."),
        _(
            "One question, the same as when you signed up: how likely is it that you become a "
            "GP? It takes one tap and is yours to leave out."
        ),
        "%(evaluation)s",
    ],
    button=_("Answer"),
    names=OF_A_PERSON | EVALUATION,
    example=example,
)
