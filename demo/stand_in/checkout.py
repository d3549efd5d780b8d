"""Checkout Sessions: made, read, expired; paid and declined on the stand-in's own page."""

from __future__ import annotations

from typing import Any

from demo.stand_in import ledger, shapes
from demo.stand_in.books import Books, Object
from demo.stand_in.refusals import Refused, invalid, missing, required
from demo.stand_in.webhooks import Webhooks

SHORTEST, LONGEST = 30 * 60, 24 * 60 * 60
"""How far ahead `expires_at` may lie, in seconds."""
CURRENCIES = {"dkk": 250, "nok": 300, "sek": 300, "eur": 50}
"""The least that can be charged, in minor units."""


class Checkout:
    def __init__(self, books: Books, webhooks: Webhooks) -> None:
        self.books, self.webhooks = books, webhooks

    def create(self, asked: dict[str, Any], *, livemode: bool, pay_url: str) -> Object:
        """Raises Refused."""
        if asked.get("mode") != "payment":
            raise invalid("mode", "This stand-in knows mode=payment only.", "parameter_invalid")
        if not asked.get("success_url"):
            raise required("success_url")
        amount, currency = _sum(asked.get("line_items"))
        fields = shapes.session(asked, amount, currency, livemode=livemode)
        fields["expires_at"] = self._expires_at(asked)
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

    def expire(self, pk: str) -> Object:
        session = self.get(pk)
        if session["status"] != "open":
            raise Refused(
                400,
                'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout'
                f" Session has a status of `{session['status']}`.",
            )
        return self._expired(session)

    def pay(self, pk: str) -> Object:
        """What a customer's card does on the page. Raises Refused when it is too late."""
        session = self._open(pk)
        intent = self._intent(session, status="succeeded")
        charge = ledger.charge(self.books, intent)
        intent |= {"latest_charge": charge["id"], "amount_received": charge["amount"]}
        self.books.save(intent)
        session |= {
            "status": "complete",
            "payment_status": "paid",
            "payment_intent": intent["id"],
        }
        self.books.save(session)
        self.webhooks.tell("payment_intent.succeeded", intent)
        self.webhooks.tell("charge.succeeded", charge)
        self.webhooks.tell("checkout.session.completed", session)
        return session

    def decline(self, pk: str) -> Object:
        """The card is refused; the session stays open for another one."""
        session = self._open(pk)
        intent = self._intent(session, status="requires_payment_method")
        intent["last_payment_error"] = {
            "type": "card_error",
            "code": "card_declined",
            "decline_code": "generic_decline",
            "message": "Your card was declined.",
        }
        self.books.save(intent)
        session["payment_intent"] = intent["id"]
        self.books.save(session)
        self.webhooks.tell("payment_intent.payment_failed", intent)
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

    def _intent(self, session: Object, *, status: str) -> Object:
        pk = session["payment_intent"]
        found = self.books.get("payment_intent", pk) if pk else None
        if found:
            return found | {"status": status, "last_payment_error": None}
        return self.books.add("payment_intent", "pi", **shapes.intent(session, status))

    def _expires_at(self, asked: dict[str, Any]) -> int:
        at = self.books.at()
        expires = int(asked.get("expires_at") or at + LONGEST)
        if not at + SHORTEST - 1 <= expires <= at + LONGEST:
            message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from now."
            raise invalid("expires_at", message)
        return expires


def _mode(livemode: bool) -> str:
    return "live" if livemode else "test"


def _sum(items: Any) -> tuple[int, str]:
    """What the lines come to, and in which currency."""
    if not items:
        raise required("line_items")
    prices = [it.get("price_data") or {} for it in items]
    currencies = {str(it.get("currency", "")).lower() for it in prices}
    currency = currencies.pop()
    if currencies or currency not in CURRENCIES:
        raise invalid(
            "line_items[0][price_data][currency]", "Invalid currency.", "invalid_currency"
        )
    amount = sum(
        _whole(price.get("unit_amount")) * _whole(item.get("quantity") or "1")
        for price, item in zip(prices, items, strict=True)
    )
    if amount < CURRENCIES[currency]:
        message = "The Checkout Session's total amount due must add up to more than the minimum."
        raise Refused(400, message, code="amount_too_small")
    return amount, currency


def _whole(text: Any) -> int:
    if not str(text).isdigit():
        raise invalid("line_items[0][price_data][unit_amount]", f"Invalid integer: {text}")
    return int(text)
