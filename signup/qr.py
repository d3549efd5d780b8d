"""A code that a phone's camera reads, drawn as SVG: black on white in every theme."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 4
"""Modules of white around a code, as ISO 18004 asks for."""


def draw(address: str, *, css: str, title: str, desc: str) -> SafeString:
    """The size is the stylesheet's."""
    made = segno.make(address, error="m", micro=False)
    drawn = made.svg_inline(
        border=QUIET_ZONE,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass=css,
        lineclass=None,
        title=title,
        desc=desc,
    )
    return mark_safe(drawn)  # noqa: S308 -- an address of our own; segno escapes the words
