"""The mails about money that goes back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from events import letters
from events.letters.claim import ELSEWHERE, find
from events.letters.example import example
from events.letters.names import OF_A_PERSON
from mail.models import Message
from mail.standard import Name, Standard
from office.money import money_words
from payments.models import GivenBackBecause

WHY = {
    GivenBackBecause.ATTENDED: gettext_lazy("Thank you for coming."),
    GivenBackBecause.LEFT_IN_TIME: gettext_lazy("You cancelled in time."),
    GivenBackBecause.LEFT_LATE: gettext_lazy("This is the part that goes back after the deadline."),
    GivenBackBecause.TAKEN_OVER: gettext_lazy("Somebody from the waitlist took your place."),
    GivenBackBecause.CALLED_OFF: gettext_lazy("It is not held."),
    GivenBackBecause.HOST_CANCELLED: gettext_lazy("The practice had to cancel."),
    GivenBackBecause.CANNOT_FOLLOW: gettext_lazy("The date moved, and you cannot come."),
    GivenBackBecause.NOT_CLOSED: gettext_lazy("It is over."),
    GivenBackBecause.MOVED: gettext_lazy("Your new date asks for another deposit, or for none."),
    GivenBackBecause.TWICE: gettext_lazy("You had paid already."),
}


def amount(message: Message) -> str:
    refund = message.facts.get("refund") or {}
    return money_words(refund["amount"], refund["currency"]) if refund else ""


def why(message: Message) -> str:
    refund = message.facts.get("refund") or {}
    return str(WHY.get(refund.get("because", ""), ""))


def when(message: Message) -> str:
    """How it reaches the person."""
    if (message.facts.get("refund") or {}).get("by_card", True):
        return _("It goes back the way you paid. Banks take up to ten days.")
    return _("The office transfers it to you.")


REFUND = {
    "amount": Name(amount, gettext_lazy("how much goes back"), gettext_lazy("300 kr.")),
    "why": Name(
        why, gettext_lazy("a sentence: why it goes back"), gettext_lazy("Thank you for coming.")
    ),
    "how": Name(
        when,
        gettext_lazy("sentences: how it reaches the person, and how soon"),
        gettext_lazy("It goes back the way you paid. Banks take up to ten days."),
    ),
}
EXAMPLE = {"amount": 30000, "currency": "DKK", "because": "attended", "by_card": True}


def sample() -> dict[str, Any]:
    return example() | {"refund": EXAMPLE}


GIVEN_BACK = Standard(
    label=gettext_lazy("deposit given back"),
    sent=gettext_lazy("At once when a deposit, or a part of it, goes back."),
    to=gettext_lazy("Whoever paid it."),
    subject=gettext_lazy("You get %(amount)s back: %(title)s"),
    text=[gettext_lazy("You get %(amount)s of your deposit back. %(why)s"), "%(how)s"],
    button=gettext_lazy("See my sign-up"),
    names=OF_A_PERSON | REFUND,
    essential=("amount", "how"),
    example=sample,
    needs="PAYMENTS_ON",
)
PAID_TOO_LATE = Standard(
    label=gettext_lazy("paid when no place was left"),
    sent=gettext_lazy("When a payment arrives after its time and no place is free."),
    to=gettext_lazy("Whoever paid."),
    subject=gettext_lazy("Your payment came too late: %(title)s"),
    text=[
        gettext_lazy(
            "Your payment reached us after the time for it had run out, and no place is left."
        ),
        gettext_lazy("We are sorry. You get all of your %(amount)s back. %(how)s"),
        gettext_lazy("Do you still want to come? The page shows what is possible."),
    ],
    button=gettext_lazy("See what is possible"),
    names=OF_A_PERSON | REFUND,
    essential=("amount", "how"),
    example=sample,
    needs="PAYMENTS_ON",
)


def still_reaches(message: Message) -> str:
    """Money that goes back is told whatever else has happened since, at its person's address."""
    if not message.to:
        return gettext_noop("the person was erased")
    claim = find(message)
    return ELSEWHERE if claim and claim.address != message.to else ""


def register() -> None:
    letters.enter("given_back", GIVEN_BACK, must_know=True, still_true=still_reaches)
    letters.enter("paid_too_late", PAID_TOO_LATE, must_know=True, still_true=still_reaches)
