"""Words as the search compares them: in its index, in what somebody typed, in what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.search import index

from office.folding import fold

if TYPE_CHECKING:
    from home.models import LeadPage

LONGEST, MOST, SHORTEST = 80, 6, 2
"""Read of what is typed: so many letters, so many words, and none shorter."""

COMPOUND, SKIPPED, TAIL = 8, 3, 4
"""A word of so many letters is also found by its ends: Sommercamp by camp. So many letters stay
in front, and an end has so many at least."""

EXCERPT = 30
"""So many words of a page are shown around those that were looked for."""

WORD = re.compile(r"\w+")


def typed(text: str) -> list[str]:
    """The words to look for, folded, each once."""
    words = WORD.findall(fold(text[:LONGEST]))
    return list(dict.fromkeys(word for word in words if len(word) >= SHORTEST))[:MOST]


def indexed(page: LeadPage) -> str:
    """Every word of a page, folded; of long ones in its title and lead the ends, too."""
    short = list(_words([page.title, page.lead]))
    long = [word for word in short if len(word) >= COMPOUND]
    ends = [word[n:] for word in long for n in range(SKIPPED, len(word) - TAIL + 1)]
    return " ".join(dict.fromkeys([*short, *ends, *_words(texts_of(page))]))


def texts_of(page: LeadPage) -> list[str]:
    """What can be read on a page below its title and lead, in plain text."""
    fields = [it for it in page.get_search_fields() if isinstance(it, index.SearchField)]
    values = [it.get_value(page) for it in fields if it.field_name not in {"title", "lead"}]
    return [str(text) for it in values for text in (it if isinstance(it, list) else [it]) if text]


def has_all(text: str, words: Iterable[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def marked(text: str, words: list[str]) -> SafeString:
    """The text, what was looked for marked in it."""
    parts = _parts(text)
    return format_html_join("", "{}", ((_marked(part, words),) for part in parts))


def excerpt(page: LeadPage, words: list[str]) -> str:
    """Its lead; where that says nothing of what was looked for, the place in its text that does."""
    if _has_any(page.lead, words):
        return page.lead
    texts = texts_of(page)
    found = next((text for text in texts if _has_any(text, words)), "")
    return _around(found, words) if found else page.lead or _around(" ".join(texts), [])


def _around(text: str, words: list[str]) -> str:
    """Some words before and after the first that was looked for."""
    every = text.split()
    hit = next((n for n, word in enumerate(every) if _has_any(word, words)), 0)
    first = max(0, min(hit - EXCERPT // 3, len(every) - EXCERPT))
    cut = " ".join(every[first : first + EXCERPT])
    return f"{'… ' if first else ''}{cut}{' …' if first + EXCERPT < len(every) else ''}"


def _words(texts: Iterable[str]) -> Iterator[str]:
    return (word for text in texts for word in WORD.findall(fold(text)))


def _has_any(text: str, words: Iterable[str]) -> bool:
    folded = fold(text)
    return any(word in folded for word in words)


def _parts(text: str) -> Iterator[str]:
    """Words and what stands between them, in turn."""
    ends = [0, *(end for found in WORD.finditer(text) for end in found.span()), len(text)]
    return (text[first:last] for first, last in pairwise(ends))


def _marked(part: str, words: list[str]) -> SafeString | str:
    return format_html("<mark>{}</mark>", part) if _has_any(part, words) else part
