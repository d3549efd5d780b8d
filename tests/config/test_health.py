"""What monitors are told."""

from datetime import timedelta

import pytest
from django.db import connection

from config import health
from mail.models import Message
from payments.domain.working_off import TRIES
from payments.models import Payment, Refund, StripeEvent
from tests.factories import RegistrationFactory, open_occurrence
from tests.payments.rows import back, paid, placed

pytestmark = pytest.mark.django_db


def test_healthz_says_ok_and_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


def test_ready_when_nothing_waits(client, clock):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "migrations": "ok", "worker": "ok"}


def test_not_ready_when_mail_has_been_due_for_more_than_ten_minutes(client, clock):
    due = clock.now() - timedelta(minutes=10)
    Message.objects.create(kind="x", to="a@b.test", language="da", queued_at=due, due_at=due)
    assert client.get("/readyz").status_code == 200
    clock.move(timedelta(seconds=1))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["worker"].startswith("something has been due since 2026-11-21 11:50")


def test_not_ready_when_a_hold_should_have_lapsed(client, clock):
    long_ago = clock.now() - timedelta(hours=1)
    RegistrationFactory(
        state="unconfirmed", contact=None, proven_at=None, email="a@b.test", held_until=long_ago
    )
    assert client.get("/readyz").status_code == 503


@pytest.fixture
def payment(settings):
    """Paid by card."""
    settings.PAYMENTS_ON = True
    return paid(placed(open_occurrence(deposit=30000)))


def refund_due(payment, due):
    Refund.objects.create(payment=payment, because="by_office", amount=100, owed_at=due, due_at=due)


def notice_due(payment, due):
    kind = {"stripe_id": "evt_1", "kind": "refund.updated", "livemode": False}
    StripeEvent.objects.create(**kind, came_at=due, due_at=due)


def begun_due(payment, due):
    Payment.objects.create(
        registration=payment.registration, amount=100, currency="DKK", begun_at=due, due_at=due
    )


@pytest.mark.parametrize("wait", [refund_due, notice_due, begun_due])
def test_not_ready_when_money_has_waited_for_more_than_ten_minutes(client, clock, payment, wait):
    wait(payment, clock.now() - timedelta(minutes=10))
    assert client.get("/readyz").json()["payments"] == "ok"
    clock.move(timedelta(seconds=1))
    response = client.get("/readyz")
    assert (response.status_code, response.json()["worker"]) == (503, "ok")
    assert response.json()["payments"].startswith("something has been due since 2026-11-21 11:50")


def test_what_was_given_back_and_given_up_waits_for_nobody(client, clock, payment):
    long_ago = clock.now() - timedelta(days=1)
    back(payment, 100, owed_at=long_ago)
    notice_due(payment, long_ago)
    StripeEvent.objects.update(attempts=TRIES)
    assert client.get("/readyz").status_code == 200


def test_not_ready_with_a_migration_missing(client, clock, monkeypatch):
    monkeypatch.setattr(health, "_known_complete", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'mail'")
    response = client.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, "missing")
