"""Objects as Stripe publishes them: the fields that Praksisvej or its coordinators may look at.

The names are those of API version 2026-10-28.endive; a test holds them against the published ones.
"""

from __future__ import annotations

from typing import Any

from demo.stand_in.books import Object


def session(asked: dict[str, Any], amount: int, currency: str, *, livemode: bool) -> Object:
    email = asked.get("customer_email")
    return {
        "adaptive_pricing": {"enabled": asked.get("adaptive_pricing", {}).get("enabled") == "true"},
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
        "payment_method_types": [],
        "payment_status": "unpaid",
        "status": "open",
        "submit_type": asked.get("submit_type"),
        "success_url": asked["success_url"],
        "url": None,
    } | _of_the_intent(asked)


def _of_the_intent(asked: dict[str, Any]) -> Object:
    """Kept with the session until somebody pays; taken out again in `public`."""
    data = asked.get("payment_intent_data") or {}
    name = asked["line_items"][0]["price_data"]["product_data"]["name"]
    return {"_intent_data": data, "_what": name}


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
        "_what": session["_what"],
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
        "payment_method_details": _method(intent["_method"]),
        "receipt_email": intent["receipt_email"],
        "refunded": False,
        "status": "succeeded",
        "_what": intent["_what"],
    }


def _method(name: str) -> Object:
    card = {"brand": "visa", "last4": "4242"}
    return {"type": name, name: card if name == "card" else {}}


def refund(charge: Object, amount: int, asked: dict[str, Any]) -> Object:
    return {
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "currency": charge["currency"],
        "metadata": asked.get("metadata") or {},
        "payment_intent": charge["payment_intent"],
        "reason": asked.get("reason"),
        "status": "succeeded",
    }


def dispute(charge: Object, amount: int) -> Object:
    return {
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "currency": charge["currency"],
        "evidence": {},
        "evidence_details": {"due_by": None, "has_evidence": False, "past_due": False},
        "is_charge_refundable": False,
        "livemode": charge["livemode"],
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": "general",
        "status": "needs_response",
    }


def payout(amount: int, currency: str) -> Object:
    return {"amount": amount, "currency": currency, "status": "paid", "livemode": False}


def balance_transaction(
    kind: str, category: str, source: Object, amount: int, fee: int, at: int
) -> Object:
    details = {"amount": fee, "currency": source["currency"], "type": "stripe_fee"}
    return {
        "amount": amount,
        "available_on": at,
        "balance_type": "payments",
        "currency": source["currency"],
        "description": source.get("description"),
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [details] if fee else [],
        "net": amount - fee,
        "reporting_category": category,
        "source": source["id"],
        "status": "available",
        "type": kind,
    }


def public(it: Object) -> Object:
    """As the API shows it."""
    return {name: value for name, value in it.items() if not name.startswith("_")}
