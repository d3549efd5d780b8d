"""Eight processes on one SQLite file, as the small office runs it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from tests.factories import open_occurrence

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]

PROCESSES, EACH, PLACES = 8, 4, 10
SCRIPT = Path(__file__).with_name("racing_process.py")


@pytest.fixture
def race(tmp_path: Path) -> tuple[Path, int]:
    """A database file of its own with one date that is open now, and the date's number."""
    at = datetime.now(UTC)
    occurrence = open_occurrence(
        capacity=PLACES,
        waitlist_limit=100,
        opens_at=at - timedelta(days=1),
        starts_at=at + timedelta(days=20),
    )
    file = tmp_path / "race.sqlite3"
    connection.cursor().execute("VACUUM INTO %s", [str(file)])
    ask(file, "PRAGMA journal_mode=WAL")  # an office's file is so since its first migration
    return file, occurrence.pk


def run(file: Path, occurrence: int, mode: str) -> list[str]:
    """Let all processes go together; every error any of them met."""
    env = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{file}",
        "SECRET_KEY": "the race's own key",
        "BASE_URL": "http://testserver",
        "DEFAULT_FROM_EMAIL": "office@praksisvej.test",
        "DEMO": "0",
    }
    numbers = (str(number) for number in (occurrence, PROCESSES, EACH))
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), *numbers, mode],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        said, faults = process.communicate(timeout=300)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 0, faults
    return json.loads(said)


def ask(file: Path, question: str) -> list[tuple]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(question).fetchall()


def test_eight_processes_press_for_ten_places(race):
    file, occurrence = race
    assert run(file, occurrence, "IMMEDIATE") == []
    states = Counter(state for (state,) in ask(file, "SELECT state FROM events_registration"))
    assert states == {"confirmed": PLACES}
    line = ask(
        file,
        "SELECT joined_at, id FROM events_turn"
        " WHERE ended_at IS NULL AND proven_at IS NOT NULL ORDER BY id",
    )
    assert len(line) == PROCESSES * EACH - PLACES
    assert line == sorted(line)


def test_with_deferred_transactions_people_are_shown_errors(race):
    file, occurrence = race
    errors = run(file, occurrence, "DEFERRED")
    assert any("database is locked" in error for error in errors)
