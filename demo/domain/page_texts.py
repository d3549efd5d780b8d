"""Lines of `pages.toml` as what stands on a page; the file's head says how they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from django.conf import settings
from wagtail.blocks import StreamValue, StructValue
from wagtail.models import Page
from wagtail.rich_text import RichText

from camps.models import EventPage
from demo.domain.files import rows

Block = tuple[str, Any]
Blocks = list[Block]

LISTS = ("sights", "included", "bring")


def tell(page: EventPage, text: dict[str, Any], ask: str = "") -> None:
    """All that the page of an event says below its head.

    `ask` is the key of whom to ask; a translation names them among the people, in its language.
    """
    for name in LISTS:
        setattr(page, name, text.get(name, "").strip())
    page.story = story(text.get("story", ""))
    page.programme = programme(text["programme"])
    page.travel = travel(text.get("travel", ""))
    page.people = people(text, ask)
    page.faq = faq(text.get("faq", ""))
    page.practicalities = text.get("practicalities", "")


def programme(text: str) -> Blocks:
    """Days, each begun by a line with #."""
    days: list[dict[str, Any]] = []
    for line in text.strip().splitlines():
        if line.startswith("#") or not days:
            days.append({"title": line.removeprefix("# ") if line.startswith("#") else ""})
            days[-1]["entries"] = []
        if not line.startswith("#"):
            days[-1]["entries"].append(_named(line, "time", "what", "more", "place"))
    return [("day", day) for day in days]


def story(text: str) -> Blocks:
    return [_part(line) for line in text.strip().splitlines()]


def travel(text: str) -> Blocks:
    """Meeting points, and what is in HTML as text."""
    return [
        ("text", line)
        if line.startswith("<")
        else ("meeting", _named(line, "way", "time", "place", "more"))
        for line in text.strip().splitlines()
    ]


def people(text: dict[str, Any], ask: str) -> Blocks:
    """Persons, whom to ask, and practices."""
    persons = text.get("people", "").strip().splitlines()
    practices = text.get("practices", "").strip().splitlines()
    asked = [row for row in rows("staff") if row["key"] == ask]
    return [
        *(("person", _named(line, "name", "role", "line")) for line in persons),
        *(("person", {name: row[name] for name in ("name", "role", "line")}) for row in asked),
        *(
            ("practice", _named(line, "name", "kind", "team", "patients", "line"))
            for line in practices
        ),
    ]


def faq(text: str) -> Blocks:
    found = [_named(line, "question", "answer") for line in text.strip().splitlines()]
    return [("question", {**it, "answer": f"<p>{it['answer']}</p>"}) for it in found]


def front(written: StreamValue, text: dict[str, Any]) -> Iterator[Block]:
    """The blocks of a front page in the words of another language; its ways lead where they led."""
    for block in written:
        yield block.block_type, FRONT[block.block_type](block.value, text)


def _doors(value: StructValue, text: dict[str, Any]) -> dict[str, Any]:
    told = zip(value["doors"], text["doors"].strip().splitlines(), strict=True)
    doors = [{**door, **_named(line, "title", "text")} for door, line in told]
    return {"heading": text["who"], "doors": doors, "hosts": text["hosts"]}


def _steps(_value: StructValue, text: dict[str, Any]) -> dict[str, Any]:
    steps = [_named(line, "title", "text") for line in text["steps"].strip().splitlines()]
    return {"heading": text["how"], "steps": steps}


FRONT: dict[str, Callable[[StructValue, dict[str, Any]], dict[str, Any]]] = {
    "next_dates": lambda value, text: {**value, "heading": text["next"]},
    "doors": _doors,
    "voice": lambda _value, text: voice(text["voice"]),
    "steps": _steps,
    "ask": lambda value, text: {**value, **_named(text["ask"], "heading", "text")},
}


def voice(line: str) -> dict[str, str]:
    return _named(line, "text", "name", "about")


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
        return kind, {"text": first, "page": _page(second)}
    return kind, {"number": int(first), "heading": second}


def _page(slug: str) -> Page:
    """The original of a page; links to it lead to the reader's own language."""
    return Page.objects.get(slug=slug, locale__language_code=settings.LANGUAGE_CODE)


def _rich(asked: dict[str, str]) -> dict[str, Any]:
    return {"question": asked["question"], "answer": RichText(asked["answer"])}


def parts(line: str) -> list[str]:
    """What stands between bars."""
    return [part.strip() for part in line.split(" | ")]


def _part(line: str) -> tuple[str, Any]:
    mark, _space, rest = line.partition(" ")
    if mark == ">":
        return "quote", {"text": rest, "who": ""}
    if mark == '"':
        return "voice", voice(rest)
    return "text", line


def _named(line: str, *names: str) -> dict[str, str]:
    """What stands between the bars of a line, by name; what is missing is empty."""
    return dict(zip(names, [*parts(line), *[""] * len(names)], strict=False))
