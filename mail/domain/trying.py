"""Trying words out before anybody gets them: a preview, or a mail to oneself."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mail import kinds
from mail.domain import outbox
from mail.domain.composing import Contents, contents
from mail.kinds import Kind
from mail.letter import Letter
from mail.models import Message
from mail.standard import Trial, Words

KIND = "trial"


def made_up(kind: str, language: str, words: Words | None) -> Message:
    """A mail of this kind to nobody, with examples for facts. It is not kept."""
    with translation.override(language):
        facts = kinds.standards()[kind].example()
    message = Message(kind=kind, language=language, facts=facts, to="asta@student.example")
    message.trial = Trial(words, is_made_up=True)
    return message


def newest(kind: str) -> Message | None:
    """The newest mail of this kind whose facts are still there."""
    return Message.objects.real().filter(kind=kind).exclude(facts={}).exclude(to="").first()


def preview(message: Message, words: Words | None = None) -> Contents:
    """What the mail would say in these words; its button leads to no person's page."""
    message.trial = message.trial or Trial(words)
    return contents(message, nowhere(message))


def send(kind: str, language: str, words: Words, *, to: str, at: datetime) -> Message:
    """Mail the words to somebody of the office, with a made-up person in them."""
    facts = {"kind": kind, "words": asdict(words)}
    return outbox.queue(KIND, to=to, language=language, at=at, facts=facts)


def nowhere(_message: Message) -> str:
    """Where the button of a mail leads that is tried out."""
    return f"{settings.BASE_URL}/"


def render(message: Message) -> Letter:
    facts = message.facts
    tried = made_up(facts["kind"], message.language, Words(**facts["words"]))
    letter = kinds.get(facts["kind"]).render(tried)
    subject = _("Test: %(subject)s") % {"subject": letter.subject}
    return replace(letter, subject=subject, from_email="", calendar=None)


def register() -> None:
    kind = Kind(render, lambda message: "", nowhere, label=gettext_lazy("test of a mail text"))
    kinds.register(KIND, kind)
