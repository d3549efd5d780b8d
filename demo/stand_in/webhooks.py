"""Events and their delivery: signed, at least once, in no promised order, until they are taken."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from demo.stand_in.books import Books, Object
from demo.stand_in.shapes import public

API_VERSION = "2026-10-28.endive"
WAIT = 60
"""Seconds until a receiver that does not answer has not taken an event."""


def signed(body: str, secret: str, at: int) -> str:
    """The Stripe-Signature header: https://docs.stripe.com/webhooks/signature"""
    made = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


class Webhooks:
    """Delivers in the order things happened, unless told to hold events back.

    A receiver answers with 2xx, or the event stays in `waiting` for `deliver()` to try again.
    A signature tells the wall's time, whatever `books` take for now: it is held against that.
    """

    def __init__(self, books: Books, url: str = "", secret: str = "") -> None:
        self.books, self.url, self.secret = books, url, secret
        self.held = False
        self.waiting: list[Object] = books.all("event", pending_webhooks=1)[::-1]
        self._lock = threading.Lock()
        self._running: list[threading.Thread] = []

    def tell(self, kind: str, about: Object) -> None:
        """Something happened; it is delivered in the background, as Stripe does."""
        event = self.books.add(
            "event",
            "evt",
            api_version=API_VERSION,
            data={"object": public(about)},
            livemode=about.get("livemode", False),
            pending_webhooks=1,
            request={"id": None, "idempotency_key": None},
            type=kind,
        )
        with self._lock:
            self.waiting.append(event)
        self.soon()

    def soon(self) -> None:
        """Deliver what waits, in the background, if it is not held back."""
        if self.url and not self.held:
            thread = threading.Thread(target=self.deliver, daemon=True)
            self._running.append(thread)
            thread.start()

    def deliver(
        self, order: Callable[[list[Object]], list[Object]] = list, *, times: int = 1
    ) -> list[int]:
        """Send all that waits, in this order, each so many times; what was answered."""
        with self._lock:
            sending, self.waiting = order(self.waiting), []
        answers = [self.send(event) for event in sending for _ in range(times)]
        refused = {event["id"] for event in sending if self._not_taken(event)}
        with self._lock:
            self.waiting += [event for event in sending if event["id"] in refused]
        return answers

    def settle(self) -> None:
        """Wait until everything on its way has arrived or was refused."""
        while self._running:
            self._running.pop().join()

    def send(self, event: Object, *, secret: str | None = None, at: int | None = None) -> int:
        """Deliver one event; the status it was answered with, 0 without an answer."""
        body = json.dumps(public(event))
        sent_at = int(time.time()) if at is None else at
        signature = signed(body, self.secret if secret is None else secret, sent_at)
        status = _post(self.url, body, signature)
        if 200 <= status < 300:
            self.books.save(event | {"pending_webhooks": 0})
        return status

    def _not_taken(self, event: Object) -> bool:
        kept = self.books.get("event", event["id"])
        return bool(kept and kept["pending_webhooks"])


def _post(url: str, body: str, signature: str) -> int:
    headers: dict[str, Any] = {"Content-Type": "application/json", "Stripe-Signature": signature}
    request = urllib.request.Request(url, body.encode(), headers)  # noqa: S310 -- a local address
    try:
        with urllib.request.urlopen(request, timeout=WAIT) as answer:  # noqa: S310 -- the same
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0
