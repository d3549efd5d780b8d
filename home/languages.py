"""Which of a page's translations somebody is shown, in which language it is, and its address.

Pages lie in a tree for each language. What is not translated is read in the original, at the same
steps below the chosen language: `/en/camps/winter/` for a camp that is only at `/camps/winter/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from wagtail.models import Page, Site
from wagtail.models.sites import SiteRootPath

P = TypeVar("P", bound=Page)


def spoken() -> str:
    """The language now in use."""
    return (translation.get_language() or settings.LANGUAGE_CODE)[:2]


def rank(language: str, wanted: str) -> int:
    """The lower the better: the language wanted, else the site's own, else any."""
    return {settings.LANGUAGE_CODE: 1, wanted: 0}.get(language, 2)


def roots(wanted: str) -> list[SiteRootPath]:
    """Where the tree of each language begins, the best for somebody who wants this one first."""
    return sorted(Site.get_site_root_paths(), key=lambda root: rank(root.language_code, wanted))


def language_of(page: Page) -> str:
    """The language of the tree a page lies in; asks the database nothing."""
    root = _root_of(page)
    return root.language_code if root else settings.LANGUAGE_CODE


def foreign(page: Page) -> str:
    """The page's language where that is not the one now in use, else ""."""
    language = language_of(page)
    return "" if language == spoken() else language


def office_language() -> str:
    """The language of what the office writes once for everybody (questions, titles of events)
    where that is not the one now in use, else ""."""
    return "" if spoken() == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE


def office_words(text: str) -> SafeString:
    """What the office wrote once for everybody, marked with its language where that is another."""
    language = office_language()
    if not language:
        return conditional_escape(text)
    return format_html('<span lang="{}">{}</span>', language, text)


def name_of(language: str) -> str:
    """The language's name in the one now in use, to stand inside a sentence: "dansk"."""
    return str(get_language_info(language)["name_translated"])


def address(page: Page, language: str = "") -> str:
    """The page's path in the language now in use (or this one), whichever it is written in."""
    root = _root_of(page)
    if root is None:
        return page.get_url() or ""
    with translation.override(language or spoken()):
        return reverse("wagtail_serve", args=[page.url_path[len(root.root_path) :]])


def one_each(pages: Iterable[P], wanted: str = "") -> list[P]:
    """Of pages and their translations one each, in the order in which they come up first."""
    best: dict[object, P] = {}
    wanted = wanted or spoken()
    for page in pages:
        other = best.get(page.translation_key)
        if other is None or rank(language_of(page), wanted) < rank(language_of(other), wanted):
            best[page.translation_key] = page
    return list(best.values())


def _root_of(page: Page) -> SiteRootPath | None:
    found = (it for it in Site.get_site_root_paths() if page.url_path.startswith(it.root_path))
    return max(found, key=lambda root: len(root.root_path), default=None)
