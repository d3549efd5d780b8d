"""What moves money: charges, refunds, disputes. Each movement is a balance transaction."""

from __future__ import annotations

from typing import Any

from demo.stand_in import shapes
from demo.stand_in.books import Books, Object
from demo.stand_in.refusals import Refused, invalid, missing
from demo.stand_in.webhooks import Webhooks


def fee(amount: int) -> int:
    """About what a European card costs: 1.5 % and 1.80 kr."""
    return round(amount * 0.015) + 180


def charge(books: Books, intent: Object) -> Object:
    made = books.add("charge", "ch", **shapes.charge(intent))
    moved = _move(books, "charge", made, made["amount"], fee(made["amount"]))
    return books.save(made | {"balance_transaction": moved["id"]})


class Refunds:
    """`fail_next`: so many refunds to come are not accepted by the bank."""

    def __init__(self, books: Books, webhooks: Webhooks) -> None:
        self.books, self.webhooks = books, webhooks
        self.fail_next = 0

    def create(self, asked: dict[str, Any]) -> Object:
        """Raises Refused."""
        charge = self._charge(asked)
        amount = self._amount(asked, charge)
        status = "failed" if self._fails() else "succeeded"
        refund = self.books.add("refund", "re", **shapes.refund(charge, amount, asked, status))
        if status == "failed":
            refund["failure_reason"] = "expired_or_canceled_card"
            self.webhooks.tell("refund.created", self.books.save(refund))
            self.webhooks.tell("refund.failed", refund)
            return refund
        moved = _move(self.books, "refund", refund, -amount, 0)
        self.books.save(refund | {"balance_transaction": moved["id"]})
        self._taken_from(charge, amount)
        self.webhooks.tell("refund.created", refund)
        self.webhooks.tell("charge.refunded", charge)
        return refund | {"balance_transaction": moved["id"]}

    def get(self, pk: str) -> Object:
        found = self.books.get("refund", pk)
        if found is None:
            raise missing("refund", pk)
        return found

    def _fails(self) -> bool:
        self.fail_next, fails = max(0, self.fail_next - 1), self.fail_next > 0
        return fails

    def _charge(self, asked: dict[str, Any]) -> Object:
        pk = asked.get("charge")
        if not pk:
            intent = self.books.get("payment_intent", str(asked.get("payment_intent")))
            if intent is None:
                raise missing("payment_intent", str(asked.get("payment_intent")))
            pk = intent["latest_charge"]
        found = self.books.get("charge", str(pk))
        if found is None:
            raise missing("charge", str(pk))
        return found

    def _amount(self, asked: dict[str, Any], charge: Object) -> int:
        left = charge["amount"] - charge["amount_refunded"]
        if charge["disputed"]:
            message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
            raise Refused(400, message, code="charge_disputed")
        if left == 0:
            message = f"Charge {charge['id']} has already been refunded."
            raise Refused(400, message, code="charge_already_refunded")
        text = str(asked.get("amount") or left)
        if not text.isdigit() or int(text) < 1:
            raise invalid("amount", f"Invalid positive integer: {text}")
        if int(text) > left:
            message = f"Refund amount ({text}) is greater than unrefunded amount on charge ({left})"
            raise invalid("amount", message, "amount_too_large")
        return int(text)

    def _taken_from(self, charge: Object, amount: int) -> None:
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.books.save(charge)


class Disputes:
    """Opened and decided by the card holder's bank: here, by whoever holds the stand-in."""

    def __init__(self, books: Books, webhooks: Webhooks) -> None:
        self.books, self.webhooks = books, webhooks

    def open(self, charge_id: str) -> Object:
        charge = self.books.get("charge", charge_id)
        if charge is None:
            raise missing("charge", charge_id)
        self.books.save(charge | {"disputed": True})
        dispute = self.books.add("dispute", "dp", **shapes.dispute(charge))
        _move(self.books, "adjustment", dispute, -charge["amount"], 0)
        self.webhooks.tell("charge.dispute.created", dispute)
        self.webhooks.tell("charge.dispute.funds_withdrawn", dispute)
        return dispute

    def close(self, pk: str, *, won: bool) -> Object:
        dispute = self.get(pk)
        dispute["status"] = "won" if won else "lost"
        self.books.save(dispute)
        if won:
            _move(self.books, "adjustment", dispute, dispute["amount"], 0)
            self.webhooks.tell("charge.dispute.funds_reinstated", dispute)
        self.webhooks.tell("charge.dispute.closed", dispute)
        return dispute

    def get(self, pk: str) -> Object:
        found = self.books.get("dispute", pk)
        if found is None:
            raise missing("dispute", pk)
        return found


def _move(books: Books, kind: str, source: Object, amount: int, cost: int) -> Object:
    fields = shapes.balance_transaction(kind, source, amount, cost)
    return books.add("balance_transaction", "txn", **fields)
