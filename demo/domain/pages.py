"""The demo's pages, with the texts of `pages.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from wagtail.blocks import StreamValue
from wagtail.models import Page

from camps.models import CampIndexPage, CampPage, EventPage, IndexPage, VisitIndexPage, VisitPage
from demo.domain.files import Row, pages, rows
from demo.domain.page_texts import Block, body, parts, tell
from demo.domain.pictures import picture
from home.models import ContentPage, HomePage, LeadPage

IN_MENU = ["om-almen-praksis", "saadan-foregaar-det", "om-kontoret"]


def make_pages(user: User) -> dict[str, UUID]:
    """All pages, published except those of draft events; by slug, the key of each event's page."""
    _home(user)
    for slug in IN_MENU:
        _content_page(slug, user)
    camps, visits = CampIndexPage.objects.get(), VisitIndexPage.objects.get()
    keys = {row["slug"]: _event_page(camps, CampPage, row, user) for row in rows("camps")}
    for row in rows("visits"):
        if row["slug"] not in keys:
            keys[row["slug"]] = _event_page(visits, VisitPage, row, user)
    return keys


def _home(user: User) -> None:
    home, text = HomePage.objects.get(), pages()["home"]
    home.promise = text["promise"]
    home.body = [*_with_voice(home.body, text["voice"])]
    _fill(home, text)
    _publish(home, user)


def _with_voice(written: StreamValue, text: str) -> Iterator[Block]:
    """The blocks a new site begins with, and after its ways in somebody who was there."""
    said, name, about = parts(text)
    for block in written:
        yield block.block_type, block.value
        if block.block_type == "doors":
            yield "voice", {"text": said, "name": name, "about": about}


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


def _fill(page: LeadPage, text: dict[str, Any]) -> None:
    page.lead, page.picture_alt = text["lead"], text["alt"]
    page.picture = picture(text["picture"], text["alt"])


def _publish(page: Page, user: User) -> None:
    page.save_revision(user=user).publish(user=user)
