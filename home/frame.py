"""What stands around every page: the office's name and settings, the menu, the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from events.models import live_pages
from home import chooser
from home.languages import address, foreign, office_language, one_each, spoken
from home.photos import size
from home.sharing.card import ShareCard, share_card
from home.theme import theme_url
from office import clock
from office.cache_window import cache_window
from office.models import Office, Picture, PictureSize

if TYPE_CHECKING:
    from home.models import LeadPage

_offices: dict[object, tuple[Office | None]] = {}
"""The office as it was read in the window now open."""

MENU_DEPTH = 3
"""Pages right below a home page (the root is 1, a home page 2)."""


@dataclass(frozen=True)
class MenuItem:
    title: str
    url: str
    lang: str
    is_list: bool
    is_current: bool
    is_above: bool


class Frame:
    """Asked by templates as `site`. What changes rarely is read once in a few seconds."""

    page: LeadPage | None = None
    """The page of the site that is shown, if it is one."""
    query: str | None = None
    """What of the address's query the page knows and another language keeps; None: all."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def at(self) -> datetime:
        """When this page is made."""
        return clock.now()

    @cached_property
    def office(self) -> Office | None:
        return _office(self, cache_window())

    @cached_property
    def theme_url(self) -> str:
        """The style sheet with the office's own colours; "" when it has none."""
        return theme_url(self.office.colours) if self.office else ""

    @cached_property
    def logo(self) -> PictureSize | None:
        if not self.office or not self.office.logo:
            return None
        return _logo(self.office.logo, cache_window())

    @property
    def name(self) -> str:
        return self.office.name if self.office else settings.WAGTAIL_SITE_NAME

    @cached_property
    def menu(self) -> list[MenuItem]:
        return [self._item(*entry) for entry in _menu(spoken(), cache_window())]

    @property
    def lists(self) -> list[MenuItem]:
        """Of the menu the lists of events."""
        return [item for item in self.menu if item.is_list]

    @property
    def home_url(self) -> str:
        return reverse("wagtail_serve", args=[""])

    @cached_property
    def languages(self) -> list[chooser.Choice]:
        """What the language chooser offers here; nothing where a page has one language only."""
        return chooser.choices(self.request, self.page, self._translations, self._query)

    @property
    def alternates(self) -> list[tuple[str, str]]:
        return chooser.alternates(self._translations)

    @property
    def foreign(self) -> str:
        """The language of the page's own text where that is not the one now in use."""
        return foreign(self.page) if self.page else ""

    @property
    def office_language(self) -> str:
        """The language of the office's own words where that is not the one now in use."""
        return office_language()

    @cached_property
    def share_card(self) -> ShareCard | None:
        """What stands beside a link to this page; nothing of pages that not everybody may open."""
        page = self.page
        if page is None or page.pk is None or getattr(page, "is_restricted", False):
            return None
        return share_card(page, self)

    @cached_property
    def edit_url(self) -> str:
        """Where a colleague edits this page; "" for everybody else.

        Nobody is asked for who comes without a session, so the page stays the same for all of them.
        """
        page, request = self.page, self.request
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or page is None or page.pk is None:
            return ""
        if getattr(request, "is_preview", False) or not request.user.is_authenticated:
            return ""
        may = page.permissions_for_user(request.user).can_edit()
        return url_if_built("wagtailadmin_pages:edit", page.pk) if may else ""

    @property
    def _query(self) -> str:
        asked = self.request.META.get("QUERY_STRING", "") if self.request.method == "GET" else ""
        return asked if self.query is None else self.query

    @cached_property
    def _translations(self) -> dict[str, Page]:
        return chooser.translations_of(self.page) if self.page else {}

    @property
    def my_sign_ups_url(self) -> str:
        return url_if_built("signup:my_sign_ups")

    @property
    def host_ask_url(self) -> str:
        return url_if_built("signup:host_ask")

    @property
    def feed_url(self) -> str:
        return url_if_built("signup:public_feed")

    def _item(self, title: str, url: str, lang: str, is_list: bool) -> MenuItem:
        here = self.request.path
        return MenuItem(
            title, url, lang, is_list, here == url, here.startswith(url) and here != url
        )


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


def _office(frame: Frame, window: object) -> Office | None:
    """Of today. The time is asked only where none is kept: the admin's frame needs it for nothing
    else."""
    kept = _offices.get(window)
    if kept is None:
        kept = (Office.objects.current(frame.at),)
        _offices.clear()
        _offices[window] = kept
    return kept[0]


@lru_cache(maxsize=4)
def _logo(image: Picture, window: object) -> PictureSize | None:
    """Sharp at twice the height it is shown at."""
    return size(image, "max-400x88|format-webp")


@lru_cache(maxsize=8)
def _menu(wanted: str, window: object) -> list[tuple[str, str, str, bool]]:
    """Of each menu page once: title, address, language where it is another one, whether it is a
    list of events."""
    pages = live_pages().filter(depth=MENU_DEPTH, show_in_menus=True).order_by("path")
    return [
        (it.title, address(it, wanted), foreign(it), hasattr(it.specific_class, "lists"))
        for it in one_each(pages, wanted)
    ]
