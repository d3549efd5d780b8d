"""Whole anonymous pages, kept a few seconds in the memory of each process.

Kept are Wagtail's pages and the empty sign-up form: answers to a GET without session, login or
CSRF cookie, and only if the answer sets no cookie and carries no nonce. So nobody is shown what
was made for somebody else. The path holds the language (`i18n_patterns`).
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PAGES = 300
LARGEST = 512 * 1024
"""Bytes. Kept at most: this many pages of at most this size, the last used ones."""

MAKING = 2
"""Seconds for which an old page may serve while a new one is made."""

KNOWN_FILTERS = frozenset({"kind", "area", "month", "stage", "language", "places", "view", "page"})
"""Names a query may have; any other one is answered afresh, so nobody can fill the memory."""

KEPT_VIEWS = frozenset({"wagtail_serve", "signup:sign_up"})

OURS = frozenset({settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"})

Key = tuple[object, ...]


@dataclass(frozen=True)
class Kept:
    body: bytes
    headers: list[tuple[str, str]]
    until: float

    def answer(self) -> HttpResponse:
        return HttpResponse(self.body, headers=dict(self.headers))


class PageCache:
    """A mapping that forgets: what is too old, and what was not used for longest."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Kept | None:
        """What is kept. Of those who ask after its time one makes it anew, the rest get the old."""
        with self._lock:
            kept = self._pages.get(key)
            if kept is None:
                return None
            if kept.until <= monotonic():
                self._pages[key] = replace(kept, until=monotonic() + MAKING)
                return None
            self._pages.move_to_end(key)
            return kept

    def put(self, key: Key, kept: Kept) -> None:
        with self._lock:
            self._pages[key] = kept
            self._pages.move_to_end(key)
            while len(self._pages) > PAGES:
                self._pages.popitem(last=False)

    def drop(self, key: Key) -> None:
        with self._lock:
            self._pages.pop(key, None)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()

    def __len__(self) -> int:
        return len(self._pages)


pages = PageCache()


class PageCacheMiddleware:
    """Stands outside whatever makes a page costly (gzip too), inside the redirect to HTTPS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PAGE_CACHE_SECONDS or not _may_be_kept(request):
            return self.get_response(request)
        key = _key(request)
        if kept := pages.get(key):
            return kept.answer()
        response = self.get_response(request)
        if _is_for_everybody(request, response):
            until = monotonic() + settings.PAGE_CACHE_SECONDS
            pages.put(key, Kept(response.content, list(response.items()), until))
        else:
            pages.drop(key)
        return response


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and "HTTP_AUTHORIZATION" not in request.META
        and OURS.isdisjoint(request.COOKIES)
        and (not request.META.get("QUERY_STRING") or KNOWN_FILTERS.issuperset(request.GET))
    )


def _key(request: HttpRequest) -> Key:
    return (
        request.scheme,
        request.get_host(),
        request.path,
        tuple(sorted((name, *values) for name, values in request.GET.lists())),
        "gzip" in request.headers.get("Accept-Encoding", ""),
    )


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    return (
        match is not None
        and match.view_name in KEPT_VIEWS
        and response.status_code == 200
        and not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
        and not response.cookies
        and not any(word in response.get("Cache-Control", "") for word in ("no-", "private"))
        and "nonce-" not in response.get("Content-Security-Policy", "")
        and len(response.content) <= LARGEST
    )
