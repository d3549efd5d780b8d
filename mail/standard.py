"""What a kind of mail says unless the office words it otherwise; how names in braces are filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from mail.models import Message

NAME = re.compile(r"\{([a-z_]+)\}")
PLACEHOLDER = re.compile(r"%\(([a-z_]+)\)[sd]")
BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True)
class Name:
    """A name that may stand in braces: what it becomes in a mail ("" where there is nothing to
    say), what that is in words, and an example. `needs` names the setting without which an office
    has no use for it, and is shown no example."""

    value: Callable[[Message], str]
    help: Any
    example: Any
    needs: str = ""

    @property
    def is_used(self) -> bool:
        return _is_on(self.needs)


Names = Mapping[str, Name]


@dataclass(frozen=True)
class Words:
    """Subject and text of a mail, with names in braces; paragraphs stand between blank lines."""

    subject: str
    text: str
    after: str = ""


@dataclass(frozen=True)
class Standard:
    """The standard words of one kind of mail. Texts are lazy translations with %(name)s in them;
    people see and write {name}. `names` is the closed list of what may stand in braces.

    `essential` names belong into every wording: without them the mail does not say what it is for.
    `example` gives facts for a made-up mail. `needs` names the setting without which it is never
    sent.
    """

    label: Any
    sent: Any
    to: Any
    subject: Any
    text: list[Any]
    button: Any = ""
    after: list[Any] = field(default_factory=list)
    names: Names = field(default_factory=dict)
    essential: tuple[str, ...] = ()
    example: Callable[[], dict[str, Any]] = dict
    needs: str = ""

    @property
    def is_used(self) -> bool:
        """Whether an office as this one is set up sends it."""
        return _is_on(self.needs)

    def words(self) -> Words:
        """In the language in use."""
        return Words(_braced(self.subject), _joined(self.text), _joined(self.after))


@dataclass(frozen=True)
class Trial:
    """Words to try out on a message, instead of those kept. A made-up message says its examples."""

    words: Words | None = None
    is_made_up: bool = False


class Values(Mapping[str, str]):
    """What each name becomes in one message; each is asked for once, when it is needed."""

    def __init__(self, names: Names, message: Message) -> None:
        self._names, self._message = names, message
        self._known: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = self._value(self._names[name])
        return self._known[name]

    def _value(self, name: Name) -> str:
        value = name.value(self._message)
        return value or (str(name.example) if self._is_made_up and name.is_used else "")

    @cached_property
    def _is_made_up(self) -> bool:
        return bool(self._message.trial and self._message.trial.is_made_up)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its names filled in. Whatever else stands in braces is left as it stands."""
    return NAME.sub(lambda found: values[found[1]] if found[1] in values else found[0], text)


def paragraphs(text: str, values: Mapping[str, str]) -> list[str]:
    """The paragraphs, filled in, without those that use a name with nothing to say."""
    parts = [part.strip() for part in BLANK_LINES.split(text.replace("\r\n", "\n"))]
    return [fill(part, values) for part in parts if part and _all_said(part, values)]


def _is_on(setting: str) -> bool:
    return not setting or bool(getattr(settings, setting))


def _all_said(text: str, values: Mapping[str, str]) -> bool:
    return all(values[name] for name in NAME.findall(text) if name in values)


def _joined(texts: list[Any]) -> str:
    return "\n\n".join(_braced(text) for text in texts)


def _braced(text: Any) -> str:
    return PLACEHOLDER.sub(r"{\1}", str(text)).replace("%%", "%")
