"""Where money moves. Each movement is a balance transaction; their sum is what the office has."""

from __future__ import annotations

from demo.stand_in import shapes
from demo.stand_in.books import Books, Object

OF_CARDS = {"charge": "charge", "refund": "refund", "refund_failure": "refund_failure"}
OF_OTHERS = {
    "charge": "payment",
    "refund": "payment_refund",
    "refund_failure": "payment_failure_refund",
}
"""The type of a movement, for cards and for other methods. Its `reporting_category` is the same."""


def fee(amount: int) -> int:
    """About what a European card costs: 1.5 % and 1.80 kr."""
    return round(amount * 0.015) + 180


DISPUTE_FEE = 11_500
"""What a dispute costs, whoever wins it."""


def charge(books: Books, intent: Object) -> Object:
    """What was paid; a card's is a `ch_`, any other's a `py_`."""
    prefix = "ch" if intent["_method"] == "card" else "py"
    made = books.add("charge", prefix, **shapes.charge(intent))
    moved = move(books, "charge", made, made["amount"], fee(made["amount"]))
    return books.save(made | {"balance_transaction": moved["id"]})


def move(books: Books, category: str, source: Object, amount: int, cost: int = 0) -> Object:
    """Money came in, or went out. Stripe keeps its fee when money goes back."""
    types = OF_CARDS if source["id"].startswith(("ch_", "re_")) else OF_OTHERS
    kind = types.get(category, "adjustment")
    fields = shapes.balance_transaction(kind, category, source, amount, cost, books.at())
    return books.add("balance_transaction", "txn", **fields)


def pay_out(books: Books, currency: str = "dkk") -> Object:
    """All that is there goes to the office's bank account."""
    moved = books.all("balance_transaction", currency=currency)
    amount = sum(it["net"] for it in moved)
    payout = books.add("payout", "po", **shapes.payout(amount, currency))
    fields = shapes.balance_transaction("payout", "payout", payout, -amount, 0, books.at())
    return books.add("balance_transaction", "txn", **fields)
