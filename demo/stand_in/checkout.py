"""Checkout Sessions: made, read, expired; paid and declined on the stand-in's own page."""

from __future__ import annotations

from typing import Any

from demo.stand_in import asking, ledger, shapes
from demo.stand_in.books import Books, Object
from demo.stand_in.refusals import Refused, missing
from demo.stand_in.webhooks import Webhooks


class Checkout:
    def __init__(self, books: Books, webhooks: Webhooks) -> None:
        self.books, self.webhooks = books, webhooks

    def create(self, asked: dict[str, Any], *, livemode: bool, pay_url: str) -> Object:
        """Raises Refused."""
        asking.refuse_session(asked)
        amount, currency = asking.total(asked.get("line_items"))
        fields = shapes.session(asked, amount, currency, livemode=livemode)
        fields["payment_method_types"] = asking.methods(asked, currency)
        fields["expires_at"] = asking.expires_at(asked, self.books.at())
        session = self.books.add("checkout.session", f"cs_{_mode(livemode)}", **fields)
        session["url"] = f"{pay_url}/{session['id']}"
        return self.books.save(session)

    def get(self, pk: str) -> Object:
        """Raises Refused. A session past its time has expired, whenever one looks."""
        session = self.books.get("checkout.session", pk)
        if session is None:
            raise missing("checkout.session", pk)
        if session["status"] == "open" and session["expires_at"] <= self.books.at():
            return self._expired(session)
        return session

    def lapse(self) -> None:
        """Expire what is past its time, though nobody looks."""
        with self.books.change():
            for session in self.books.all("checkout.session", status="open"):
                self.get(session["id"])

    def expire(self, pk: str) -> Object:
        session = self.get(pk)
        if session["status"] != "open":
            raise Refused(
                400,
                'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout'
                f" Session has a status of `{session['status']}`.",
            )
        return self._expired(session)

    def pay(self, pk: str, method: str = "card") -> Object:
        """What a customer does on the page. Raises Refused when it is too late.

        With a method that settles late the session is complete and unpaid until `settle()`.
        """
        session = self._open(pk)
        if method not in session["payment_method_types"]:
            raise Refused(400, f"This session takes no {method}.")
        intent = self._intent(session, status="processing", method=method)
        session |= {"status": "complete", "payment_intent": intent["id"], "url": None}
        if method not in asking.LATE:
            self._settled(session, intent)
        self.books.save(session)
        self.webhooks.tell("checkout.session.completed", session)
        return session

    def settle(self, pk: str, *, well: bool = True) -> Object:
        """The money of a late method comes, or does not. Raises Refused."""
        session = self.get(pk)
        intent = self.books.get("payment_intent", session["payment_intent"] or "")
        if intent is None or intent["status"] != "processing":
            raise Refused(400, "No money is on its way for this session.")
        if well:
            self._settled(session, intent)
        else:
            self._declined(intent)
        self.books.save(session)
        word = "succeeded" if well else "failed"
        self.webhooks.tell(f"checkout.session.async_payment_{word}", session)
        return session

    def decline(self, pk: str) -> Object:
        """The card is refused; the session stays open for another one."""
        session = self._open(pk)
        intent = self._intent(session, status="requires_payment_method", method="card")
        session["payment_intent"] = intent["id"]
        self.books.save(session)
        self._declined(intent)
        return session

    def _open(self, pk: str) -> Object:
        session = self.get(pk)
        if session["status"] != "open":
            raise Refused(400, f"This session is {session['status']}.")
        return session

    def _expired(self, session: Object) -> Object:
        session["status"] = "expired"
        session["url"] = None
        self.books.save(session)
        self.webhooks.tell("checkout.session.expired", session)
        return session

    def _settled(self, session: Object, intent: Object) -> None:
        """The money is here."""
        charge = ledger.charge(self.books, intent)
        intent |= {
            "status": "succeeded",
            "latest_charge": charge["id"],
            "amount_received": charge["amount"],
        }
        self.books.save(intent)
        session["payment_status"] = "paid"
        self.webhooks.tell("payment_intent.succeeded", intent)
        self.webhooks.tell("charge.succeeded", charge)

    def _declined(self, intent: Object) -> None:
        intent["status"] = "requires_payment_method"
        intent["last_payment_error"] = {
            "type": "card_error",
            "code": "card_declined",
            "decline_code": "generic_decline",
            "message": "Your card was declined.",
        }
        self.books.save(intent)
        self.webhooks.tell("payment_intent.payment_failed", intent)

    def _intent(self, session: Object, *, status: str, method: str) -> Object:
        pk = session["payment_intent"]
        found = self.books.get("payment_intent", pk) if pk else None
        if found is None:
            found = self.books.add("payment_intent", "pi", **shapes.intent(session, status))
            self.webhooks.tell("payment_intent.created", found)
        return self.books.save(
            found | {"status": status, "last_payment_error": None, "_method": method}
        )


def _mode(livemode: bool) -> str:
    return "live" if livemode else "test"
