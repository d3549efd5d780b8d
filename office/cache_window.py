"""For how long what hardly ever changes may be kept in a process's memory."""

from __future__ import annotations

from time import monotonic

from django.conf import settings


def cache_window() -> object:
    """The same for as long as an answer may be kept; always new where nothing is."""
    seconds = settings.PAGE_CACHE_SECONDS
    return monotonic() // seconds if seconds else object()
