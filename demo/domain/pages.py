"""The demo's pages, with the texts of `pages.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import RichText

from camps.models import CampIndexPage, CampPage, EventPage, IndexPage, VisitIndexPage, VisitPage
from demo.domain.files import Row, pages, rows
from demo.domain.pictures import picture
from home.models import ContentPage, HomePage, LeadPage

IN_MENU = ["om-almen-praksis", "saadan-foregaar-det", "om-kontoret"]
Programme = list[tuple[str, dict[str, Any]]]
Block = tuple[str, Any]


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
    time, what, more, *_rest = [*parts(line), ""]
    return {"time": time, "what": what, "more": more}


def body(text: str) -> list[Block]:
    """Lines as blocks: what a line begins with says which; rich text has no sign."""
    found: list[Block] = []
    for kind, lines in groupby(text.strip().splitlines(), key=_kind):
        if kind == "facts":
            facts = [dict(zip(("label", "text"), parts(line[2:]), strict=True)) for line in lines]
            found.append(("facts", {"facts": facts}))
        elif kind == "answers":
            asked = [
                dict(zip(("question", "answer"), parts(line[2:]), strict=True)) for line in lines
            ]
            found.append(("answers", {"questions": [_rich(it) for it in asked]}))
        else:
            found += [_block(kind, line) for line in lines]
    return found


SIGNS = {
    "## ": "heading",
    "> ": "quote",
    "= ": "facts",
    "? ": "answers",
    "-> ": "button",
    "@ ": "next_dates",
}


def _kind(line: str) -> str:
    return next((kind for sign, kind in SIGNS.items() if line.startswith(sign)), "text")


def _block(kind: str, line: str) -> Block:
    """A block of one line."""
    if kind == "text":
        return kind, line
    said = line.split(" ", 1)[1]
    if kind == "heading":
        return kind, said
    first, second = parts(said)
    if kind == "quote":
        return kind, {"text": first, "who": second}
    if kind == "button":
        return kind, {"text": first, "page": Page.objects.get(slug=second)}
    return kind, {"number": int(first), "heading": second}


def _rich(asked: dict[str, str]) -> dict[str, Any]:
    return {"question": asked["question"], "answer": RichText(asked["answer"])}


def parts(line: str) -> list[str]:
    """What stands between bars."""
    return [part.strip() for part in line.split(" | ")]
