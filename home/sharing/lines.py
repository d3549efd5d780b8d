"""Text broken into lines that stand in a box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from home.sharing.letters import Letters, drawable

ELLIPSIS = "…"


@dataclass(frozen=True)
class Lines:
    letters: Letters
    lines: list[str]

    @property
    def height(self) -> float:
        return len(self.lines) * self.letters.leading


def fitted(text: str, sizes: Sequence[int], weight: int, width: int, height: int) -> Lines:
    """In the largest of these sizes in which all of it stands in the box.

    In the smaller half of the sizes words that are too wide may be broken; in the smallest, lines
    that are too many are left out.
    """
    words = drawable(text).split()
    for number, size in enumerate(sizes):
        letters = Letters(size, weight)
        pieces = [piece for word in words for piece in _broken(word, letters, width)]
        found = Lines(letters, _even(pieces, letters, width))
        may_break = number >= len(sizes) // 2
        if found.height <= height and (may_break or pieces == words):
            return found
    return Lines(letters, _cut(found.lines, int(height / letters.leading)))


def _even(words: list[str], letters: Letters, width: float) -> list[str]:
    """As few lines as fill the width, and these about equally long."""
    lines = _filled(words, letters, width)
    for narrower in range(95, 55, -5):
        found = _filled(words, letters, width * narrower / 100)
        if len(found) > len(lines):
            break
        lines = found
    return lines


def _filled(words: Iterable[str], letters: Letters, width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and letters.width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _broken(word: str, letters: Letters, width: float) -> list[str]:
    """The word in pieces that are narrow enough."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and letters.width(f"{pieces[-1]}{letter}-") > width:
            pieces[-1] += "-"
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _cut(lines: list[str], most: int) -> list[str]:
    if len(lines) <= most:
        return lines
    *whole, last = lines[:most]
    return [*whole, last.rsplit(" ", 1)[0].rstrip(" ,.;:–-") + ELLIPSIS]
