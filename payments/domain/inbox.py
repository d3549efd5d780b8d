"""What Stripe tells us: checked, kept once by its id, and answered before anything is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import stripe
from django.conf import settings

from office import clock
from payments.models import StripeEvent

TOLERANCE = 300
"""Seconds a signature may be old: https://docs.stripe.com/webhooks/signature"""

LONGEST_KIND = 60
ABOUT = {
    "checkout.session": [
        *("id", "status", "payment_status", "amount_total", "currency", "livemode"),
        *("payment_intent", "client_reference_id"),
    ],
    "refund": [
        *("id", "status", "amount", "currency", "payment_intent"),
        *("failure_reason", "metadata"),
    ],
    "dispute": ["id", "status", "amount", "currency", "payment_intent"],
}
"""What we use of each kind of object; who paid, and with which card, we do not keep."""


class NotSigned(Exception):
    """The body was not signed by Stripe, or too long ago."""


def take_in(body: bytes, signature: str) -> None:
    """Keep an event, once however often it comes. Raises NotSigned."""
    event, at = _opened(body, signature), clock.now()
    try:
        row = _row(event, at)
    except (KeyError, TypeError, AttributeError):
        return  # signed, and of a shape that no event we asked for has
    StripeEvent.objects.bulk_create([row], ignore_conflicts=True)


def _row(event: Any, at: datetime) -> StripeEvent:
    about = event["data"]["object"]
    row = StripeEvent(
        stripe_id=event["id"],
        kind=event["type"][:LONGEST_KIND],
        livemode=bool(event["livemode"]),
        about={name: _plain(about, name) for name in ABOUT.get(about["object"], [])},
        came_at=at,
        due_at=at,
    )
    if about["object"] not in ABOUT:
        row.worked_at, row.outcome = at, "nothing to do"
    return row


def _opened(body: bytes, signature: str) -> Any:
    """By whichever of the secrets it was signed."""
    for secret in settings.STRIPE_WEBHOOK_SECRETS:
        try:
            return stripe.Webhook.construct_event(body, signature, secret, tolerance=TOLERANCE)
        except (ValueError, AttributeError, stripe.SignatureVerificationError):
            continue
    raise NotSigned


def _plain(thing: Any, name: str) -> Any:
    value = thing[name] if name in thing else None  # noqa: SIM401 -- Stripe's objects have no get
    return value.to_dict() if isinstance(value, stripe.StripeObject) else value
