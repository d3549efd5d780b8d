"""What a long page holds: its headings, each with a place in the address."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from wagtail.blocks import StreamValue

from office.folding import fold

LONG = 3
"""From so many headings on a page begins with its contents."""


@dataclass(frozen=True)
class Part:
    """A block; of a heading with what an address says after # to lead there."""

    block: Any
    anchor: str = ""


def parts_of(body: StreamValue) -> dict[str, list[Part]]:
    """`parts` are all blocks, `contents` the headings of a page that has several."""
    parts, seen = [], Counter[str]()
    for block in body:
        anchor = ""
        if block.block_type == "heading":
            name = f"part-{slugify(fold(block.value))}".rstrip("-")
            seen[name] += 1
            anchor = name if seen[name] == 1 else f"{name}-{seen[name]}"
        parts.append(Part(block, anchor))
    headings = [part for part in parts if part.anchor]
    return {"parts": parts, "contents": headings if len(headings) >= LONG else []}
