"""Share cards drawn before anybody asks for them."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest

from events.models import live_pages
from home.frame import Frame
from home.models import LeadPage
from home.sharing.card import share_card
from home.sharing.kept import is_kept, png
from office.one_by_one import one_by_one

AT_A_TIME = 10.0
"""Seconds after which no further card is begun, so that the worker can be stopped."""


def draw_missing() -> int:
    """The cards of pages that everybody may open, the last published ones first; returns how
    many were drawn."""
    site, end = Frame(HttpRequest()), time.monotonic() + AT_A_TIME

    def draw(page: LeadPage) -> bool:
        card = share_card(page, site)
        if is_kept(card) or time.monotonic() > end:
            return False
        png(card)
        return True

    found: Any = live_pages().order_by("-last_published_at")
    return one_by_one([it for it in found.specific() if isinstance(it, LeadPage)], draw)
