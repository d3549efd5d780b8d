"""Whether our rows and Stripe's movements of money agree: pure, and one verdict on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from payments.models import DifferenceKind, Payment, Refund, RefundState
from payments.provider import Move

PAID_IN = {"charge", "payment"}
GIVEN_BACK = {"refund", "payment_refund", "refund_failure", "payment_failure_refund"}


@dataclass(frozen=True)
class Verdict:
    """What we took to have moved, and what did; without `kind` the two are the same."""

    kind: DifferenceKind | None
    about: str
    ours: int
    theirs: int
    currency: str
    at: datetime
    payment: Payment | None = None
    our_currency: str = ""


class Rows:
    """Our rows, found by Stripe's names and by those we gave."""

    def __init__(self, payments: Iterable[Payment], refunds: Iterable[Refund]) -> None:
        self.payments, self.refunds = list(payments), list(refunds)
        self._payments = {it.reference: it for it in self.payments}
        self._payments |= {it.intent: it for it in self.payments if it.intent}
        self._refunds = {str(it.uuid): it for it in self.refunds}
        self._refunds |= {it.stripe_id: it for it in self.refunds if it.stripe_id}

    def payment(self, move: Move) -> Payment | None:
        return self._payments.get(move.intent) or self._payments.get(move.name)

    def refund(self, move: Move) -> Refund | None:
        return self._refunds.get(move.about) or self._refunds.get(move.name)


def compare(
    rows: Rows, moves: list[Move], *, known_from: datetime, until: datetime
) -> list[Verdict]:
    """`moves` may run on beyond `until`: what is younger is not judged, but nothing is missed that
    has moved since. Rows from before `known_from` may have moved before the first of them."""
    expected = _Expected(rows, known_from, until)
    return [
        *_paid(rows, moves, expected),
        *_given_back(rows, moves, expected),
        *_others(rows, moves, until),
    ]


@dataclass(frozen=True)
class _Expected:
    """Which rows must have moved money in the time that is looked at."""

    rows: Rows
    since: datetime
    until: datetime

    def payments(self) -> list[Payment]:
        return [it for it in self.rows.payments if it.is_paid and self._is_in(it.paid_at)]

    def refunds(self) -> list[Refund]:
        return [it for it in self.rows.refunds if at_stripe(it) and self._is_in(it.ended_at)]

    def _is_in(self, at: datetime | None) -> bool:
        return at is not None and self.since <= at < self.until


def at_stripe(refund: Refund) -> int:
    """What we take a refund to have moved at Stripe."""
    moved = refund.state in (RefundState.SENT, RefundState.DONE) and not refund.settled_by_hand
    return -refund.amount if moved else 0


def _paid(rows: Rows, moves: list[Move], expected: _Expected) -> Iterator[Verdict]:
    seen = set()
    for move in (it for it in moves if it.kind in PAID_IN):
        payment = rows.payment(move)
        seen.add(payment and payment.pk)
        if move.at < expected.until:
            yield _on_payment(payment, move)
    for payment in expected.payments():
        if payment.pk not in seen and payment.paid_at:
            lacking = (payment.amount, 0, payment.currency, payment.paid_at, payment)
            yield Verdict(DifferenceKind.MISSING, payment.intent, *lacking)


def _on_payment(payment: Payment | None, move: Move) -> Verdict:
    theirs = (move.amount, move.currency, move.at, payment)
    if payment is None:
        return Verdict(DifferenceKind.UNKNOWN, move.about, 0, *theirs)
    if not payment.is_paid:
        return Verdict(DifferenceKind.NOT_COUNTED, move.about, 0, *theirs)
    kind = _differs(payment.amount, payment.currency, move.amount, move.currency)
    return Verdict(kind, move.about, payment.amount, *theirs, payment.currency)


def _differs(ours: int, our_currency: str, theirs: int, currency: str) -> DifferenceKind | None:
    if our_currency != currency:
        return DifferenceKind.CURRENCY
    return DifferenceKind.AMOUNT if ours != theirs else None


def _given_back(rows: Rows, moves: list[Move], expected: _Expected) -> Iterator[Verdict]:
    """All attempts at one refund are taken together: one that failed moved nothing in the end."""
    attempts: defaultdict[object, list[Move]] = defaultdict(list)
    for about, group in _whole(it for it in moves if it.kind in GIVEN_BACK):
        refund = rows.refund(group[0])
        attempts[refund.pk if refund else about] += group
    for group in attempts.values():
        if max(it.at for it in group) < expected.until:
            yield from _on_refund(rows.refund(group[-1]), rows, group)
    for refund in expected.refunds():
        if refund.pk not in attempts and refund.ended_at:
            of = refund.payment
            lacking = (at_stripe(refund), 0, of.currency, refund.ended_at, of)
            yield Verdict(DifferenceKind.MISSING, refund.stripe_id, *lacking)
    for refund in rows.refunds:
        if refund.state == RefundState.FAILED:
            of = refund.payment
            owed = (-refund.amount, 0, of.currency, refund.owed_at, of)
            yield Verdict(DifferenceKind.REFUND_FAILED, refund.stripe_id, *owed)


def _on_refund(refund: Refund | None, rows: Rows, group: list[Move]) -> Iterator[Verdict]:
    last, net = group[-1], sum(it.amount for it in group)
    ours = at_stripe(refund) if refund else 0
    if net == ours == 0:
        return
    payment = refund.payment if refund else rows.payment(last)
    theirs = (net, last.currency, last.at, payment)
    if refund is None:
        yield Verdict(DifferenceKind.UNKNOWN, last.about, 0, *theirs)
    else:
        kind = _differs(ours, refund.payment.currency, net, last.currency)
        if kind == DifferenceKind.AMOUNT and not net:
            kind = DifferenceKind.MISSING
        yield Verdict(kind, last.about, ours, *theirs, refund.payment.currency)


def _others(rows: Rows, moves: list[Move], until: datetime) -> Iterator[Verdict]:
    """Disputes that keep money away, and whatever else Stripe has moved."""
    rest = (it for it in moves if it.kind not in PAID_IN | GIVEN_BACK)
    for about, group in _whole(rest):
        last, net = group[-1], sum(it.amount for it in group)
        if net and last.at < until:
            payment = rows.payment(last)
            kind = DifferenceKind.DISPUTE if payment else DifferenceKind.UNKNOWN
            yield Verdict(kind, about, 0, net, last.currency, last.at, payment)


def _whole(moves: Iterable[Move]) -> Iterator[tuple[str, list[Move]]]:
    """Movements by what moved them, oldest first; without those of which only the return is here,
    since what went out before is not looked at."""
    groups = defaultdict(list)
    for move in sorted(moves, key=lambda it: (it.at, it.amount)):
        groups[move.about or move.pk].append(move)
    for about, group in groups.items():
        if any(it.amount < 0 for it in group):
            yield about, group
