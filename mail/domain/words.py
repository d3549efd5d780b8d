"""What a message says: the office's own words where there are any, else the standard's."""

from __future__ import annotations

from dataclasses import dataclass

from mail.models import Message, Wording
from mail.standard import Standard, Values, Words, fill, paragraphs


@dataclass(frozen=True)
class Told:
    """Words with their names filled in."""

    subject: str
    lines: list[str]
    after: list[str]


def told(message: Message, standard: Standard) -> Told:
    """The message in words, in the language in use."""
    words = _own(message) or standard.words()
    values = Values(standard.names, message)
    return Told(
        subject=fill(words.subject, values).strip() or fill(standard.words().subject, values),
        lines=paragraphs(words.text, values),
        after=paragraphs(words.after, values),
    )


def _own(message: Message) -> Words | None:
    if message.trial and message.trial.words:
        return message.trial.words
    row = Wording.objects.filter(kind=message.kind, language=message.language).first()
    return row.words if row else None
