"""Objects as Stripe publishes them: the fields that Praksisvej or its coordinators may look at.

The names are those of API version 2026-10-28.endive; a test holds them against the published ones.
"""

from __future__ import annotations

from typing import Any

from demo.stand_in.books import Object


def session(asked: dict[str, Any], amount: int, currency: str, *, livemode: bool) -> Object:
    email = asked.get("customer_email")
    return {
        "amount_subtotal": amount,
        "amount_total": amount,
        "cancel_url": asked.get("cancel_url"),
        "client_reference_id": asked.get("client_reference_id"),
        "currency": currency,
        "customer": None,
        "customer_details": {"email": email, "name": None} if email else None,
        "customer_email": email,
        "livemode": livemode,
        "locale": asked.get("locale"),
        "metadata": asked.get("metadata") or {},
        "mode": "payment",
        "payment_intent": None,
        "payment_method_types": asked.get("payment_method_types") or ["card"],
        "payment_status": "unpaid",
        "status": "open",
        "submit_type": asked.get("submit_type"),
        "success_url": asked["success_url"],
        "url": None,
    } | _of_the_intent(asked)


def _of_the_intent(asked: dict[str, Any]) -> Object:
    """Kept with the session until somebody pays; taken out again in `public`."""
    return {"_intent_data": asked.get("payment_intent_data") or {}}


def intent(session: Object, status: str) -> Object:
    data = session["_intent_data"]
    return {
        "amount": session["amount_total"],
        "amount_received": 0,
        "currency": session["currency"],
        "customer": None,
        "description": data.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": session["livemode"],
        "metadata": data.get("metadata") or {},
        "payment_method_types": session["payment_method_types"],
        "receipt_email": data.get("receipt_email"),
        "status": status,
    }


def charge(intent: Object) -> Object:
    return {
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "balance_transaction": None,
        "captured": True,
        "currency": intent["currency"],
        "description": intent["description"],
        "disputed": False,
        "livemode": intent["livemode"],
        "metadata": intent["metadata"],
        "paid": True,
        "payment_intent": intent["id"],
        "payment_method_details": {"card": {"brand": "visa", "last4": "4242"}, "type": "card"},
        "receipt_email": intent["receipt_email"],
        "refunded": False,
        "status": "succeeded",
    }


def refund(charge: Object, amount: int, asked: dict[str, Any], status: str) -> Object:
    return {
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "currency": charge["currency"],
        "metadata": asked.get("metadata") or {},
        "payment_intent": charge["payment_intent"],
        "reason": asked.get("reason"),
        "status": status,
    }


def dispute(charge: Object) -> Object:
    return {
        "amount": charge["amount"],
        "balance_transactions": [],
        "charge": charge["id"],
        "currency": charge["currency"],
        "is_charge_refundable": False,
        "livemode": charge["livemode"],
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": "general",
        "status": "needs_response",
    }


def balance_transaction(kind: str, source: Object, amount: int, fee: int) -> Object:
    return {
        "amount": amount,
        "currency": source["currency"],
        "description": source.get("description"),
        "exchange_rate": None,
        "fee": fee,
        "net": amount - fee,
        "reporting_category": kind,
        "source": source["id"],
        "status": "available",
        "type": kind,
    }


def public(it: Object) -> Object:
    """As the API shows it."""
    return {name: value for name, value in it.items() if not name.startswith("_")}
