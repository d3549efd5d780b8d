"""What may be asked of a Checkout Session, and what it comes to. Anything else is refused."""

from __future__ import annotations

from typing import Any

from demo.stand_in.books import Object
from demo.stand_in.refusals import Refused, invalid, required

SHORTEST, LONGEST = 30 * 60, 24 * 60 * 60
"""How far ahead `expires_at` may lie, in seconds."""
CURRENCIES = {"dkk": 250, "nok": 300, "sek": 300, "eur": 50}
"""The least that can be charged, in minor units."""
METHODS = {
    "card": set(CURRENCIES),
    "mobilepay": set(CURRENCIES),
    "klarna": set(CURRENCIES),
    "sepa_debit": {"eur"},
    "swish": {"sek"},
    "link": {"eur"},
}
"""What this account has switched on, and for which currencies it is eligible."""
LATE = {"sepa_debit"}
"""Methods whose money comes days after the customer is done, or does not."""
LOCALES = {"auto", "da", "en", "en-GB", "nb", "sv", "fi", "de"}
KNOWN = frozenset(
    {
        "adaptive_pricing",
        "allow_promotion_codes",
        "allowed_payment_method_types",
        "automatic_tax",
        "billing_address_collection",
        "branding_settings",
        "cancel_url",
        "client_reference_id",
        "consent_collection",
        "custom_text",
        "customer_creation",
        "customer_email",
        "excluded_payment_method_types",
        "expand",
        "expires_at",
        "invoice_creation",
        "line_items",
        "locale",
        "metadata",
        "mode",
        "payment_intent_data",
        "payment_method_options",
        "phone_number_collection",
        "submit_type",
        "success_url",
        "ui_mode",
        "wallet_options",
    }
)


def refuse_unknown(asked: dict[str, Any], known: frozenset[str]) -> None:
    """A word that the API does not know is a mistake, not a wish."""
    for name in asked:
        if name == "payment_method_types":
            message = "Use excluded_payment_method_types or allowed_payment_method_types instead."
            raise invalid(name, message, "payment_method_types_no_longer_supported")
        if name not in known:
            message = f"Received unknown parameter: {name}"
            raise invalid(name, message, "parameter_unknown")


def refuse_session(asked: dict[str, Any]) -> None:
    """Raises Refused if this is no session that can be made."""
    refuse_unknown(asked, KNOWN)
    if asked.get("mode") != "payment":
        raise invalid("mode", "This stand-in knows mode=payment only.", "parameter_invalid")
    if not asked.get("success_url"):
        raise required("success_url")
    for name in ("success_url", "cancel_url"):
        if not str(asked.get(name) or "http:").startswith(("http:", "https:")):
            raise invalid(name, "Not a valid URL", "url_invalid")
    if (asked.get("locale") or "auto") not in LOCALES:
        raise invalid("locale", f"Invalid locale: {asked['locale']}", "parameter_invalid")
    if "@" not in (asked.get("customer_email") or "@"):
        raise invalid("customer_email", "Invalid email address", "email_invalid")
    if len(asked.get("client_reference_id") or "") > 200:
        raise invalid("client_reference_id", "At most 200 characters", "parameter_invalid")
    refuse_metadata(asked.get("metadata") or {})


def refuse_metadata(pairs: dict[str, str]) -> None:
    """50 pairs at most, short names, values of up to 500 letters."""
    if len(pairs) > 50 or any(len(name) > 40 or len(it) > 500 for name, it in pairs.items()):
        raise invalid("metadata", "Metadata is too long", "parameter_invalid")


def expires_at(asked: dict[str, Any], at: int) -> int:
    """When it ends: 24 hours from now if nothing is asked."""
    expires = int(asked.get("expires_at") or at + LONGEST)
    if not at + SHORTEST - 1 <= expires <= at + LONGEST:
        message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from now."
        raise invalid("expires_at", message)
    return expires


def methods(asked: dict[str, Any], currency: str) -> list[str]:
    """How one may pay: what suits the currency, is allowed, and is not excluded."""
    without = set(asked.get("excluded_payment_method_types") or [])
    only = asked.get("allowed_payment_method_types")
    found = [
        name
        for name, currencies in METHODS.items()
        if currency in currencies and name not in without and (not only or name in only)
    ]
    if not found:
        message = "No valid payment method types for this Checkout Session."
        raise invalid("excluded_payment_method_types", message, "parameter_invalid")
    return found


def total(items: Any) -> tuple[int, str]:
    """What the lines come to, and in which currency."""
    if not items:
        raise required("line_items")
    prices = [_price(it) for it in items]
    currencies = {str(it.get("currency", "")).lower() for it in prices}
    currency = currencies.pop()
    if currencies or currency not in CURRENCIES:
        where = "line_items[0][price_data][currency]"
        raise invalid(where, "Invalid currency.", "invalid_currency")
    amount = sum(
        _whole(price.get("unit_amount")) * _whole(item.get("quantity") or "1")
        for price, item in zip(prices, items, strict=True)
    )
    if amount < CURRENCIES[currency]:
        message = "The Checkout Session's total amount due must add up to more than the minimum."
        raise Refused(400, message, code="amount_too_small")
    return amount, currency


def _price(item: Object) -> Object:
    price: Object = item.get("price_data") or {}
    if not (price.get("product_data") or {}).get("name"):
        raise required("line_items[0][price_data][product_data][name]")
    return price


def _whole(text: Any) -> int:
    if not str(text).isdigit():
        raise invalid("line_items[0][price_data][unit_amount]", f"Invalid integer: {text}")
    return int(text)
