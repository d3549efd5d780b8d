"""The names that may stand in braces in the mails about a claim, and what each becomes."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.domain import deposit_words
from events.domain.fact_types import moment
from events.domain.offer_times import offer_end
from events.domain.wording import deadline_words, moment_words, time_words
from events.letters import claim
from events.models import Registration
from mail.models import Message
from mail.standard import Name
from office import clock
from office.money import money_words


def fact(key: str) -> Any:
    """The value of a name that is a fact as it stands."""
    return lambda message: str(message.facts.get(key) or "")


def span(zone: str, starts: str, ends: str) -> str:
    """ "Friday 29 January 2027 at 14:00 to Sunday 31 January 2027 at 15:00"; one day: its hours."""
    start, end = (moment(text).astimezone(ZoneInfo(zone)) for text in (starts, ends))
    first = moment_words(start, ZoneInfo(zone))
    if start.date() == end.date():
        return _("%(start)s to %(end)s") % {"start": first, "end": time_words(end, ZoneInfo(zone))}
    return _("%(start)s to %(end)s") % {"start": first, "end": moment_words(end, ZoneInfo(zone))}


def when(message: Message) -> str:
    facts = message.facts
    return span(facts["zone"], facts["starts_at"], facts["ends_at"]) if "starts_at" in facts else ""


def first_name(message: Message) -> str:
    return next(iter(str(message.facts.get("name", "")).split()), "")


def whom(message: Message) -> str:
    """ "Mette Lund, 12 34 56 78, mette@region.dk" """
    keys = ("contact_name", "contact_phone", "contact_email")
    return ", ".join(message.facts[key] for key in keys if message.facts.get(key))


def until(message: Message) -> str:
    """When an offer ends whose time runs from this mail's leaving: now, or when it did leave."""
    if not message.facts.get("held_until"):
        return ""
    end = moment(message.facts["held_until"])
    offered = claim.find(message)
    if isinstance(offered, Registration):
        end = min(end, offer_end(offered.occurrence, message.ended_at or clock.now()))
    return moment_words(end, ZoneInfo(message.facts["zone"]))


