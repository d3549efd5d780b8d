"""The words of an answer as somebody meets them: text, hints, labels, choices, and what scripts are
given to show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

PIECE = re.compile(
    r"<!--.*?-->"
    r"|<(script|style)\b([^>]*)>(.*?)</\1>"
    r"|<(/?)([a-z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
    r"|([^<]+)",
    re.S | re.I,
)
ATTRIBUTE = re.compile(r"([:\w@.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.S)
SHOWN = {"placeholder", "aria-label", "title", "alt", "label", "aria-description"}
ACTED = re.compile(r"data-[\w-]*(label|text|title|message|content|placeholder|caption)[\w-]*")
BUTTONS = re.compile(r"type\s*=\s*[\"'](submit|button|reset)", re.I)
SENTENCE = re.compile(r"[A-ZÆØÅ]\w*[a-zæøå]\w*[.:?!…]?|(?!.*--|w-)\S+ .*\S", re.S)
"""In what scripts are given: a word with a capital, or several words; the rest are names."""


def words(text: str, kind: str) -> set[str]:
    """Every text of an answer of this content type."""
    if "json" in kind:
        return {*_of_json(json.loads(text))}
    return {*_of_html(text)} if "html" in kind else set()


def _of_html(text: str) -> Iterator[str]:
    for piece in PIECE.finditer(text):
        script, about, inside, _end, tag, attributes, plain = piece.groups()
        if plain and plain.strip():
            yield _tidy(plain)
        elif script and "application/json" in about and inside.strip():
            yield from _of_json(json.loads(inside))
        elif tag and attributes:
            yield from _of_attributes(tag, attributes)


def _of_attributes(tag: str, attributes: str) -> Iterator[str]:
    for name, double, single in ATTRIBUTE.findall(attributes):
        value = unescape(double or single)
        if value.lstrip()[:1] in {"{", "["}:
            yield from _of_packed(value)
        elif name in SHOWN or (ACTED.fullmatch(name) and SENTENCE.fullmatch(value)):
            yield from _of_html(value) if "<" in value else [_tidy(value)]
        elif name == "value" and tag == "input" and BUTTONS.search(attributes):
            yield _tidy(value)


def _of_packed(value: str) -> Iterator[str]:
    try:
        yield from _of_json(json.loads(value))
    except ValueError:
        return


def _of_json(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inside in value.values():
            yield from _of_json(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _of_json(inside)
    elif isinstance(value, str) and "<" in value and ">" in value:
        yield from _of_html(value)
    elif isinstance(value, str) and SENTENCE.fullmatch(value.strip()):
        yield _tidy(value)


def _tidy(text: str) -> str:
    return " ".join(unescape(text).split())
