"""The worker: what is due is looked for in rows, again and again, so no queue can lose it."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from config.private_logs import mask
from desk import tasks as desk
from events import tasks as events
from home import tasks as home
from mail import tasks as mail
from office import clock
from office.models import Work
from payments import tasks as payments
from signup import tasks as signup

logger = logging.getLogger(__name__)

NIGHT = 3
"""The hour, in the office's time zone, from which nightly work is done once a day."""

NOTED_EVERY = 30
"""Seconds between two rows of a piece that goes well: a disk has better things to do."""


@dataclass(frozen=True)
class Piece:
    """A piece of work, safe to run twice at once; `every` so many seconds, or nightly (None)."""

    name: str
    run: Callable[[], object]
    every: float | None


MAIL = [Piece("mail", mail.deliver.call, every=1)]
"""Apart, since a slow mail server must not keep anybody's place waiting."""

PICTURES = [
    Piece("pictures", home.pictures.call, every=1),
    Piece("share cards", home.cards.call, every=120),
]
"""Apart, since one picture takes seconds."""

MONEY = [
    Piece("payments", payments.work.call, every=5),
    Piece("payments arriving", payments.arrive.call, every=1),
    Piece("reconciliation", payments.reconcile.call, every=None),
]
"""Apart, since Stripe may be slow, and somebody who has just paid waits for the answer."""

REST = [
    Piece("events", events.tick.call, every=5),
    Piece("reminders", events.remind.call, every=60),
    Piece("mailings", events.mailings.call, every=5),
    Piece("hosts", events.hosts.call, every=5),
    Piece("trials", events.trials.call, every=30),
    Piece("spots", events.spots.call, every=30),
    Piece("office", desk.tell_office.call, every=30),
    Piece("pages", home.publish.call, every=60),
    Piece("sign-up", signup.tidy.call, every=600),
    Piece("retention", events.retain.call, every=None),
    Piece("bookkeeping", payments.retain.call, every=None),
    Piece("log", desk.forget.call, every=None),
]


class Worker:
    """Runs its pieces, one after the other, until it is told to stop."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.stopping = threading.Event()
        self._next: dict[str, float] = {}
        self._noted: dict[str, tuple[float, str]] = {}
        self._last: dict[str, str] = {}

    def loop(self, pause: float = 1) -> None:
        """Until `stop`: run what is due, wait `pause` seconds."""
        while not self.stopping.is_set():
            self.round()
            self.stopping.wait(pause)

    def stop(self) -> None:
        """Finish the piece in hand, then leave the loop."""
        self.stopping.set()

    def round(self) -> list[str]:
        """Run every piece that is due, and return the names of those that failed."""
        close_old_connections()
        failed = []
        for piece in self.pieces:
            if not self.stopping.is_set() and self._is_due(piece) and not self._run(piece):
                failed.append(piece.name)
        return failed

    def _is_due(self, piece: Piece) -> bool:
        if piece.every is not None:
            return self._next.get(piece.name, 0) <= time.monotonic()
        try:
            return is_night_work_due(piece.name, clock.now())
        except DatabaseError:
            return False

    def _run(self, piece: Piece) -> bool:
        error = self._attempt(piece)
        self._last[piece.name] = error
        self._next[piece.name] = time.monotonic() + (piece.every or 0)
        self._note(piece, error)
        return not error

    def _attempt(self, piece: Piece) -> str:
        """Run it; what went wrong in one line, or nothing. The log tells the same thing once."""
        try:
            piece.run()
        except Exception as error:  # one piece must not stop the others
            said = mask(f"{type(error).__name__}: {error}")[:500]
            if said != self._last.get(piece.name):
                logger.exception("The piece of work %s failed", piece.name)
            close_old_connections()
            return said
        return ""

    def _note(self, piece: Piece, error: str) -> None:
        noted_at, noted = self._noted.get(piece.name, (0.0, ""))
        now = time.monotonic()
        if piece.every and noted_at and error == noted and now < noted_at + NOTED_EVERY:
            return
        try:
            row = {"finished_at": clock.now(), "error": error}
            Work.objects.update_or_create(name=piece.name, defaults=row)
            self._noted[piece.name] = (now, error)
        except DatabaseError:
            close_old_connections()


def is_night_work_due(name: str, at: datetime) -> bool:
    """Whether tonight's run is still to be made: it is past three, and none was since then."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    tonight = local.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    if local < tonight:
        tonight -= timedelta(days=1)
    return not Work.objects.filter(
        name=name, finished_at__gte=tonight, finished_at__lte=at
    ).exists()
