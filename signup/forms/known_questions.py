"""An event's questions, read once in some seconds as everything that changes rarely is.

What is stale is noticed when it is written down: an answer names the version it was given to.
"""

from __future__ import annotations

from functools import lru_cache

from events.domain.asking import asked_of
from events.models import Moment, Question
from office.cache_window import cache_window


def known(event: int) -> list[Question]:
    """All that the event asks, in order."""
    return _read(event, cache_window())


def at_sign_up(event: int) -> list[Question]:
    return [it for it in known(event) if it.moment == Moment.SIGN_UP]


@lru_cache(maxsize=64)
def _read(event: int, _window: object) -> list[Question]:
    return asked_of(event)
