"""What one browser remembers for an hour after a sign-up, so that an address can be corrected.

The cookie is signed, for this page alone, and the only kind a visitor ever gets here. A browser
sends it to one path, and the page has one in each language: so it is left once for each.
"""

from __future__ import annotations

import secrets
from typing import Any, TypedDict

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

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


def remember(response: HttpResponse, pk: int, remembered: Remembered) -> None:
    """Leave it with the browser, for the pages of signing up for this date."""
    text = signing.dumps(remembered, salt=_salt(pk), compress=True)
    for language, _named in settings.LANGUAGES:
        response.set_cookie(
            _name(language),
            text,
            max_age=HOUR,
            path=_path(pk, language),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def recall(request: HttpRequest, pk: int) -> Remembered | None:
    """What was left for this date, unless it is too old or was tampered with."""
    text = request.COOKIES.get(_name(translation.get_language()), "")
    try:
        found: Remembered = signing.loads(text, salt=_salt(pk), max_age=HOUR)
    except signing.BadSignature:
        return None
    return found


def _name(language: str) -> str:
    return NAME if language == settings.LANGUAGE_CODE else f"{NAME}_{language}"


def _path(pk: int, language: str) -> str:
    with translation.override(language):
        return reverse("signup:sign_up", args=[pk])


def _salt(pk: int) -> str:
    return f"{NAME}.{pk}"
