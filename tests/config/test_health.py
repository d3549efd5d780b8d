"""What monitors are told."""

from datetime import timedelta

import pytest
from django.db import connection

from config import health
from mail.models import Message
from tests.factories import RegistrationFactory

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


def test_not_ready_with_a_migration_missing(client, clock, monkeypatch):
    monkeypatch.setattr(health, "_known_complete", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'mail'")
    response = client.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, "missing")
