"""Deposits by card: whether there are any, and with which keys and where Stripe is asked.

Without a key money is off. A demo asks the stand-in of its own (`demo/stand_in/`), with keys it
makes up; nothing else may be asked in Stripe's stead.
"""

import os
import re

from django.core.exceptions import ImproperlyConfigured

from config.environment import DEMO, PORT, VAR, env, is_local, kept_secret

__all__ = [
    "PAYMENTS_ON",
    "PAYMENT_MINUTES",
    "STRIPE_API_BASE",
    "STRIPE_API_VERSION",
    "STRIPE_CHECKOUT_ORIGIN",
    "STRIPE_LIVE",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRETS",
]

KEY = re.compile(r"(sk|rk)_(test|live)_\w+")
WEBHOOK_SECRET = re.compile(r"whsec_[\w+/=]+")
SHORTEST, LONGEST = 40, 24 * 60
"""Minutes to pay. Stripe's session ends five before, and lasts half an hour to a day."""


def made_up(prefix: str, name: str) -> str:
    """A key of this demo's own; none otherwise."""
    secret = kept_secret(VAR / name) if DEMO else ""
    return prefix + re.sub(r"\W|_", "", secret) if secret else ""


STRIPE_API_VERSION = "2026-10-28.endive"
"""Pinned: the shape of what Stripe answers and tells changes with a release of ours alone."""

STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="") or made_up("sk_test_", "stripe_key")
STRIPE_WEBHOOK_SECRETS = list(filter(None, env.list("STRIPE_WEBHOOK_SECRETS", default=[])))
"""Each signs: with the old and the new one here, a secret is changed without a gap."""

if DEMO and not STRIPE_WEBHOOK_SECRETS:
    STRIPE_WEBHOOK_SECRETS = [made_up("whsec_", "stripe_webhook_secret")]

STRIPES_OWN = "https://api.stripe.com"
STAND_IN = f"http://127.0.0.1:{PORT + 1000}"
STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="") or (STAND_IN if DEMO else STRIPES_OWN)
STRIPE_CHECKOUT_ORIGIN = STRIPE_API_BASE if DEMO else "https://checkout.stripe.com"
"""Where people pay: a form of ours may lead there (Content-Security-Policy)."""

STRIPE_LIVE = "_live_" in STRIPE_SECRET_KEY
PAYMENTS_ON = bool(STRIPE_SECRET_KEY)
PAYMENT_MINUTES = env.int("PAYMENT_MINUTES", default=60)
"""How long a place is held for somebody who pays for it."""

# What is refused says the variable's name, never its value

if STRIPE_SECRET_KEY and not KEY.fullmatch(STRIPE_SECRET_KEY):
    raise ImproperlyConfigured("STRIPE_SECRET_KEY is no key like sk_live_… or rk_live_…")
if not all(map(WEBHOOK_SECRET.fullmatch, STRIPE_WEBHOOK_SECRETS)):
    raise ImproperlyConfigured("STRIPE_WEBHOOK_SECRETS are no secrets like whsec_…, with commas")
if STRIPE_SECRET_KEY and not STRIPE_WEBHOOK_SECRETS:
    raise ImproperlyConfigured(
        "STRIPE_SECRET_KEY is set, so STRIPE_WEBHOOK_SECRETS must be, too: "
        "without it nobody tells us what was paid"
    )
if STRIPE_WEBHOOK_SECRETS and not STRIPE_SECRET_KEY:
    raise ImproperlyConfigured("STRIPE_WEBHOOK_SECRETS is set, so STRIPE_SECRET_KEY must be, too")
if DEMO and STRIPE_LIVE:
    raise ImproperlyConfigured("DEMO=1 moves no money: STRIPE_SECRET_KEY must not be a live key")
if DEMO and not is_local(STRIPE_API_BASE):
    raise ImproperlyConfigured("DEMO=1 asks its own stand-in: STRIPE_API_BASE must be local")
if not DEMO and STRIPE_API_BASE != STRIPES_OWN:
    raise ImproperlyConfigured(f"STRIPE_API_BASE is {STRIPES_OWN}, or not set; only a demo differs")
if not SHORTEST <= PAYMENT_MINUTES <= LONGEST:
    raise ImproperlyConfigured(f"PAYMENT_MINUTES is between {SHORTEST} and {LONGEST}")

# With it the stripe library prints what it asks, keys and addresses too, past our filter of logs
os.environ.pop("STRIPE_LOG", None)
