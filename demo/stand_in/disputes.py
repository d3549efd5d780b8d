"""Disputes: opened and decided by the card holder's bank; here, by whoever holds the stand-in."""

from __future__ import annotations

from demo.stand_in import ledger, shapes
from demo.stand_in.books import Books, Object
from demo.stand_in.refusals import Refused, missing
from demo.stand_in.webhooks import Webhooks

DECIDED = {"won", "lost"}


class Disputes:
    def __init__(self, books: Books, webhooks: Webhooks) -> None:
        self.books, self.webhooks = books, webhooks

    def open(self, charge_id: str) -> Object:
        """The bank takes back what is left of a charge; once more after the office has won.

        Raises Refused.
        """
        charge = self.books.get("charge", charge_id)
        if charge is None:
            raise missing("charge", charge_id)
        left = charge["amount"] - charge["amount_refunded"]
        before = self.books.all("dispute", charge=charge_id)
        if left == 0 or any(it["status"] != "won" for it in before):
            raise Refused(400, "There is nothing to dispute.")
        self.books.save(charge | {"disputed": True})
        dispute = self.books.add("dispute", "dp", **shapes.dispute(charge, left))
        self.webhooks.tell("charge.dispute.created", dispute)
        return self._moved(dispute, -left, ledger.DISPUTE_FEE, "funds_withdrawn")

    def close(self, pk: str, *, won: bool) -> Object:
        """Decided: the money comes back, or it stays away. Raises Refused."""
        dispute = self.get(pk)
        if dispute["status"] in DECIDED:
            raise Refused(400, f"This dispute is {dispute['status']} already.")
        dispute["status"] = "won" if won else "lost"
        self.books.save(dispute)
        if won:
            dispute = self._moved(dispute, dispute["amount"], 0, "funds_reinstated")
        self.webhooks.tell("charge.dispute.closed", dispute)
        return dispute

    def get(self, pk: str) -> Object:
        found = self.books.get("dispute", pk)
        if found is None:
            raise missing("dispute", pk)
        return found

    def _moved(self, dispute: Object, amount: int, cost: int, what: str) -> Object:
        category = "dispute" if amount < 0 else "dispute_reversal"
        moved = ledger.move(self.books, category, dispute, amount, cost)
        dispute["balance_transactions"].append(moved)
        self.webhooks.tell(f"charge.dispute.{what}", self.books.save(dispute))
        return dispute
