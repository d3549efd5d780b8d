"""A message of the outbox, opened like a mail."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives

from mail import kinds
from mail.domain.delivery import build
from mail.models import Message


@dataclass(frozen=True)
class Opened:
    """A message and what its recipient reads; without `mail` its text has been deleted."""

    message: Message
    mail: EmailMultiAlternatives | None
    link: str = ""

    @property
    def subject(self) -> str:
        return str(self.mail.subject) if self.mail else ""

    @property
    def text(self) -> str:
        return str(self.mail.body) if self.mail else ""

    @property
    def html(self) -> str:
        return self._part("text/html")

    @property
    def calendar(self) -> str:
        return self._part("text/calendar")

    def _part(self, kind: str) -> str:
        parts = self.mail.alternatives if self.mail else []
        return next((str(part[0]) for part in parts if str(part[1]).startswith(kind)), "")


def opened(message: Message) -> Opened:
    """The message as a mail, made from its facts as the worker does it."""
    if not message.to:
        return Opened(message, None)
    return Opened(message, build(message), kinds.get(message.kind).link(message))
