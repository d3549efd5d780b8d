"""The languages a page can be read in: links for people, and for machines."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.translation import get_language_info
from wagtail.models import Page, Site

from events.models import live_pages
from home.languages import address, language_of, one_each, spoken


@dataclass(frozen=True)
class Choice:
    """A language, named in itself, and where what one is reading stands in it."""

    code: str
    name: str
    url: str
    is_current: bool


def choices(
    request: HttpRequest, page: Page | None, translations: dict[str, Page], query: str
) -> list[Choice]:
    """The languages of the site. Of a mailed page none: it speaks the language of its person."""
    here, found, end = request.path, [], f"?{query}" if query else ""
    for code, _name in settings.LANGUAGES:
        if page:
            url = address(one_each([page, *translations.values()], code)[0], code)
        else:
            url = _home(code) if _is_page(request) else translate_url(here, code)
        found.append(Choice(code, _name_of(code), url + end, code == spoken()))
    has_one = len({choice.url for choice in found}) < len(found)
    return [] if has_one else found


def translations_of(page: Page) -> dict[str, Page]:
    """The page and its public translations, by language."""
    if len(Site.get_site_root_paths()) == 1:  # nothing has been translated yet
        return {language_of(page): page}
    others = live_pages().filter(translation_key=page.translation_key).exclude(pk=page.pk)
    return {language_of(it): it for it in [*others, page]}


def alternates(translations: dict[str, Page]) -> list[tuple[str, str]]:
    """`hreflang` and address of each translation, where there are several."""
    if len(translations) < 2:
        return []
    urls = {code: settings.BASE_URL + address(it, code) for code, it in translations.items()}
    default = urls.get(settings.LANGUAGE_CODE) or next(iter(urls.values()))
    return [*sorted(urls.items()), ("x-default", default)]


def _is_page(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or match.view_name == "wagtail_serve"


def _home(code: str) -> str:
    with translation.override(code):
        return reverse("wagtail_serve", args=[""])


def _name_of(code: str) -> str:
    return (
        dict(settings.WAGTAIL_CONTENT_LANGUAGES).get(code) or get_language_info(code)["name_local"]
    )
