"""What stands around every page: the office's name and settings, the menu, the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from events.models import live_pages
from office import clock
from office.models import Office

MENU_DEPTH = 3
"""Pages right below a home page (the root is 1, a home page 2)."""


@dataclass(frozen=True)
class MenuItem:
    title: str
    url: str
    is_current: bool
    is_above: bool


class Frame:
    """Asked by templates as `site`. Each answer costs at most one query, once a request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def at(self) -> datetime:
        """When this page is made."""
        return clock.now()

    @cached_property
    def office(self) -> Office | None:
        return Office.objects.current(timezone.localdate(self.at))

    @property
    def name(self) -> str:
        return self.office.name if self.office else settings.WAGTAIL_SITE_NAME

    @cached_property
    def menu(self) -> list[MenuItem]:
        return [self._item(page) for page in _menu_pages()]

    @property
    def my_sign_ups_url(self) -> str:
        return url_if_built("signup:my_sign_ups")

    @property
    def feed_url(self) -> str:
        return url_if_built("signup:public_feed")

    def _item(self, page: Page) -> MenuItem:
        url = page.get_url(self.request) or ""
        here = self.request.path
        return MenuItem(page.title, url, here == url, here != url and here.startswith(url))


def frame(request: HttpRequest) -> Frame:
    """The request's one frame."""
    if not hasattr(request, "_frame"):
        request._frame = Frame(request)  # type: ignore[attr-defined]
    return request._frame  # type: ignore[attr-defined]


def url_if_built(name: str, *args: object) -> str:
    """The address of a view by name; "" where that part is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _menu_pages() -> list[Page]:
    """Each menu page once: in the language now in use, else in the site's own."""
    wanted = (get_language() or settings.LANGUAGE_CODE)[:2]
    chosen: dict[object, Page] = {}
    pages = live_pages().filter(depth=MENU_DEPTH, show_in_menus=True).select_related("locale")
    for page in pages.order_by("path"):
        language = page.locale.language_code
        if language == wanted or (
            language == settings.LANGUAGE_CODE and page.translation_key not in chosen
        ):
            chosen[page.translation_key] = page
    return list(chosen.values())
