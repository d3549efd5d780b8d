"""Two programs run as one: the web server and the worker; whichever dies is started again."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings

STOP_WITHIN = 30
"""Seconds for a child to finish what it has in hand."""

Say = Callable[[str], object]


class PortTaken(Exception):
    """Another program listens there."""


def refuse_taken_port(host: str, port: int) -> None:
    """Raises PortTaken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                raise PortTaken from error
            raise


def web_server(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", f"--bind={host}:{port}"),
        *("--workers=2", "--threads=4", "--preload"),
        *("--graceful-timeout=10", "--log-level=warning"),
    ]


def worker() -> list[str]:
    return [sys.executable, "manage.py", "work"]


class Child:
    """A program that is kept running, in a process group of its own: Ctrl-C reaches us alone."""

    def __init__(self, name: str, command: list[str], say: Say) -> None:
        self.name, self.command, self.say = name, command, say
        self.deaths = 0
        self.start()

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(self.command, cwd=settings.ROOT, process_group=0)  # noqa: S603

    def look_after(self) -> bool:
        """Start it again if it has died; False if that has not helped three times in a row."""
        if self.process.poll() is None:
            return True
        lived_long = time.monotonic() - self.started_at > 10
        self.deaths = 1 if lived_long else self.deaths + 1
        if self.deaths > 3:
            return False
        self.say(f"The {self.name} has ended; starting it again.")
        self.start()
        return True

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        try:
            self.process.wait(max(seconds, 0))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Looks after its children until it is told to stop."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.children: list[Child] = []
        self.stopping = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)

    def start(self, name: str, command: list[str]) -> None:
        self.children.append(Child(name, command, self.say))

    def wait_until_served(self, host: str, port: int, seconds: float = 300) -> bool:
        """Whether somebody answers there within so many seconds, while the children live."""
        end = time.monotonic() + seconds
        while self._all_live() and not self.stopping and time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex((host, port)) == 0:
                    return True
            time.sleep(0.1)
        return False

    def watch(self) -> bool:
        """Until told to stop (True) or until a child cannot be kept alive (False)."""
        well = True
        while well and not self.stopping:
            well = self._all_live()
            time.sleep(0.2)
        self._stop_children()
        return well

    def _all_live(self) -> bool:
        return all(child.look_after() for child in self.children)

    def _stop(self, *_args: object) -> None:
        self.stopping = True

    def _stop_children(self) -> None:
        end = time.monotonic() + STOP_WITHIN
        for child in self.children:
            child.stop()
        for child in self.children:
            child.wait(end - time.monotonic())