def kept(message: Message) -> str:
    """What an address that has not answered is told of its place or its turn."""
    if message.claim.startswith("turn:"):
        return _("Your turn counts from when you signed up, once you have pressed the button.")
    hours = max(1, settings.HOLD_MINUTES // 60)
    return ngettext(
        "A place is kept for you for %(hours)d hour.",
        "A place is kept for you for %(hours)d hours.",
        hours,
    ) % {"hours": hours}


def before(message: Message) -> str:
    """How it was, where the mail tells of a change: its time, its place, its title."""
    return ", ".join(old or "–" for old, _now in _changes(message))


def now(message: Message) -> str:
    """How that is since the change."""
    return ", ".join(new or "–" for _old, new in _changes(message))


def _changes(message: Message) -> list[tuple[str, str]]:
    """Each thing that changed in one act, as it was and as it is."""
    facts = message.facts
    was = facts.get("change") or {}
    time = [(span(facts["zone"], *was["time"]), when(message))] if "time" in was else []
    return time + [(was[key][0], facts[key]) for key in ("location", "title") if key in was]


def can_you_come(message: Message) -> str:
    """The question to whoever has a place on a date that moved."""
    if "uid" not in message.facts:
        return ""
    return _("Are you still coming? Say yes or no on the page: one tap is enough.")


def can_tell(message: Message) -> str:
    """That the page asks for more, where the event does; none of it stands in a mail."""
    if not message.facts.get("asks_needs"):
        return ""
    return str(CAN_TELL["can_tell"].example)


def evaluation(message: Message) -> str:
    """That the page asks how it was, where it does."""
    return str(EVALUATION["evaluation"].example) if message.facts.get("evaluates") else ""


def deposit(message: Message) -> str:
    """That the deposit is paid, or due, and when it comes back; where it is known how it stands."""
    facts = message.facts
    if "deposit" not in facts:
        return ""
    amount = money_words(facts["deposit"], facts["currency"])
    if facts.get("deposit_settled"):
        return _("Your deposit is settled, and you need pay nothing on the page.")
    paid = _("Your deposit of %(amount)s is paid.")
    due = _("Your deposit of %(amount)s is still to be paid, on the page.")
    said = paid if facts.get("deposit_paid") else due if facts.get("deposit_due") else ""
    if not said:
        return ""
    return f"{said % {'amount': amount}} {deposit_words.rule(deposit_words.terms_in(facts))}"


def asks_deposit(message: Message) -> str:
    """That saying yes to an offer leads to paying."""
    facts = message.facts
    if "deposit" not in facts:
        return ""
    amount = money_words(facts["deposit"], facts["currency"])
    said = _("If you say yes, you pay a deposit of %(amount)s on the page.") % {"amount": amount}
    return f"{said} {deposit_words.rule(deposit_words.terms_in(facts))}"


def costs(message: Message) -> str:
    """What a place costs and when that is paid, as the form says it."""
    facts = message.facts
    if "deposit" not in facts:
        return ""
    said = _("You pay a deposit of %(amount)s for the place.")
    if message.claim.startswith("turn:"):
        then = _(
            "You pay nothing now. When a place is offered to you and you say yes, it is kept for "
            "you for %(n)s minutes while you pay."
        )
    else:
        then = _(
            "You pay when you have confirmed your address: the place is then kept for you for "
            "%(n)s minutes."
        )
    amount = {"amount": money_words(facts["deposit"], facts["currency"])}
    rule = deposit_words.rule(deposit_words.terms_in(facts))
    return f"{said % amount} {rule} {then % {'n': settings.PAYMENT_MINUTES}}"


def if_you_leave(message: Message) -> str:
    """Where to see what of a deposit comes back: it depends on what was paid, and when."""
    return str(IF_YOU_LEAVE["if_you_leave"].example) if "deposit" in message.facts else ""


def questions(message: Message) -> str:
    """How many questions wait for an answer, and until when."""
    if not (waiting := message.facts.get("questions")):
        return ""
    zone = ZoneInfo(message.facts["zone"])
    until = deadline_words(moment(message.facts["questions_until"]), zone)
    return ngettext(
        "%(n)d question waits for your answer on the page, until %(until)s.",
        "%(n)d questions wait for your answer on the page, until %(until)s.",
        waiting,
    ) % {"n": waiting, "until": until}


PAYMENTS = "PAYMENTS_ON"
"""What a sentence on deposits needs."""

OF_THE_EVENT = {
    "title": Name(
        fact("title"), gettext_lazy("the event's title"), gettext_lazy("A day in practice")
    ),
    "when": Name(
        when,
        gettext_lazy("day and hours"),
        gettext_lazy("Wednesday 24 February 2027 at 08:30 to 15:00"),
    ),
    "where": Name(fact("location"), gettext_lazy("the place"), gettext_lazy("Torvet 1, Køge")),
    "contact": Name(
        whom,
        gettext_lazy("whom to ask, with phone and e-mail"),
        gettext_lazy("Karen Lund, 20 30 40 50"),
    ),
}
"""Facts of the event alone: all that a mail to an address that has not answered may say."""

OF_A_PERSON = OF_THE_EVENT | {
    "first_name": Name(first_name, gettext_lazy("the reader's first name"), gettext_lazy("Asta")),
}
REASON = {
    "reason": Name(
        fact("reason"),
        gettext_lazy("the reason, where somebody of the office gave one"),
        gettext_lazy("The practice has no heating."),
    ),
}
CHANGE = {
    "before": Name(before, gettext_lazy("how it was before the change"), gettext_lazy("Køge")),
    "now": Name(now, gettext_lazy("how it is since the change"), gettext_lazy("Roskilde")),
}
UNTIL = {
    "until": Name(
        until,
        gettext_lazy("when the offer ends"),
        gettext_lazy("Friday 5 February 2027 at 10:00"),
    ),
}
POSITION = {
    "position": Name(fact("position"), gettext_lazy("the number in line"), "3"),
}
KEPT = {
    "kept": Name(
        kept,
        gettext_lazy("a sentence: how long the place is kept, or from when the turn counts"),
        gettext_lazy("A place is kept for you for 2 hours."),
    ),
}
CAN_YOU_COME = {
    "can_you_come": Name(
        can_you_come,
        gettext_lazy("a sentence to those with a place: they are asked whether they still come"),
        gettext_lazy("Are you still coming? Say yes or no on the page: one tap is enough."),
    ),
}
CAN_TELL = {
    "can_tell": Name(
        can_tell,
        gettext_lazy("a sentence, where the event asks what people do not eat or need"),
        gettext_lazy(
            "If you like, tell us on the page what we should know, such as what you do not eat."
        ),
    ),
}
COSTS = {
    "deposit": Name(
        costs,
        gettext_lazy("sentences: what a place costs and when it is paid, where there is a deposit"),
        gettext_lazy("You pay a deposit of 300 kr. for the place."),
        needs=PAYMENTS,
    ),
}
ASKS_DEPOSIT = {
    "deposit": Name(
        asks_deposit,
        gettext_lazy("sentences: saying yes leads to paying a deposit, where there is one"),
        gettext_lazy("If you say yes, you pay a deposit of 300 kr. on the page."),
        needs=PAYMENTS,
    ),
}
IF_YOU_LEAVE = {
    "if_you_leave": Name(
        if_you_leave,
        gettext_lazy("a sentence: the page shows what of a deposit comes back"),
        gettext_lazy("Before you cancel, the page shows what of a deposit comes back."),
        needs=PAYMENTS,
    ),
}
DEPOSIT = {
    "deposit": Name(
        deposit,
        gettext_lazy("sentences: the deposit, where there is one, and when it comes back"),
        gettext_lazy("Your deposit of 300 kr. is paid. You get it back when you come."),
        needs=PAYMENTS,
    ),
}
QUESTIONS = {
    "questions": Name(
        questions,
        gettext_lazy("a sentence: how many questions wait on the page, and until when"),
        gettext_lazy(
            "2 questions wait for your answer on the page, until Friday 5 February 2027 at 23:59."
        ),
    ),
}
EVALUATION = {
    "evaluation": Name(
        evaluation,
        gettext_lazy("a sentence: the page asks how it was, where the event does"),
        gettext_lazy(
            "The page also asks how it was. The office sees the answers without names, and only "
            "once five people have answered."
        ),
    ),
}
