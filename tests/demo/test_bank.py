"""A demo has a Stripe of its own, on its clock; nothing but a demo ever loads it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest
import stripe
from django.conf import settings
from django.db import connection
from django.urls import reverse

from demo.domain.bank import stand_in
from demo.stand_in.books import Books
from office import clock
from tests.payments.test_stand_in import session


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def demo(settings, tmp_path, port, monkeypatch):
    monkeypatch.setenv("STRIPE_API_BASE", "")
    settings.STRIPE_API_BASE = f"http://127.0.0.1:{port}"
    settings.STRIPE_SECRET_KEY = "sk_test_demo"
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_demo"]
    settings.VAR = tmp_path
    settings.BASE_URL = "http://127.0.0.1:9"
    return settings


def client():
    base = {"api": settings.STRIPE_API_BASE}
    return stripe.StripeClient(settings.STRIPE_SECRET_KEY, base_addresses=base)


@pytest.mark.django_db(transaction=True)
def test_its_time_is_the_office_s(demo):
    clock.stop(clock.now() + timedelta(days=40))
    with stand_in():
        made = session(client())
        assert made.created == int(clock.now().timestamp())
        clock.move(timedelta(days=1))
        assert client().v1.checkout.sessions.retrieve(made.id).status == "expired"


@pytest.mark.django_db(transaction=True)
def test_it_is_asked_where_it_stands_also_if_its_port_is_taken(demo, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with stand_in() as made:
            assert made.url != f"http://127.0.0.1:{port}"
            assert session(client()).url.startswith(made.url)
            assert os.environ["STRIPE_API_BASE"] == demo.STRIPE_CHECKOUT_ORIGIN == made.url
            assert made.webhooks.secret == "whsec_demo"
            assert made.webhooks.url == f"{demo.BASE_URL}/payments/webhook/"


@pytest.mark.django_db(transaction=True)
def test_what_was_paid_is_kept_beside_the_demo_s_database(demo, tmp_path):
    with stand_in():
        made = session(client())
    kept = Books(str(tmp_path / "stripe.sqlite3"))
    assert kept.find(made.id)
    kept.close()
    assert connection.ensure_connection() is None


@pytest.mark.django_db
def test_the_demo_leads_to_the_bank(client, demo):
    assert client.get(reverse("demo:bank")).url == f"{demo.STRIPE_API_BASE}/"


def test_a_real_office_never_loads_it():
    code = (
        "import sys; sys.path.insert(0, 'site'); import django; django.setup();"
        "import config.urls, config.wsgi, config.management.commands.serve;"
        "import config.management.commands.work;"
        "print([it for it in sys.modules if it.startswith('demo')])"
    )
    env = {
        **{name: it for name, it in os.environ.items() if name in {"PATH", "HOME"}},
        "DJANGO_SETTINGS_MODULE": "config.check_settings",
        "STRIPE_SECRET_KEY": "sk_live_abc",
        "STRIPE_WEBHOOK_SECRETS": "whsec_abc",
    }
    command = [sys.executable, "-c", code]
    run = subprocess.run(
        command, env=env, cwd=settings.ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "[]"
