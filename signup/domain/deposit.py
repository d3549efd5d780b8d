"""A deposit as its payer sees it: what is due, what was paid, what went back or would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from events.domain import deposit_words
from events.domain.wording import time_words
from events.models import Because, Occurrence, Registration, RegistrationState, Turn
from office.money import money_words
from payments.domain import checkout, owing
from payments.models import Payment, Refund, Way


@dataclass(frozen=True)
class Asked:
    """What a place on a date costs, to be said before anybody pays."""

    amount: str
    rule: str
    minutes: int


@dataclass(frozen=True)
class Deposit:
    """The deposit for one registration. `payment` is the one that settled it, if any did.

    `back` says in money what leaving now gives back (of a place that has ended: what is about to
    go back), `kept` what the office keeps then; each is empty where it is nothing.
    """

    amount: str
    rule: str
    is_due: bool
    can_begin: bool
    ends: str
    payment: Payment | None
    back: str
    kept: str
    refunds: list[Refund]
    time_ran_out: bool

    @property
    def is_settled(self) -> bool:
        return self.payment is not None

    @property
    def is_money(self) -> bool:
        """Whether the office holds, or held, money for it."""
        return self.payment is not None and self.payment.amount > 0

    @property
    def by_card(self) -> bool:
        return self.payment is not None and self.payment.way == Way.CARD

    @property
    def is_disputed(self) -> bool:
        return self.payment is not None and self.payment.is_disputed


def asked(occurrence: Occurrence) -> Asked | None:
    """None for a date that asks for no deposit."""
    if not occurrence.asks_deposit:
        return None
    terms = deposit_words.terms_of(occurrence)
    said = money_words(terms.amount, terms.currency), deposit_words.rule(terms)
    return Asked(*said, settings.PAYMENT_MINUTES)


def deposit_of(claim: Registration, at: datetime) -> Deposit | None:
    """None where there is nothing to say of money: nothing is asked then, either."""
    paid = _settled(claim) if getattr(claim, "has_paid", True) else None
    if paid is None and not claim.occurrence.asks_deposit:
        return None
    ends = checkout.ends_at(claim)
    back, kept = _if_left(paid, claim, at) if paid else (0, 0)
    terms = _terms(claim, paid)
    return Deposit(
        amount=money_words(terms.amount, terms.currency),
        rule=deposit_words.rule(terms),
        is_due=checkout.is_due(claim, at),
        can_begin=ends is None or at < ends,
        ends=time_words(claim.held_until, terms.zone) if claim.held_until else "",
        payment=paid,
        back=money_words(back, terms.currency) if back else "",
        kept=money_words(kept, terms.currency) if kept else "",
        refunds=list(paid.refunds.all()) if paid else [],
        time_ran_out=_ran_out(claim, at),
    )


def _settled(claim: Registration) -> Payment | None:
    """What is kept, else the last that was paid and went back."""
    rows = claim.payments.paid().order_by("-paid_at", "-pk").prefetch_related("refunds")
    found = list(rows)
    paid = next((it for it in found if it.left or not it.amount), None) or next(iter(found), None)
    if paid:
        paid.registration = claim
    return paid


def _terms(claim: Registration, paid: Payment | None) -> deposit_words.Terms:
    """The date's own; of what was paid, by which it comes back."""
    date = claim.occurrence
    if paid is None or not paid.amount:
        return deposit_words.terms_of(date)
    until, _part = owing.terms_back(paid, date)
    part = max(paid.part_back, date.deposit_part_back)
    back_until = until if until < date.starts_at else None
    return deposit_words.Terms(paid.amount, paid.currency, back_until, part, date.zone)


def _if_left(paid: Payment, claim: Registration, at: datetime) -> tuple[int, int]:
    if not paid.left or paid.is_disputed:
        return 0, 0
    back = owing.back_once_ended(paid) if claim.ended_at else owing.back_if_left(paid, at)
    return back, paid.left - back


def _ran_out(claim: Registration, at: datetime) -> bool:
    """It waited for its deposit until the time was over."""
    if claim.awaits_payment:
        return claim.held_until is not None and at >= claim.held_until
    if claim.state != RegistrationState.LAPSED or not claim.occurrence.asks_deposit:
        return False
    lapsed = Turn.objects.filter(offer=claim, ended_because=Because.LAPSED)
    return claim.is_proven and not lapsed.exists()
