"""The word in an address that says where somebody came from goes along to the sign-up.

It is taken out of the address before anything else reads it, and put into the links and forms of
the page that answers. So a page is made, kept in memory and named to search engines as if nobody
had come from anywhere, and the word stays with the visitor without a cookie.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.gzip import GZipMiddleware
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path

from events.domain.sources import IN_ADDRESS, word_in

CARRYING = frozenset({"wagtail_serve", "signup:sign_up", "event", "search"})
"""Views that lead to a sign-up. Nothing else carries the word: no calendar, no mailed link."""

ADDRESS = re.compile(r'(<(?:a|form|button)\b[^>]*?\s(?:href|action|formaction)=")(/[^"]*)(?=")')
ASKING_FORM = re.compile(r'<form\b[^>]*\smethod="get"[^>]*>')
ACTION = re.compile(r'\saction="([^"?#]*)')


class CameFromMiddleware:
    """Stands right outside the page cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.gzip = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = f"{IN_ADDRESS}=" in request.META.get("QUERY_STRING", "")
        if not asked or not carries(request.path):
            return self.get_response(request)
        word = _take_out(request)
        request.came_from = word  # type: ignore[attr-defined]
        if not word:
            return self.get_response(request)
        return self._with_word(request, word)

    def _with_word(self, request: HttpRequest, word: str) -> HttpResponse:
        """The answer is asked for unpacked, and packed when the word is in it."""
        packing = request.META.pop("HTTP_ACCEPT_ENCODING", "")
        response = self.get_response(request)
        request.META["HTTP_ACCEPT_ENCODING"] = packing
        if location := response.get("Location"):
            response["Location"] = put_in(location, word)
        if _is_page(response):
            response.content = _in_links(response.content.decode(), word).encode()
            response["Content-Length"] = str(len(response.content))
        return cast("HttpResponse", self.gzip.process_response(request, response))


@lru_cache(maxsize=1000)
def carries(path: str) -> bool:
    """Whether what is at this path leads to a sign-up."""
    with translation.override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path).view_name in CARRYING
        except Resolver404:
            return False


def put_in(address: str, word: str, *, joint: str = "&") -> str:
    """An address of ours with the word, where it leads to a sign-up; any other as it is."""
    path, mark, place = address.partition("#")
    path, _, query = path.partition("?")
    if f"{IN_ADDRESS}=" in query or not carries(path):
        return address
    return f"{path}?{query + joint if query else ''}{IN_ADDRESS}={word}{mark}{place}"


def _in_links(page: str, word: str) -> str:
    page = ADDRESS.sub(lambda found: found[1] + put_in(found[2], word, joint="&amp;"), page)
    return ASKING_FORM.sub(partial(_with_field, word), page)


def _with_field(word: str, found: re.Match[str]) -> str:
    """What a form asks takes the place of the query in its address, so the word is a field."""
    action = ACTION.search(found[0])
    if action and not carries(action[1]):
        return found[0]
    return f'{found[0]}<input type="hidden" name="{IN_ADDRESS}" value="{word}">'


def _take_out(request: HttpRequest) -> str:
    """Take the word out of the request's address."""
    query = QueryDict(request.META["QUERY_STRING"], mutable=True)
    word = word_in(query.get(IN_ADDRESS, ""))
    query.pop(IN_ADDRESS, None)
    request.META["QUERY_STRING"] = query.urlencode()
    return word


def _is_page(response: HttpResponse) -> bool:
    return not response.streaming and response.get("Content-Type", "").startswith("text/html")
