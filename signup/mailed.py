"""Pages behind mailed links. The link is the authority: no login, no CSRF token, and no cookie
but the one by which a browser keeps a host's or a helper's link (`devices.py`).

Mail scanners open links, so GET and HEAD change nothing; one button sends a POST. Nothing of such
a page is kept by browsers or found by search engines, and its address is told to no other site.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Protocol, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from home.frame import frame
from mail.domain.links import LinkError, OldLink


class Speaks(Protocol):
    @property
    def language(self) -> str: ...


T = TypeVar("T", bound=Speaks)
Load = Callable[[str, datetime], T]
Page = Callable[[HttpRequest, T, datetime], HttpResponse]
View = Callable[[HttpRequest, str], HttpResponse]

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def mailed(load: Load[T], *, refusal: str = "signup/link.html") -> Callable[[Page[T]], View]:
    """Make a view of a page: `load` opens the link or raises LinkError, shown by the template
    `refusal`; the page speaks the person's language."""

    def decorate(page: Page[T]) -> View:
        @wraps(page)
        def view(request: HttpRequest, token: str) -> HttpResponse:
            try:
                return _open(request, load(token, frame(request).at), page)
            except LinkError as error:
                return _sealed(_refuse(request, error, refusal))

        return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(view))

    return decorate


def _open(request: HttpRequest, found: T, page: Page[T]) -> HttpResponse:
    with translation.override(found.language):
        response = page(request, found, frame(request).at)
    response.headers.setdefault("Content-Language", found.language)
    return _sealed(response)


def _refuse(request: HttpRequest, error: LinkError, refusal: str) -> HttpResponse:
    """What is wrong and what to do; nothing about whose link it was, nor their language: it is
    said in that of the browser."""
    is_old = isinstance(error, OldLink)
    language = translation.get_language_from_request(request)
    with translation.override(language):
        response = render(request, refusal, {"is_old": is_old}, status=410 if is_old else 404)
    response.headers["Content-Language"] = language
    return response


def _sealed(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response[name] = value
    return response
