"""The worker: goes on after errors, works at night once, stops when told, is not lost by kill."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from config.worker import (
    MAIL,
    MONEY,
    NOTED_EVERY,
    PICTURES,
    REST,
    Piece,
    Worker,
    is_night_work_due,
)
from office.models import Work
from tests.factories import EventFactory, publish

pytestmark = pytest.mark.django_db(transaction=True)


class Done(list):
    def by(self, name, every=0.0):
        return Piece(name, lambda: self.append(name), every)


def test_a_failing_piece_stops_no_other_and_is_noted(clock):
    done = Done()
    worker = Worker([Piece("broken", lambda: 1 / 0, 0), done.by("whole")])
    assert worker.round() == ["broken"]
    assert done == ["whole"]
    assert Work.objects.get(name="broken").error.startswith("ZeroDivisionError")
    assert Work.objects.get(name="whole").error == ""


def test_a_piece_that_works_again_loses_its_error(clock):
    broken = [True]
    worker = Worker([Piece("mail", lambda: broken and 1 / 0, 0)])
    worker.round()
    broken.clear()
    worker.round()
    assert Work.objects.get(name="mail").error == ""


def test_addresses_do_not_reach_the_noted_error(clock):
    def fail():
        raise ValueError("no mail to asta@student.test")

    Worker([Piece("mail", fail, 0)]).round()
    assert "asta" not in Work.objects.get(name="mail").error


def test_a_piece_runs_again_after_its_interval_only(clock, monkeypatch):
    done, now = Done(), [1000.0]
    monkeypatch.setattr("config.worker.time.monotonic", lambda: now[0])
    worker = Worker([done.by("events", every=5)])
    for now[0] in (1000, 1004, 1005, 1006, 1010):
        worker.round()
    assert len(done) == 3


def test_work_that_goes_well_writes_a_row_rarely(clock, monkeypatch, django_assert_num_queries):
    now = [1000.0]
    monkeypatch.setattr("config.worker.time.monotonic", lambda: now[0])
    worker = Worker([Done().by("mail", every=1)])
    worker.round()
    now[0] += 1
    with django_assert_num_queries(0):
        worker.round()
    now[0] += NOTED_EVERY
    clock.move(timedelta(minutes=1))
    worker.round()
    assert Work.objects.get().finished_at == clock.now()


@pytest.mark.parametrize(
    ("finished", "at", "due"),
    [
        (None, "2026-11-22 12:00", True),
        ("2026-11-21 02:10", "2026-11-22 01:59", False),  # 2:59 in Copenhagen
        ("2026-11-21 02:10", "2026-11-22 02:00", True),
        ("2026-11-22 02:00", "2026-11-22 23:30", False),
        ("2026-11-19 02:10", "2026-11-22 01:00", True),  # the night before was missed
        ("2026-12-24 02:10", "2026-11-22 02:30", True),  # a demo's clock was set back
    ],
)
def test_night_work_is_done_once_after_three(finished, at, due):
    def utc(text):
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    if finished:
        Work.objects.create(name="retention", finished_at=utc(finished))
    assert is_night_work_due("retention", utc(at)) is due


def test_night_work_that_failed_is_tried_again_next_night_not_at_once(clock):
    worker = Worker([Piece("retention", lambda: 1 / 0, None)])
    assert worker.round() == ["retention"]
    assert worker.round() == []


def test_a_worker_told_to_stop_begins_no_other_piece():
    worker = Worker([])
    worker.pieces = [Piece("one", worker.stop, 0), Piece("two", lambda: 1 / 0, 0)]
    worker._note = lambda *_: None
    assert worker.round() == []


def test_the_worker_outlives_its_database_connection(clock):
    worker = Worker([Piece("look", clock.now, 0)])
    assert worker.round() == []
    connection.connection.close()
    worker.round()
    assert worker.round() == []


def test_every_real_piece_runs_on_an_empty_office(clock):
    pieces = [*MONEY, *REST, *MAIL, *PICTURES]
    assert Worker(pieces).round() == []
    done = dict(Work.objects.values_list("name", "error"))
    assert done == {piece.name: "" for piece in pieces}


def test_only_the_thread_of_money_waits_for_stripe(clock, settings):
    settings.PAYMENTS_ON, settings.STRIPE_SECRET_KEY = True, "sk_test_away"
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    assert Worker(REST).round() == []
    assert Worker(MONEY).round() == ["reconciliation"]


def test_pages_appear_and_disappear_at_their_time(clock):
    come, go = (publish(EventFactory()) for _ in range(2))
    Page.objects.filter(pk=come.pk).update(live=False)
    come.refresh_from_db()
    soon = timezone.now() + timedelta(seconds=1)
    come.go_live_at, go.expire_at = soon, soon
    come.save_revision().publish()
    go.save_revision().publish()
    time.sleep(1.1)
    assert Worker(REST).round() == []
    assert [Page.objects.get(pk=page.pk).live for page in (come, go)] == [True, False]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_stops_on_a_signal_with_exit_0(clock, number, tmp_path):
    environment = {**os.environ, "DATABASE_NAME_FOR_TESTS": connection.settings_dict["NAME"]}
    log = tmp_path / "log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "work", "--settings=config.child_settings"],
            env=environment,
            stderr=said,
        )
    try:
        works = Work.objects.filter(name="events").exists
        _wait_for(lambda: works() or process.poll() is not None, log, 300)
        assert process.poll() is None, log.read_text()
        process.send_signal(number)
        _wait_for(lambda: process.poll() is not None, log, 60)
        assert process.returncode == 0, log.read_text()
    finally:
        process.kill()
        process.wait()


def _wait_for(seen, log, seconds):
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, f"waited in vain\n{log.read_text()}"
        time.sleep(0.1)
