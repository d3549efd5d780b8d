"""What stands around every page: the office's name and settings, the menu, the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from time import monotonic

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page

from events.models import live_pages
from home.theme import theme_url
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
    """Asked by templates as `site`. What changes rarely is read once in a few seconds."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def at(self) -> datetime:
        """When this page is made."""
        return clock.now()

    @cached_property
    def office(self) -> Office | None:
        return _office(timezone.localdate(self.at), _window())

    @cached_property
    def theme_url(self) -> str:
        """The style sheet with the office's own colours; "" when it has none."""
        return theme_url(self.office.colours) if self.office else ""

    @cached_property
    def logo(self) -> AbstractRendition | None:
        if not self.office or not self.office.logo:
            return None
        return _logo(self.office.logo, _window())

    @property
    def name(self) -> str:
        return self.office.name if self.office else settings.WAGTAIL_SITE_NAME

    @cached_property
    def menu(self) -> list[MenuItem]:
        wanted = (get_language() or settings.LANGUAGE_CODE)[:2]
        return [self._item(*entry) for entry in _menu(wanted, _window())]

    @property
    def my_sign_ups_url(self) -> str:
        return url_if_built("signup:my_sign_ups")

    @property
    def host_ask_url(self) -> str:
        return url_if_built("signup:host_ask")

    @property
    def feed_url(self) -> str:
        return url_if_built("signup:public_feed")

    def _item(self, title: str, url: str) -> MenuItem:
        here = self.request.path
        return MenuItem(title, url, here == url, here != url and here.startswith(url))


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


def _window() -> object:
    """The same for as long as an answer may be kept; always new where nothing is."""
    seconds = settings.PAGE_CACHE_SECONDS
    return monotonic() // seconds if seconds else object()


@lru_cache(maxsize=4)
def _office(day: date, window: object) -> Office | None:
    return Office.objects.current(day)


@lru_cache(maxsize=4)
def _logo(image: AbstractImage, window: object) -> AbstractRendition:
    """Sharp at twice the height it is shown at."""
    return image.get_rendition("max-400x88|format-webp")


@lru_cache(maxsize=8)
def _menu(wanted: str, window: object) -> list[tuple[str, str]]:
    """Title and address of each menu page."""
    return [(page.title, page.get_url() or "") for page in _menu_pages(wanted)]


def _menu_pages(wanted: str) -> list[Page]:
    """Each menu page once: in this language, else in the site's own."""
    chosen: dict[object, Page] = {}
    pages = live_pages().filter(depth=MENU_DEPTH, show_in_menus=True).select_related("locale")
    for page in pages.order_by("path"):
        language = page.locale.language_code
        if language == wanted or (
            language == settings.LANGUAGE_CODE and page.translation_key not in chosen
        ):
            chosen[page.translation_key] = page
    return list(chosen.values())
