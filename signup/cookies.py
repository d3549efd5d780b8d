"""What one browser remembers for an hour after a sign-up, so that an address can be corrected.

The cookie is signed, for this page alone, and the only one a visitor ever gets here.
"""

from __future__ import annotations

import secrets
from typing import Any, TypedDict

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

NAME = "signed_up"
HOUR = 3600


class Remembered(TypedDict):
    """`browser` is random: it ties a browser to the claims it made, and says nothing else.

    `was_full` is what the public was told before the form was sent: what came of it must not show.
    """

    browser: str
    submitted: Any
    was_full: bool


def short(submitted: Any) -> Any:
    """What was typed without the answers to questions: there may be more than a cookie holds.
    They stay with the claim that this browser made."""
    return {name: value for name, value in submitted.items() if name != "answers"}


def new_browser() -> str:
    return secrets.token_urlsafe(20)


def remember(response: HttpResponse, path: str, remembered: Remembered) -> None:
    """Leave it with the browser, for pages under `path`."""
    response.set_cookie(
        NAME,
        signing.dumps(remembered, salt=NAME + path, compress=True),
        max_age=HOUR,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def recall(request: HttpRequest, path: str) -> Remembered | None:
    """What was left for `path`, unless it is too old or was tampered with."""
    text = request.COOKIES.get(NAME, "")
    try:
        found: Remembered = signing.loads(text, salt=NAME + path, max_age=HOUR)
    except signing.BadSignature:
        return None
    return found
