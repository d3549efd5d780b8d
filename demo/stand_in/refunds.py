"""Refunds: whole or in part, at once or later, taken by the bank or not."""

from __future__ import annotations

from typing import Any

from demo.stand_in import ledger, shapes
from demo.stand_in.asking import refuse_metadata, refuse_unknown
from demo.stand_in.books import Books, Object
from demo.stand_in.refusals import Refused, invalid, missing, required
from demo.stand_in.webhooks import Webhooks

KNOWN = frozenset({"amount", "charge", "expand", "metadata", "payment_intent", "reason"})
REASONS = {"duplicate", "fraudulent", "requested_by_customer"}


class Refunds:
    """What becomes of so many refunds to come, unless it is refused before that:

    `fail_next`: the bank does not take them, and the answer says so.
    `pend_next`: they are on their way until `settle()` or `fail()`.
    `refuse_next`: Stripe has too little of the office's money to make them.
    """

    def __init__(self, books: Books, webhooks: Webhooks) -> None:
        self.books, self.webhooks = books, webhooks
        self.fail_next = self.pend_next = self.refuse_next = 0

    def create(self, asked: dict[str, Any]) -> Object:
        """Raises Refused."""
        refuse_unknown(asked, KNOWN)
        refuse_metadata(asked.get("metadata") or {})
        if asked.get("reason", "duplicate") not in REASONS:
            raise invalid("reason", "Invalid reason", "parameter_invalid")
        charge = self._charge(asked)
        amount = self._amount(asked, charge)
        if self._takes("refuse_next"):
            message = "Insufficient funds in your Stripe balance to refund this amount."
            raise Refused(400, message, code="balance_insufficient")
        return self._made(charge, amount, asked)

    def settle(self, pk: str) -> Object:
        """What was on its way has arrived. Raises Refused."""
        refund = self.get(pk)
        if refund["status"] != "pending":
            raise Refused(400, f"This refund is {refund['status']}.")
        self.books.save(refund | {"status": "succeeded", "pending_reason": None})
        return self._told(pk, "refund.updated", "charge.refund.updated")

    def fail(self, pk: str, reason: str = "expired_or_canceled_card") -> Object:
        """The bank sends it back, also days after it has succeeded. Raises Refused."""
        refund = self.get(pk)
        if refund["status"] not in {"pending", "succeeded"}:
            raise Refused(400, f"This refund is {refund['status']}.")
        back = ledger.move(self.books, "refund_failure", refund, refund["amount"])
        refund |= {"status": "failed", "failure_reason": reason, "pending_reason": None}
        self.books.save(refund | {"failure_balance_transaction": back["id"]})
        self._take_from(self._charge(refund), -refund["amount"])
        return self._told(pk, "refund.updated", "refund.failed", "charge.refund.updated")

    def get(self, pk: str) -> Object:
        found = self.books.get("refund", pk)
        if found is None:
            raise missing("refund", pk)
        return found

    def _made(self, charge: Object, amount: int, asked: dict[str, Any]) -> Object:
        prefix = "re" if charge["id"].startswith("ch_") else "pyr"
        if self._takes("fail_next"):
            more = {"status": "failed", "failure_reason": "expired_or_canceled_card"}
            refund = self.books.add("refund", prefix, **shapes.refund(charge, amount, asked) | more)
            return self._told(refund["id"], "refund.created", "refund.failed")
        more = {"status": "succeeded"}
        if self._takes("pend_next"):
            more = {"status": "pending", "pending_reason": "processing"}
        refund = self.books.add("refund", prefix, **shapes.refund(charge, amount, asked) | more)
        moved = ledger.move(self.books, "refund", refund, -amount)
        self.books.save(refund | {"balance_transaction": moved["id"]})
        self._take_from(charge, amount)
        told = self._told(refund["id"], "refund.created")
        self.webhooks.tell("charge.refunded", charge)
        return told

    def _told(self, pk: str, *kinds: str) -> Object:
        refund = self.get(pk)
        for kind in kinds:
            self.webhooks.tell(kind, refund)
        return refund

    def _takes(self, name: str) -> bool:
        left = getattr(self, name)
        setattr(self, name, max(0, left - 1))
        return bool(left)

    def _charge(self, asked: dict[str, Any]) -> Object:
        pk, intent_id = asked.get("charge"), asked.get("payment_intent")
        if not pk and not intent_id:
            raise required("payment_intent")
        if not pk:
            intent = self.books.get("payment_intent", str(intent_id))
            if intent is None:
                raise missing("payment_intent", str(intent_id))
            pk = intent["latest_charge"]
        found = self.books.get("charge", str(pk))
        if found is None:
            raise Refused(400, "This PaymentIntent does not have a successful charge to refund.")
        return found

    def _amount(self, asked: dict[str, Any], charge: Object) -> int:
        left = charge["amount"] - charge["amount_refunded"]
        if any(it["status"] != "won" for it in self.books.all("dispute", charge=charge["id"])):
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

    def _take_from(self, charge: Object, amount: int) -> None:
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.books.save(charge)
