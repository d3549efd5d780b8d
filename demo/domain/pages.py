"""The demo's pages, with the texts of `pages.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from wagtail.blocks import StreamValue
from wagtail.models import Locale, Page

from camps.models import CampIndexPage, CampPage, EventPage, IndexPage, VisitIndexPage, VisitPage
from demo.domain.files import Row, pages, rows
from demo.domain.page_texts import Block, body, front, tell, voice
from demo.domain.pictures import picture
from home.models import ContentPage, HomePage, LeadPage

TRANSLATED = ("en", "nb")
IN_MENU = ["om-almen-praksis", "saadan-foregaar-det", "om-kontoret"]


def make_pages(user: User) -> dict[str, UUID]:
    """All pages, published except those of draft events; by slug, the key of each event's page.

    Some are translated; the others are read in Danish, as is usual in an office.
    """
    _home(user)
    for slug in IN_MENU:
        _content_page(slug, user)
    camps, visits = CampIndexPage.objects.get(), VisitIndexPage.objects.get()
    keys = {row["slug"]: _event_page(camps, CampPage, row, user) for row in rows("camps")}
    for row in rows("visits"):
        if row["slug"] not in keys:
            keys[row["slug"]] = _event_page(visits, VisitPage, row, user)
    for language in TRANSLATED:
        for slug, text in pages(language).items():
            _translate(slug, text, Locale.objects.get(language_code=language), user)
    return keys


def _home(user: User) -> None:
    home, text = HomePage.objects.get(), pages()["home"]
    home.promise = text["promise"]
    home.body = [*_with_voice(home.body, text["voice"])]
    _fill(home, text)
    _publish(home, user)


def _with_voice(written: StreamValue, text: str) -> Iterator[Block]:
    """The blocks a new site begins with, and after its ways in somebody who was there."""
    for block in written:
        yield block.block_type, block.value
        if block.block_type == "doors":
            yield "voice", voice(text)


def _content_page(slug: str, user: User) -> None:
    text = pages()[slug]
    page = ContentPage(title=text["title"], slug=slug, show_in_menus=True, live=False)
    page.body = body(text["body"])
    _fill(page, text)
    HomePage.objects.get().add_child(instance=page)
    _publish(page, user)


def _event_page(index: IndexPage, model: type[EventPage], row: Row, user: User) -> UUID:
    text = pages()[row["slug"]]
    page = model(title=row["title"], slug=row["slug"], live=False)
    tell(page, text, row["ask"])
    _fill(page, text)
    index.add_child(instance=page)
    if row.get("state") == "draft":
        page.save_revision(user=user)
    else:
        _publish(page, user)
    return page.translation_key


def _translate(slug: str, text: dict[str, Any], locale: Locale, user: User) -> None:
    """A page in another language: a copy of it below its parent's, in the words of the file."""
    original = Page.objects.get(slug=slug, locale__language_code=settings.LANGUAGE_CODE)
    page: Any = original.specific.copy_for_translation(locale)
    page.title = page.draft_title = text.get("title", page.title)
    page.slug = text.get("slug", page.slug)
    page.lead, page.picture_alt = text["lead"], text.get("alt", "")
    _retell(page, text)
    _publish(page, user)


def _retell(page: Page, text: dict[str, Any]) -> None:
    if isinstance(page, HomePage):
        page.promise, page.body = text["promise"], [*front(page.body, text)]
    elif isinstance(page, ContentPage):
        page.body = body(text["body"])
    elif isinstance(page, EventPage):
        tell(page, text)


def _fill(page: LeadPage, text: dict[str, Any]) -> None:
    page.lead, page.picture_alt = text["lead"], text["alt"]
    page.picture = picture(text["picture"], text["alt"])


def _publish(page: Page, user: User) -> None:
    page.save_revision(user=user).publish(user=user)
