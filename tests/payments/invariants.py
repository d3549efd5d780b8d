"""What holds of money, asked of our rows and of the stand-in's books (docs/architecture.md).

`check()` holds after every act; `check_idle()` once all that was told has arrived and the worker
finds nothing due. Both compute for themselves: they use none of the product's queries.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from demo.stand_in.books import Books, Object
from events.models import CheckIn, Registration, Turn
from office import clock
from payments.models import Payment, Refund

LEFT = ("cancelled", "removed", "erased")
AT_STRIPE = ("sent", "done")
OURS_IS_OVER = timedelta(minutes=5)
NOBODY_CLOSED = timedelta(days=14)


@dataclass
class Money:
    """Every row about money as it stands, and who of the waitlist took a place."""

    at: datetime
    payments: list[Payment]
    refunds: dict[int, list[Refund]]
    came: set[int]
    takers: list[tuple[Registration, datetime]]

    @classmethod
    def now(cls) -> Money:
        rows = Payment.objects.select_related("registration__occurrence").order_by("pk")
        refunds: dict[int, list[Refund]] = {}
        for refund in Refund.objects.order_by("pk"):
            refunds.setdefault(refund.payment_id, []).append(refund)
        return cls(clock.now(), list(rows), refunds, _came(), _takers())

    def of(self, payment: Payment) -> list[Refund]:
        return self.refunds.get(payment.pk, [])


def _came() -> set[int]:
    """Who was seen there on a day, by the newest tap of it."""
    newest: dict[tuple[int, Any], bool] = {}
    for tap in CheckIn.objects.order_by("tapped_at", "pk"):
        newest[tap.registration_id, tap.day] = tap.present
    return {pk for (pk, _day), present in newest.items() if present}


def _takers() -> list[tuple[Registration, datetime]]:
    """Who had waited and took the place they were offered, and when."""
    turns = Turn.objects.filter(ended_because="accepted").select_related("offer")
    waited = [it for it in turns if it.proven_at and it.ended_at and it.proven_at < it.ended_at]
    return [(it.offer, it.ended_at) for it in waited if it.offer and it.offer.sequence >= 0]


def is_kept(payment: Payment) -> bool:
    return payment.state == "paid" and (payment.given_back < payment.amount or not payment.amount)


def is_disputed(payment: Payment) -> bool:
    return payment.dispute in ("open", "lost")


def check() -> Money:
    now = Money.now()
    for payment in now.payments:
        back = sum(it.amount for it in now.of(payment))
        assert 0 <= payment.given_back <= payment.amount, "11: more back than paid"
        assert back == payment.given_back, "11: refunds do not add up to what is given back"
        assert not back or payment.state == "paid", "11: unpaid money goes back"
    kept = Counter(it.registration_id for it in now.payments if is_kept(it))
    assert all(n == 1 for n in kept.values()), "11: two payments kept for one place"
    begun = Counter(it.registration_id for it in now.payments if it.state in ("opening", "open"))
    assert all(n == 1 for n in begun.values()), "two payments begun for one place"
    return now


def check_idle(books: Books) -> None:
    now = check()
    for payment in now.payments:
        if is_kept(payment) and payment.amount and not is_disputed(payment):
            _kept_by_right(now, payment)
    _released(now)
    _books_agree(now, books)
    _nothing_open(now, books)


def _kept_by_right(now: Money, payment: Payment) -> None:
    """Kept for a place, or withheld by the rule that was shown."""
    registration = payment.registration
    if registration.ended_at is None:
        assert registration.state == "confirmed", "11: paid, and the place still waits"
        return _kept_for_a_place(now, payment)
    assert registration.ended_because in LEFT, f"11: kept from who {registration.ended_because}"
    assert payment.decided == "left_late", f"11: kept as {payment.decided or 'undecided'}"
    late = payment.back_until is None or registration.ended_at >= payment.back_until
    assert late, "11: withheld from somebody who left in time"
    part = -(-payment.amount * payment.part_back // 100)
    assert payment.given_back >= part, "11: less went back than the rule says"
    return None


def _kept_for_a_place(now: Money, payment: Payment) -> None:
    date = payment.registration.occurrence
    is_closed = date.list_closed_at is not None
    came = payment.registration_id in now.came
    assert not (is_closed and came), "11: they came, and their deposit was kept"
    is_soon = now.at < date.ends_at + NOBODY_CLOSED
    assert is_closed or is_soon or payment.decided == "no_show", "11: kept, and nobody closed"


def _released(now: Money) -> None:
    """Every place that the waitlist took over has released a deposit withheld by then, if any."""
    used = {it.released_by_id for rows in now.refunds.values() for it in rows}
    free = [(it, at) for it, at in now.takers if it.pk not in used]
    for payment in now.payments:
        left = payment.registration
        withheld = payment.decided == "left_late" and is_kept(payment) and not is_disputed(payment)
        mine = [at for it, at in free if it.occurrence_id == left.occurrence_id]
        if withheld and left.ended_at:
            over = [at for at in mine if at >= left.ended_at]
            assert not over, "11: the place was taken over, and the deposit withheld"


def _books_agree(now: Money, books: Books) -> None:
    """To the øre, payment by payment, and nothing at Stripe that is not ours."""
    moved = _moved(books)
    for payment in now.payments:
        if payment.way == "card":
            ours, theirs = _ours(now, payment, books), moved.pop(payment.intent, 0)
            assert ours == theirs, f"the books differ: ours {ours}, Stripe's {theirs}"
    assert not any(moved.values()), "money at Stripe of which we do not know"


def _ours(now: Money, payment: Payment, books: Books) -> int:
    if payment.state != "paid":
        return 0
    sent = [it for it in now.of(payment) if it.state in AT_STRIPE and not it.settled_by_hand]
    disputes = books.all("dispute", payment_intent=payment.intent) if is_disputed(payment) else []
    lost = [it for it in disputes if it["status"] != "won"]
    return payment.amount - sum(it.amount for it in sent) - sum(it["amount"] for it in lost)


def _moved(books: Books) -> dict[str, int]:
    """What Stripe's books say of each payment, before its fees."""
    sums: dict[str, int] = {}
    for it in books.all("balance_transaction"):
        about = books.find(it["source"])
        intent = str(about and about["payment_intent"])
        sums[intent] = sums.get(intent, 0) + it["amount"]
    return sums


def _nothing_open(now: Money, books: Books) -> None:
    """Nobody can pay at Stripe for a place that is not to be paid."""
    mine = {it.reference: it for it in now.payments}
    for session in books.all("checkout.session", status="open"):
        if session["expires_at"] > now.at.timestamp():
            payment = mine[session["client_reference_id"]]
            assert _is_to_be_paid(now, payment, session), "one can still pay what is not to be paid"


def _is_to_be_paid(now: Money, payment: Payment, session: Object) -> bool:
    registration, date = payment.registration, payment.registration.occurrence
    if registration.state == "awaiting_payment" and registration.held_until:
        return now.at < registration.held_until - OURS_IS_OVER
    kept = [it for it in now.payments if it.registration_id == registration.pk and is_kept(it)]
    on = date.state == "scheduled" and date.deposit and now.at < date.starts_at
    return registration.state == "confirmed" and bool(on) and not kept
