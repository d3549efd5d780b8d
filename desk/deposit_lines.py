"""What the desk shows of deposits: a line for each payment, and for each place without one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from desk import words
from desk.date_card import Button
from desk.person_url import person_url
from events.models import Occurrence, Registration
from office.money import money_words
from payments.domain.checkout import can_settle
from payments.domain.owing import back_if_left
from payments.domain.standing import GROUPS, Books, Standing, due, with_refunds, with_standing
from payments.models import Payment, Refund, RefundState, Way
from payments.models.refund import UNDER_WAY

SEE, ACT = "payments.view_payment", "payments.change_payment"
WRONG = {Standing.FAILED, Standing.DISPUTED, Standing.LOST, Standing.OFFICE_OWES}


@dataclass(frozen=True)
class Line:
    """One deposit: paid and what became of it, or still to be paid."""

    registration: Registration
    standing: Standing
    payment: Any = None

    @property
    def name(self) -> str:
        return words.name_of(self.registration)

    @property
    def url(self) -> str:
        return person_url(self.registration)

    @property
    def state(self) -> str:
        """In words; a place that waits says until when."""
        if self.standing == Standing.WAITS:
            zone = self.registration.occurrence.zone
            until = words.moment(self.registration.held_until, zone)
            return _("waits for the payment until %(until)s") % {"until": until}
        return str(self.standing.label)

    @property
    def amount(self) -> str:
        if self.payment is None:
            date = self.registration.occurrence
            return money_words(date.deposit, date.currency)
        return money_words(self.payment.amount, self.payment.currency)

    @property
    def way(self) -> str:
        return str(self.payment.get_way_display()) if self.payment else ""

    @property
    def paid(self) -> str:
        return day_of(self.payment.paid_at, self.registration) if self.payment else ""

    @property
    def back(self) -> str:
        """How much has gone or goes back; empty for nothing."""
        given = self.payment.given_back if self.payment else 0
        return money_words(given, self.payment.currency) if given else ""

    @property
    def because(self) -> str:
        """Why it goes back, or why nothing was paid."""
        if self.payment is None:
            return ""
        said = [reason(it) for it in self.payment.refunds.all()]
        return "; ".join(filter(None, [self.payment.why, *said]))

    @property
    def is_wrong(self) -> bool:
        """Whether somebody has to look at it."""
        return self.standing in WRONG

    @property
    def refunds(self) -> list[Back]:
        rows = self.payment.refunds.all() if self.payment else []
        return [Back.of(it, self.payment, self.registration) for it in rows]

    @property
    def acts(self) -> list[Button]:
        """What the office can do about it."""
        settle = self._act("settle_deposit", _("Settle by hand"))
        if self.payment is None:
            return [settle]
        it = self.payment
        more = _("Give back") if not it.given_back else _("Give back more")
        give = [self._act("give_back", more, it.pk)] if it.left and not it.is_disputed else []
        anew = [settle] if it.amount and not it.left and can_settle(self.registration) else []
        return [*give, *anew, *(self._settle(one) for one in it.refunds.all() if by_office(one))]

    def _settle(self, refund: Refund) -> Button:
        amount = money_words(refund.amount, self.payment.currency)
        label = _("Settle the refund of %(amount)s") % {"amount": amount}
        return self._act("settle_refund", label, refund.pk)

    def _act(self, name: str, label: str, *more: int) -> Button:
        place = self.registration
        return Button(label, reverse(f"dates:{name}", args=[place.occurrence_id, place.pk, *more]))

    def is_in(self, group: str) -> bool:
        partly = group == "given_back" and self.payment and self.payment.given_back
        return bool(partly) or self.standing in GROUPS[group][1]


def day_of(at: datetime | None, registration: Registration) -> str:
    return words.moment(at, registration.occurrence.zone)


def reason(refund: Refund) -> str:
    """Why money goes back, with what the office or the bank said of it."""
    parts = [str(refund.get_because_display()), refund.why]
    if refund.state == RefundState.FAILED:
        parts.append(refund.failure)
    return ": ".join(filter(None, parts))


@dataclass(frozen=True)
class Back:
    """A refund in words."""

    state: str
    amount: str
    when: str
    why: str

    @classmethod
    def of(cls, refund: Refund, payment: Payment, registration: Registration) -> Back:
        return cls(
            str(refund.get_state_display()),
            money_words(refund.amount, payment.currency),
            day_of(refund.ended_at or refund.owed_at, registration),
            reason(refund),
        )


def by_office(refund: Refund) -> bool:
    """Whether it waits for the office's own hand: Stripe could not, or never had the money."""
    failed = refund.state == RefundState.FAILED
    return failed or (refund.state in UNDER_WAY and refund.payment.way != Way.CARD)


