"""The kinds of mail. Apps above enter theirs in `AppConfig.ready()`; mail/ knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mail.letter import Letter
from mail.models import Message
from mail.standard import Standard


@dataclass(frozen=True)
class Kind:
    """How a message of one kind becomes a mail.

    `render` tells the message's facts; `still_true` says why it must not leave any more, or "";
    `link` is the absolute URL for the button, or "". `must_know` goes out to addresses that
    have complained, too. `standard` is what it says, where the office may word it otherwise;
    `label` says what other kinds are about.
    """

    render: Callable[[Message], Letter]
    still_true: Callable[[Message], str]
    link: Callable[[Message], str]
    must_know: bool = False
    standard: Standard | None = None
    label: Any = ""

    @property
    def words(self) -> str:
        """What a mail of this kind is about."""
        return str(self.label or (self.standard.label if self.standard else ""))


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Enter a kind under the name its messages carry."""
    _kinds[name] = kind


def standards() -> dict[str, Standard]:
    """The kinds that the office may word, in the order they were entered."""
    return {name: kind.standard for name, kind in _kinds.items() if kind.standard}


def labels() -> dict[str, str]:
    """What the mails of each kind are about, in words."""
    return {name: kind.words for name, kind in _kinds.items() if kind.words}


def get(name: str) -> Kind:
    """The kind of this name; raises KeyError."""
    return _kinds[name]
