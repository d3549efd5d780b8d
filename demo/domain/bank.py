"""What stands in for Stripe in a demo: started with it, on its clock, its books beside the rest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from demo.stand_in.server import StandIn
from office import clock

AGAIN = 5
"""Seconds after which a message that the office did not take is sent again."""


def stand_in() -> StandIn:
    """Ready to be entered. Processes started from here on ask it, whichever port it has."""
    made = _on(urlsplit(settings.STRIPE_API_BASE).port or 0)
    made.webhooks.url = f"{settings.BASE_URL}/payments/webhook/"
    made.webhooks.secret = settings.STRIPE_WEBHOOK_SECRETS[0]
    settings.STRIPE_API_BASE = settings.STRIPE_CHECKOUT_ORIGIN = made.url
    os.environ["STRIPE_API_BASE"] = made.url
    return made


@contextmanager
def of_the_past() -> Iterator[None]:
    """The bank while the demo's history is played. It begins with empty books, and tells nobody:
    the office is not open yet, and asks about each payment itself."""
    _path().unlink(missing_ok=True)
    asked, made = settings.STRIPE_API_BASE, _on(urlsplit(settings.STRIPE_API_BASE).port or 0)
    settings.STRIPE_API_BASE = made.url
    try:
        with made:
            yield
            for event in made.books.all("event"):
                made.books.save(event | {"pending_webhooks": 0})
    finally:
        settings.STRIPE_API_BASE = asked


def _path() -> Path:
    return Path(settings.VAR) / "stripe.sqlite3"


def _on(port: int) -> StandIn:
    """On this port, or on any where it is taken."""
    path = str(_path())
    try:
        return StandIn(path, port=port, now=office_time, every=AGAIN)
    except OSError:
        return StandIn(path, now=office_time, every=AGAIN)


def office_time() -> float:
    """The demo's clock, as Unix seconds. Each request has a thread, and leaves no connection."""
    try:
        return clock.now().timestamp()
    finally:
        if not connection.in_atomic_block:
            connection.close()
