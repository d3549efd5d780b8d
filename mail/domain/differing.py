"""What differs between two wordings, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from itertools import groupby

from mail.standard import Words

WORD = re.compile(r"\n+|[^\S\n]+|[^\s]+")
IN_LOG = 2000


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, came or went."""

    text: str
    is_new: bool = False
    is_gone: bool = False


def difference(before: str, after: str) -> list[Piece]:
    """From one text to the other: what stays, what goes, what comes, in reading order."""
    pieces: list[Piece] = []
    for is_same, stretches in groupby(_stretches(before, after), key=lambda it: it.is_same):
        parts = list(stretches)
        gone, came = "".join(it.old for it in parts), "".join(it.new for it in parts)
        if is_same:
            pieces.append(Piece(came))
            continue
        pieces += [Piece(gone, is_gone=True)] if gone else []
        pieces += [Piece(came, is_new=True)] if came else []
    return pieces


@dataclass(frozen=True)
class _Stretch:
    old: str
    new: str
    is_same: bool


def _stretches(before: str, after: str) -> Iterator[_Stretch]:
    """A blank that stays between two changes is counted to them: so phrases stay whole."""
    old, new = WORD.findall(before), WORD.findall(after)
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for n, (what, i, j, k, m) in enumerate(codes):
        text = "".join(old[i:j])
        is_between = 0 < n < len(codes) - 1 and not text.strip() and "\n" not in text
        yield _Stretch(text, "".join(new[k:m]), what == "equal" and not is_between)


def told_in_short(before: Words, after: Words) -> str:
    """The difference in plain signs, for the log: [-gone-] [+new+], field by field."""
    then, now = asdict(before), asdict(after)
    changed = [difference(then[name], now[name]) for name in then if then[name] != now[name]]
    return " · ".join("".join(_signs(pieces)) for pieces in changed)[:IN_LOG]


def _signs(pieces: list[Piece]) -> Iterator[str]:
    for piece in pieces:
        text = " ".join(piece.text.split()) if piece.is_new or piece.is_gone else piece.text
        if piece.is_new:
            yield f"[+{text}+]"
        elif piece.is_gone:
            yield f"[-{text}-]"
        else:
            yield text.replace("\n", " ")
