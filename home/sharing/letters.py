"""The font our cards are set in: how wide a text is, and for what it has no letter."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from PIL import ImageFont

FONT = str(files("fontpkg_newsreader") / "files" / "Newsreader[opsz,wght].ttf")
FAMILY = "Newsreader"
LARGEST_OPTICAL_SIZE = 72
NO_LETTER = "\U0010ffff"
"""Stands for nothing in any font: what is drawn for it is the empty box."""


@dataclass(frozen=True)
class Letters:
    """In pixels of the card, and as heavy as CSS counts it."""

    size: int
    weight: int

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return self.size * 1.1

    def width(self, text: str) -> float:
        return _font(self).getlength(text)


def drawable(text: str) -> str:
    """The text without what the font has no letter for: emoji, above all."""
    letters = unicodedata.normalize("NFC", text)
    return " ".join("".join(it if _has(it) else " " for it in letters).split())


@lru_cache(maxsize=16)
def _font(letters: Letters) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONT, letters.size)
    font.set_variation_by_axes([letters.weight, min(letters.size, LARGEST_OPTICAL_SIZE)])
    return font


@lru_cache(maxsize=2_000)
def _has(letter: str) -> bool:
    if letter.isspace():
        return True
    if unicodedata.category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f":
        return False
    return _mask(letter) != _mask(NO_LETTER)


def _mask(letter: str) -> bytes:
    return bytes(_font(Letters(24, 400)).getmask(letter))
