"""Where the words of a share card stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from home.sharing.letters import Letters
from home.sharing.lines import Lines, fitted
from office.colours import INK, INK_SOFT

if TYPE_CHECKING:
    from home.sharing.card import ShareCard

WIDTH, HEIGHT = 1200, 630
LEFT, TOP, BOTTOM = 64, 48, 512
"""The edges of the words."""
OFFICE_TOP, OFFICE_HEIGHT = 534, 56
TEXT_WIDTH = 560
TITLE_SIZES = (76, 68, 60, 54, 48, 42, 37, 32, 27)
FACT_SIZES = (36, 32, 28, 24)
LEAD_SIZES = (31, 28)
OFFICE_SIZES = (30, 26, 22)


@dataclass(frozen=True)
class Text:
    """One line; `y` is that of the line it stands on."""

    words: str
    y: int
    letters: Letters
    colour: str


@dataclass(frozen=True)
class Block:
    """Lines of one kind, and the room above them."""

    lines: Lines
    colour: str
    room: int

    @property
    def height(self) -> float:
        return self.room + self.lines.height


def texts(card: ShareCard, accent: str) -> list[Text]:
    """All words but the office's name, in the middle of their room."""
    blocks = [it for it in _blocks(card, accent) if it.lines.lines]
    return _placed(blocks, TOP, BOTTOM)


def office_texts(card: ShareCard, width: int) -> list[Text]:
    """The office's name, in one line or two, beside its logo."""
    name = fitted(card.office, OFFICE_SIZES, 600, width, OFFICE_HEIGHT)
    return _placed([Block(name, INK, 0)], OFFICE_TOP, OFFICE_TOP + OFFICE_HEIGHT)


def _placed(blocks: list[Block], top: int, bottom: int) -> list[Text]:
    """One below the other, in the middle of the room."""
    y = top + (bottom - top - sum(block.height for block in blocks)) / 2
    placed: list[Text] = []
    for block in blocks:
        y += block.room
        for words in block.lines.lines:
            y += block.lines.letters.leading
            stands_on = round(y - block.lines.letters.size * 0.3)
            placed.append(Text(words, stands_on, block.lines.letters, block.colour))
    return placed


def _blocks(card: ShareCard, accent: str) -> Iterator[Block]:
    yield Block(fitted(card.kind, (28,), 600, TEXT_WIDTH, 40), accent, 0)
    rest = list(_below(card))
    left = BOTTOM - TOP - 48 - sum(block.height for block in rest)
    yield Block(fitted(card.title, TITLE_SIZES, 600, TEXT_WIDTH, int(left)), INK, 8)
    yield from rest


def _below(card: ShareCard) -> Iterator[Block]:
    for number, fact in enumerate(card.facts):
        lines = fitted(fact, FACT_SIZES, 500 if number else 600, TEXT_WIDTH, 46)
        yield Block(lines, INK_SOFT if number else INK, 0 if number else 22)
    yield Block(fitted(card.lead, LEAD_SIZES, 400, TEXT_WIDTH, 150), INK_SOFT, 20)
