"""Share cards as files: each is drawn once, and one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path

from django.conf import settings

from home.sharing.card import ShareCard
from home.sharing.drawing import draw


def png(card: ShareCard) -> bytes:
    """The card's picture; the first who asks waits until it is drawn."""
    file = _folder() / f"{card.page.pk}.{card.version}.png"
    with suppress(FileNotFoundError):
        return file.read_bytes()
    with _alone():
        if not file.exists():
            _keep(file, draw(card))
        return file.read_bytes()


def _keep(file: Path, picture: bytes) -> None:
    """In place of what the page's card was before."""
    page = file.name.split(".")[0]
    for old in file.parent.glob(f"{page}.*.png"):
        old.unlink()
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_bytes(picture)
    unfinished.replace(file)


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
