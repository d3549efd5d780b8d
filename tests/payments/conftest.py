"""The stand-in for Stripe, asked over HTTP by the stripe library."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import stripe
from django.test import Client
from django.urls import reverse

from demo.stand_in.server import StandIn
from tests.payments.world import KEY, SECRET, World


class Time:
    """Unix seconds that stand until they are moved."""

    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at


class Receiver:
    """Somebody who takes webhooks: what came, with its signature. Answers with `status`."""

    def __init__(self) -> None:
        self.came: list[tuple[bytes, str]] = []
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.came.append((body, self.headers["Stripe-Signature"]))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def kinds(self) -> list[str]:
        return [self.event(at).type for at in range(len(self.came))]

    def event(self, at: int) -> stripe.Event:
        body, signature = self.came[at]
        return stripe.Webhook.construct_event(body, signature, SECRET, tolerance=None)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def stand_in(time: Time) -> Iterator[StandIn]:
    with StandIn(now=time) as running:
        running.webhooks.secret = SECRET
        yield running


@pytest.fixture
def receiver(stand_in: StandIn) -> Iterator[Receiver]:
    receiver = Receiver()
    stand_in.webhooks.url = receiver.url
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def client(stand_in: StandIn) -> stripe.StripeClient:
    return stripe.StripeClient("sk_test_abc", base_addresses={"api": stand_in.url})


@pytest.fixture
def world(live_server: Any, settings: Any, clock: Any) -> Iterator[World]:
    """Our site and a Stripe that tell each other over HTTP; both follow the tests' clock."""
    with StandIn(now=lambda: clock.now().timestamp()) as running:
        settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRETS = KEY, [SECRET]
        settings.STRIPE_API_BASE, settings.STRIPE_LIVE = running.url, False
        settings.PAYMENTS_ON, settings.BASE_URL = True, live_server.url
        running.webhooks.url = live_server.url + reverse("stripe_webhook")
        running.webhooks.secret = SECRET
        yield World(Client(), running)
