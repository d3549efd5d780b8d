"""Workers that are killed, and several at once, with a real mail server and real processes."""

import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from mail.models import Message, MessageState
from office import clock
from tests.mail import letters
from tests.mail.smtp import Server, subjects

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = Path(__file__).with_name("worker.py")
MAILS = 200


@contextmanager
def worker(server: Server) -> Iterator[subprocess.Popen]:
    database = str(connection.settings_dict["NAME"])
    command = [sys.executable, str(WORKER), database, str(server.port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def is_ready(process: subprocess.Popen) -> bool:
    return process.stdout.readline() == "ready\n"


def wait_until(true: Callable[[], bool], *workers: subprocess.Popen, seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert all(it.poll() is None for it in workers), "a worker has ended"
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


@transaction.atomic
def queue_claims(mails: int = MAILS, revisions: int = 5) -> None:
    """Latest revision first, so that only the worker's order can be right."""
    for revision in reversed(range(revisions)):
        for claim in range(mails // revisions):
            letters.queue(f"{claim} {revision}", claim=f"turn:{claim}", revision=revision)


def is_all_sent() -> bool:
    return Message.objects.filter(state=MessageState.SENT).count() == MAILS


def assert_in_order_of_revision(server: Server) -> None:
    seen: dict[str, list[int]] = defaultdict(list)
    for subject in subjects(server):
        claim, revision = subject.split()
        seen[claim].append(int(revision))
    assert all(revisions == sorted(revisions) for revisions in seen.values())


def test_a_worker_killed_twice_among_200_mails_loses_none_and_repeats_one_each(server):
    queue_claims()
    for accepted in (MAILS // 3, 2 * MAILS // 3):
        with worker(server) as process:
            wait_until(lambda: len(server.accepted) >= accepted, process)  # noqa: B023
            process.send_signal(signal.SIGKILL)
            process.wait()
        clock.move(timedelta(minutes=2))  # longer than a worker's lease
    assert not is_all_sent()
    with worker(server) as process:
        wait_until(is_all_sent, process)

    assert len(server.counts) == MAILS
    assert max(server.counts.values()) <= 1 + 2
    assert len(server.accepted) <= MAILS + 2
    assert_in_order_of_revision(server)


def test_two_workers_at_once_send_each_mail_once_and_in_order(server):
    with worker(server) as one, worker(server) as other:
        assert is_ready(one)
        assert is_ready(other)
        queue_claims()
        wait_until(is_all_sent, one, other)

    assert set(server.counts.values()) == {1}
    assert len(server.counts) == MAILS
    assert server.connections > 1
    assert_in_order_of_revision(server)
