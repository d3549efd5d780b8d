"""The rail of cards: Stripe Checkout, asked through Stripe's own library and nothing else.

https://docs.stripe.com/api/checkout/sessions, …/refunds, …/balance_transactions
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import stripe
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from office import clock
from payments.models import Payment, Refund
from payments.provider import Move, Opened, RailAway, RailRefused, Seen, SeenRefund

PATIENCE = 10
"""Seconds for one answer: a person may be waiting for it."""
RETRIES = 2
KEYS_KEPT = timedelta(hours=23)
"""Stripe forgets an idempotency key after 24 hours: https://docs.stripe.com/api/idempotent_requests"""
LANGUAGES = {"da": "da", "en": "en", "nb": "nb"}
SETTLE_LATER: list[Any] = [
    "acss_debit",
    "au_becs_debit",
    "bacs_debit",
    "boleto",
    "customer_balance",
    "konbini",
    "multibanco",
    "nz_bank_account",
    "oxxo",
    "sepa_debit",
    "sofort",
    "us_bank_account",
]
"""Ways to pay whose money comes days later: a place is not held that long."""


@cache
def client(key: str, base: str, version: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        stripe_version=version,
        base_addresses={"api": base},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=PATIENCE),
    )


class Stripe:
    """Every creating call carries a key by which Stripe knows it again."""

    @property
    def _api(self) -> Any:
        return client(
            settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE, settings.STRIPE_API_VERSION
        ).v1

    def open(self, payment: Payment) -> Opened:
        options = {"idempotency_key": f"checkout-{payment.reference}"}
        with _asking():
            made = self._api.checkout.sessions.create(_session(payment), options)
        return Opened(made.id, made.url or "")

    def look(self, payment: Payment) -> Seen:
        with _asking():
            return seen(self._api.checkout.sessions.retrieve(payment.session))

    def expire(self, payment: Payment) -> None:
        with _asking():
            self._api.checkout.sessions.expire(payment.session)

    def refund(self, refund: Refund) -> SeenRefund:
        """A key says who asks again, as long as Stripe keeps it; later we look for ourselves."""
        asked = {
            "payment_intent": refund.payment.intent,
            "amount": refund.amount,
            "metadata": {"refund": str(refund.uuid)},
        }
        is_old = clock.now() >= refund.owed_at + KEYS_KEPT
        with _asking():
            if is_old and (made := self._made(refund)):
                return made
            return seen_refund(self._api.refunds.create(asked, {"idempotency_key": refund.key}))

    def _made(self, refund: Refund) -> SeenRefund | None:
        """This refund, if an attempt whose answer was lost has made it."""
        asked = {"payment_intent": refund.payment.intent, "limit": 100}
        for row in self._api.refunds.list(asked).auto_paging_iter():
            metadata = _of(row, "metadata") or {}
            made = seen_refund(row)
            if _of(metadata, "refund") == str(refund.uuid) and not made.failure:
                return made
        return None

    def look_at_refund(self, refund: Refund) -> SeenRefund:
        with _asking():
            return seen_refund(self._api.refunds.retrieve(refund.stripe_id))

    def moves(self, since: datetime, until: datetime) -> Iterator[Move]:
        made = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
        asked = {"created": made, "limit": 100, "expand": ["data.source"]}
        with _asking():
            for row in self._api.balance_transactions.list(asked).auto_paging_iter():
                if row.type not in NO_MOVE_OF_OURS:
                    yield _move(row)


NO_MOVE_OF_OURS = {"payout", "payout_failure", "payout_cancel", "stripe_fee", "topup", "transfer"}
"""Movements between Stripe and the office's bank, and Stripe's own price."""


def seen(session: Any) -> Seen:
    """What a Checkout Session says, from an answer or an event."""
    return Seen(
        session=session["id"],
        is_open=session["status"] == "open",
        is_paid=session["status"] == "complete" and session["payment_status"] == "paid",
        amount=session["amount_total"] or 0,
        currency=str(session["currency"] or "").upper(),
        livemode=bool(session["livemode"]),
        intent=_name(session["payment_intent"]),
    )


def seen_refund(refund: Any) -> SeenRefund:
    """What a Refund says, from an answer or an event."""
    failed = refund["status"] in ("failed", "canceled")
    why = str(_of(refund, "failure_reason") or refund["status"]) if failed else ""
    return SeenRefund(refund["id"], refund["status"] == "succeeded", why)


def _move(row: Any) -> Move:
    about = row.source
    if about is None or isinstance(about, str):
        about = {"id": about or ""}
    amount, currency = _as_paid(row, about)
    metadata = _of(about, "metadata") or {}
    return Move(
        pk=row.id,
        kind=row.type,
        about=_name(about),
        intent=_name(_of(about, "payment_intent")),
        amount=amount,
        currency=currency.upper(),
        at=datetime.fromtimestamp(row.created, UTC),
        name=_of(metadata, "payment") or _of(metadata, "refund") or "",
    )


def _as_paid(row: Any, about: Any) -> tuple[int, str]:
    """An account of another currency has its own amount: then what was paid counts."""
    currency = _of(about, "currency") or row.currency
    if currency == row.currency:
        return row.amount, currency
    return (about["amount"] if row.amount > 0 else -about["amount"]), currency


def _session(payment: Payment) -> dict[str, Any]:
    """What is asked of Stripe, made from the row alone, so that asking twice is asking the same."""
    registration = payment.registration
    with translation.override(registration.language):
        back = settings.BASE_URL + reverse("signup:payment", args=[payment.reference])
        name = _("Deposit: %(title)s") % {"title": registration.occurrence.event.title}
    price = {
        "currency": payment.currency.lower(),
        "unit_amount": payment.amount,
        "product_data": {"name": name},
    }
    asked = {
        "mode": "payment",
        "line_items": [{"quantity": 1, "price_data": price}],
        "success_url": back,
        "cancel_url": f"{back}?left=1",
        "client_reference_id": payment.reference,
        "payment_intent_data": {"metadata": {"payment": payment.reference}},
        "locale": LANGUAGES.get(registration.language, "auto"),
        "excluded_payment_method_types": SETTLE_LATER,
        "adaptive_pricing": {"enabled": False},
    }
    if payment.expires_at:
        asked["expires_at"] = int(payment.expires_at.timestamp())
    return asked


@contextmanager
def _asking() -> Iterator[None]:
    """What Stripe's errors mean to us. Their texts may hold what was typed: only codes are kept."""
    try:
        yield
    except (stripe.InvalidRequestError, stripe.CardError) as error:
        raise RailRefused(error.code or error.http_status) from error
    except stripe.StripeError as error:
        raise RailAway(type(error).__name__) from error


def _of(thing: Any, name: str) -> Any:
    return thing[name] if name in thing else None  # noqa: SIM401 -- Stripe's objects have no get


def _name(thing: Any) -> str:
    """The id of something that stands there by its id, or whole."""
    if thing is None:
        return ""
    return thing if isinstance(thing, str) else str(thing["id"])