class Deposits:
    """All deposits of one date, in a fixed number of queries."""

    def __init__(self, occurrence: Occurrence, at: datetime) -> None:
        mine = Payment.objects.filter(registration__occurrence=occurrence)
        payments = [*with_refunds(with_standing(mine))]
        unpaid = [*due(at).filter(occurrence=occurrence)]
        self.lines = sorted(
            [*map(paid_line, payments), *map(_unpaid, unpaid)],
            key=lambda it: (it.name.casefold(), it.registration.pk),
        )
        self.books = Books()
        for payment in payments:
            self.books.count(payment)
        for registration in unpaid:
            self.books.count_due(registration)

    def in_group(self, name: str) -> list[Line]:
        """Those of a group; all without one."""
        return [it for it in self.lines if it.is_in(name)] if name in GROUPS else self.lines

    def groups(self) -> Iterator[tuple[str, str, int]]:
        """Each group that has somebody in it: key, label, how many."""
        for name, (label, _standings) in GROUPS.items():
            if n := len(self.in_group(name)):
                yield name, str(label), n


def of_registration(registration: Registration, at: datetime) -> list[Line]:
    """The deposits of one place, the newest first."""
    mine = with_refunds(with_standing(Payment.objects.filter(registration=registration)))
    unpaid = due(at).filter(pk=registration.pk)
    return [*map(_unpaid, unpaid), *map(paid_line, mine)]


def paid_line(payment: Any) -> Line:
    """Of a payment with its standing."""
    return Line(payment.registration, Standing(payment.standing), payment)


def _unpaid(registration: Registration) -> Line:
    waits = registration.awaits_payment
    return Line(registration, Standing.WAITS if waits else Standing.DUE)


def totals(books: Books) -> list[tuple[str, str]]:
    """Sums in words, label by label; what is nothing is left out, but for what was paid."""
    named = {
        "paid_in": _("Paid in"),
        "given_back": _("Given back or on its way"),
        "withheld": _("Withheld"),
        "disputed": _("Disputed"),
        "due": _("Still due"),
    }
    return [
        (label, amounts)
        for name, label in named.items()
        if (amounts := _amounts(books, name)) or name == "paid_in"
    ]


def _amounts(books: Books, name: str) -> str:
    amounts = ((currency, getattr(it, name)) for currency, it in books.of.items())
    return _sum((currency, amount) for currency, amount in amounts if amount)


def _sum(amounts: Iterable[tuple[str, int]]) -> str:
    """Minor units as money, each currency for itself; empty for none."""
    sums: dict[str, int] = {}
    for currency, amount in amounts:
        sums[currency] = sums.get(currency, 0) + amount
    some = {currency: amount for currency, amount in sums.items() if amount} or sums
    return " + ".join(money_words(amount, currency) for currency, amount in sorted(some.items()))


# What a coordinator is told before somebody's place ends


def kept(registrations: Iterable[int]) -> QuerySet[Payment]:
    """The payments of these places of which something could go back."""
    mine = Payment.objects.with_money().filter(registration__in=registrations)
    return mine.select_related("registration__occurrence__event")


def on_leaving(registrations: Iterable[int], at: datetime) -> str:
    """What goes back by the rule when these people leave; empty if nobody has paid."""
    return _going_back([(it, back_if_left(it, at)) for it in kept(registrations)])


def on_moving(registrations: Iterable[int]) -> str:
    """What becomes of deposits when these people are moved to another date."""
    if not kept(registrations).exists():
        return ""
    return _(
        "Their deposit goes along to a date that asks for the same; to any other date it does not, "
        "and all of it goes back."
    )


def on_closing(came: Iterable[Registration], away: Iterable[Registration]) -> Iterator[str]:
    """What goes back and what stays once the list of a date is closed."""
    if back := _left_of(came):
        yield _("%(amount)s of deposits go back to those who came.") % {"amount": back}
    if stays := _left_of(away):
        said = _(
            "%(amount)s of deposits stay with the office, also if the list is opened again: what "
            "goes back all the same is given back by hand, under Payments."
        )
        yield said % {"amount": stays}


def _left_of(registrations: Iterable[Registration]) -> str:
    """What the office holds of them; empty for nothing."""
    held = kept([it.pk for it in registrations])
    return _sum((it.currency, it.left) for it in held)


def on_calling_off(occurrences: Iterable[int]) -> str:
    """What goes back when these dates are called off: everything that is left."""
    mine = Payment.objects.filter(registration__occurrence__in=occurrences)
    held = mine.with_money().filter(registration__ended_at=None)
    told = _sum((it.currency, it.left) for it in held)
    return _("%(amount)s of deposits go back at once.") % {"amount": told} if told else ""


def _going_back(found: list[tuple[Payment, int]]) -> str:
    if not found:
        return ""
    told = {
        "back": _sum((payment.currency, back) for payment, back in found),
        "paid": _sum((payment.currency, payment.left) for payment, _back in found),
    }
    said = _(
        "Of the deposit of %(paid)s the rule gives %(back)s back at once. You can give back "
        "more afterwards."
    )
    return said % told


def how_back(payment: Payment) -> str:
    """By which way money goes back, as a sentence."""
    if payment.way == Way.CARD:
        return _("Stripe sends it to the card it was paid with, and the person is told by mail.")
    return _(
        "The person is told by mail that the office transfers it. Transfer it, and say so on the "
        "person's page afterwards."
    )
