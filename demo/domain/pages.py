"""The demo's pages, with the texts of `pages.toml`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from wagtail.models import Page

from camps.models import CampIndexPage, CampPage, EventPage, IndexPage, VisitIndexPage, VisitPage
from demo.domain.files import Row, pages, rows
from demo.domain.pictures import picture
from home.models import ContentPage, HomePage, LeadPage

IN_MENU = ["saadan-foregaar-det", "om-kontoret"]
Programme = list[tuple[str, dict[str, Any]]]


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
    home = HomePage.objects.get()
    _fill(home, pages()["home"])
    _publish(home, user)


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
    page.practicalities = text["practicalities"]
    page.programme = programme(text["programme"])
    _fill(page, text)
    index.add_child(instance=page)
    if row.get("state") == "draft":
        page.save_revision(user=user)
    else:
        _publish(page, user)
    return page.translation_key


def _fill(page: LeadPage, text: dict[str, Any]) -> None:
    page.lead, page.picture_alt = text["lead"], text["alt"]
    page.picture = picture(text["picture"])


def _publish(page: Page, user: User) -> None:
    page.save_revision(user=user).publish(user=user)


def programme(text: str) -> Programme:
    """Lines "time | what | more" as days; a line with # begins the next one."""
    days: list[dict[str, Any]] = []
    for line in text.strip().splitlines():
        if line.startswith("#") or not days:
            days.append({"title": line.removeprefix("# ") if line.startswith("#") else ""})
            days[-1]["entries"] = []
        if not line.startswith("#"):
            days[-1]["entries"].append(_entry(line))
    return [("day", day) for day in days]


def _entry(line: str) -> dict[str, str]:
    time, what, more, *_rest = [*(part.strip() for part in line.split(" | ")), ""]
    return {"time": time, "what": what, "more": more}


def body(text: str) -> list[tuple[str, str]]:
    """Lines as blocks: headings after ##, and rich text."""
    lines = text.strip().splitlines()
    return [
        ("heading", line.removeprefix("## ")) if line.startswith("##") else ("text", line)
        for line in lines
    ]
