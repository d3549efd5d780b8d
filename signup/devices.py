"""The cookie by which a browser is known that keeps a link. Only that link's pages get it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from events.domain import devices
from events.domain.devices import Kept
from events.models import HostLink


def is_known(request: HttpRequest, row: Kept) -> bool:
    """Whether the browser that asks is the one that keeps the link."""
    return devices.is_known(row, request.COOKIES.get(_name(row), ""))


def open_new(row: Kept, at: datetime) -> str:
    """Let the browser that asks keep the link; the secret to `remember`, "" if another keeps it.

    The secret is ours and new: one that was in the browser before, somebody may have put there.
    """
    secret = devices.new_secret()
    return secret if devices.open_with(row, secret, at) else ""


def remember(
    response: HttpResponse, row: Kept, secret: str, *, path: str, at: datetime, until: datetime
) -> None:
    """Give the browser its secret, for the pages below `path`, until a time."""
    response.set_cookie(
        _name(row),
        secret,
        max_age=max(0, int((until - at).total_seconds())),
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name(row: Kept) -> str:
    return f"{'host' if isinstance(row, HostLink) else 'helper'}-{row.pk}"
