"""One command serves an office: it says when it cannot, outlives its children, and stops whole."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from wagtail.search.models import IndexEntry

from config.management.commands.serve import Command
from config.supervisor import PortTaken, refuse_taken_port
from home.models import ContentPage, HomePage

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """Empty for the first who serves; the next one finds it as the first left it."""
    return tmp_path_factory.mktemp("office") / "office.sqlite3"


@pytest.fixture
def office(database, tmp_path, port):
    """`manage.py serve` on a database of its own, started."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        "SECRET_KEY": "a key for one test",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DEFAULT_FROM_EMAIL": "office@office.test",
        "DATABASE_URL": f"sqlite:///{database}",
        "PORT": str(port),
        "DEMO": "0",
    }
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    process.log = lambda: (tmp_path / "log").read_text()
    yield process
    process.terminate()
    process.wait(60)
    log.close()


def wait_for(seen, process, seconds=300):
    end = time.monotonic() + seconds
    while not (found := seen()):
        assert time.monotonic() < end, process.log()
        assert process.poll() is None, process.log()
        time.sleep(0.2)
    return found


def descendants(pid):
    """Of a process: numbers and commands; one may have ended since the list was made."""
    found = {}
    with suppress(FileNotFoundError, ProcessLookupError):
        found[pid] = Path(f"/proc/{pid}/cmdline").read_text()
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            found |= descendants(int(child))
    return found


def worker_of(process):
    commands = descendants(process.pid)
    return next((pid for pid, command in commands.items() if "work\0" in command), None)


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_taken_port_is_refused(port):
    refuse_taken_port("127.0.0.1", port)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(PortTaken):
            refuse_taken_port("127.0.0.1", port)


def test_the_command_says_which_port_is_taken_and_what_to_do(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        command = [sys.executable, "manage.py", "serve", f"--port={port}"]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.check_settings"}
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ended.returncode == 1
    assert f"Port {port} is taken" in ended.stderr
    assert f"PORT={port + 1}" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_starts_a_killed_worker_again_and_stops_whole(office, port, number):
    wait_for(lambda: "runs at" in office.log(), office)
    assert answers(port)

    killed = wait_for(lambda: worker_of(office), office)
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: worker_of(office) not in {killed, None}, office)
    assert "starting it again" in office.log()

    wait_for(lambda: len(descendants(office.pid)) == 5, office)  # itself, gunicorn of three, worker
    everybody = descendants(office.pid)
    office.send_signal(number)
    assert office.wait(60) == 0, office.log()
    assert not answers(port)
    assert [pid for pid in everybody if Path(f"/proc/{pid}").exists()] == []
    assert "Traceback" not in office.log()


@pytest.mark.django_db
def test_after_an_upgrade_the_search_knows_what_was_there(client):
    HomePage.objects.get().add_child(instance=ContentPage(title="Færgen", slug="faerge"))
    IndexEntry.objects.all().delete()
    assert "Færgen" not in client.get("/search/?q=faergen").content.decode()
    Command()._bring_up_to_date()
    assert "Færgen" in client.get("/search/?q=faergen").content.decode()
