"""A share card as a picture, 1200 x 630: an SVG made by a template, then pixels."""

from __future__ import annotations

from base64 import b64encode
from contextlib import suppress
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import get_template
from PIL import Image
from resvg_py import svg_to_bytes

from home.illustrations import svg
from home.photos import UNREADABLE
from home.sharing.layout import (
    HEIGHT,
    LEFT,
    OFFICE_HEIGHT,
    OFFICE_TOP,
    TEXT_WIDTH,
    WIDTH,
    office_texts,
    texts,
)
from home.sharing.letters import FAMILY, FONT
from office.colours import HEX, PAPER, WHITE, mix

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage

    from home.sharing.card import ShareCard

MARK = settings.ROOT / "static" / "img" / "mark.svg"
PICTURE, LOGO = "fill-540x630|format-jpeg", "max-200x56|format-png"
ROOM = 18
ACCENT, SUN = "#a8481c", "#f6cfa6"
"""Our own, as in static/css/tokens.css."""


def draw(card: ShareCard) -> bytes:
    """The card as PNG."""
    picture = svg_to_bytes(
        svg_string=get_template("home/share_card.svg").render(_context(card)),
        skip_system_fonts=True,
        font_files=[FONT],
    )
    return _with_fewer_colours(picture)


@cache
def way_of_drawing() -> str:
    """Changes when cards come to be drawn in another way, and so have to be drawn anew."""
    patterns = ["home/sharing/*.py", "home/templates/home/share_card.svg", "static/**/*.svg"]
    files = sorted(file for pattern in patterns for file in settings.ROOT.glob(pattern))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _context(card: ShareCard) -> dict[str, Any]:
    accent = _or(card.colours.accent, ACCENT)
    mark, mark_width = _mark(card.logo)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "ground": _or(card.colours.ground, PAPER),
        "arc": SUN if accent == ACCENT else mix(accent, WHITE, 0.62),
        "family": FAMILY,
        "texts": texts(card, accent),
        "picture": _picture(card),
        "mark": mark,
        "mark_width": mark_width,
        "mark_y": OFFICE_TOP,
        "mark_height": OFFICE_HEIGHT,
        "office_x": LEFT + mark_width + ROOM,
        "office": office_texts(card, TEXT_WIDTH - mark_width - ROOM),
    }


def _picture(card: ShareCard) -> str:
    """The page's own, else the illustration of such pages."""
    if card.page.picture:
        with suppress(*UNREADABLE):
            return _bytes_of(card.page.picture, PICTURE, "jpeg")
    return _inline(svg(card.page.illustration).encode(), "svg+xml")


def _mark(logo: AbstractImage | None) -> tuple[str, int]:
    """The office's logo or our mark, and its width."""
    if logo:
        with suppress(*UNREADABLE):
            return _bytes_of(logo, LOGO, "png"), logo.get_rendition(LOGO).width
    return _inline(MARK.read_bytes(), "svg+xml"), OFFICE_HEIGHT


def _bytes_of(picture: AbstractImage, spec: str, kind: str) -> str:
    with picture.get_rendition(spec).file.open() as file:
        return _inline(file.read(), kind)


def _inline(content: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{b64encode(content).decode()}"


def _or(colour: str, ours: str) -> str:
    return colour if HEX.fullmatch(colour) else ours


def _with_fewer_colours(png: bytes) -> bytes:
    """A quarter of the size, and nobody sees it: messengers leave out what is too large."""
    file = BytesIO()
    image = Image.open(BytesIO(png)).convert("RGB")
    image.quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(file, "PNG", optimize=True)
    return file.getvalue()
