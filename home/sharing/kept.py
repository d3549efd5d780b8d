"""Share cards as files: each is drawn once, and one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings

from home.sharing.card import ShareCard
from home.sharing.drawing import draw

MAY_WAIT = 2
"""Threads of one process that draw a card or wait for one."""
_line = BoundedSemaphore(MAY_WAIT)


class Busy(Exception):
    """So many wait for cards to be drawn that nobody else may: pages need threads, too."""


def png(card: ShareCard) -> bytes:
    """The card's picture; the first who asks waits until it is drawn. Raises Busy."""
    file = _file(card)
    with suppress(FileNotFoundError):
        return file.read_bytes()
    with _in_line(), _alone():
        if not file.exists():
            _keep(file, draw(card))
        return file.read_bytes()


def is_kept(card: ShareCard) -> bool:
    return _file(card).exists()


def _file(card: ShareCard) -> Path:
    return _folder() / f"{card.page.pk}.{card.version}.png"


def _keep(file: Path, picture: bytes) -> None:
    """In place of what the page's card was before."""
    page = file.name.split(".")[0]
    for old in file.parent.glob(f"{page}.*.png"):
        old.unlink()
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_bytes(picture)
    unfinished.replace(file)


@contextmanager
def _in_line() -> Iterator[None]:
    if not _line.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _line.release()


@contextmanager
def _alone() -> Iterator[None]:
    """Whichever process or thread comes meanwhile waits."""
    with (_folder() / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def _folder() -> Path:
    folder: Path = settings.SHARE_CARDS_ROOT
    folder.mkdir(parents=True, exist_ok=True)
    return folder
