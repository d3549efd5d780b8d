"""To somebody whose place waits for a deposit."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from events.domain import deposit_words
from events.domain.fact_types import moment
from events.domain.wording import moment_words
from events.letters.example import example
from events.letters.names import OF_A_PERSON
from mail.models import Message
from mail.standard import Name, Standard
from office.money import money_words


def amount(message: Message) -> str:
    facts = message.facts
    return money_words(facts["deposit"], facts["currency"]) if "deposit" in facts else ""


def until(message: Message) -> str:
    held = message.facts.get("held_until")
    return moment_words(moment(held), ZoneInfo(message.facts["zone"])) if held else ""


def rule(message: Message) -> str:
    """When the deposit comes back."""
    if "deposit" not in message.facts:
        return ""
    return deposit_words.rule(deposit_words.terms_in(message.facts))


AMOUNT = {"amount": Name(amount, _("what a place costs"), _("300 kr."))}
UNTIL = {
    "until": Name(until, _("until when the place waits"), _("Friday 5 February 2027 at 10:00")),
}
RULE = {
    "rule": Name(
        rule,
        _("sentences: when the deposit comes back"),
        _("You get it back when you come, and when the event is called off."),
    ),
}
EXAMPLE = {
    "deposit": 30000,
    "currency": "DKK",
    "deposit_back_until": "",
    "deposit_part_back": 0,
}


def sample() -> dict[str, Any]:
    return example() | EXAMPLE


PAY = Standard(
    label=_("the deposit is due"),
    sent=_(
        "At once when a place waits for its deposit, and again when the date changes meanwhile."
    ),
    to=_("Whoever the place is kept for."),
    subject=_("Pay the deposit and the place is yours: %(title)s"),
    text=[
        _(
            "A place is kept for you until %(until)s. Pay the deposit of %(amount)s, and it is "
            "yours."
        ),
        "%(rule)s",
    ],
    button=_("Pay the deposit"),
    after=[
        _("You pay through Stripe, with a card or MobilePay."),
        _("If you do not pay in time, the place is free for others."),
    ],
    names=OF_A_PERSON | AMOUNT | UNTIL | RULE,
    essential=("until", "amount", "rule"),
    example=sample,
    needs="PAYMENTS_ON",
)
PAYMENT_LAPSED = Standard(
    label=_("the deposit was not paid in time"),
    sent=_("When a place waited for its deposit and the time ran out."),
    to=_("Whoever the place was kept for."),
    subject=_("Your place is no longer kept: %(title)s"),
    text=[
        _("The time for paying the deposit ran out, so the place is no longer kept for you."),
        _("Do you still want to come? Then sign up again: it takes a minute."),
        _(
            "Did you pay at the last moment? Then the place is yours after all if it is still "
            "free; if not, the money comes back by itself. We write to you."
        ),
    ],
    button=_("See what is possible"),
    names=OF_A_PERSON,
    example=example,
    needs="PAYMENTS_ON",
)
