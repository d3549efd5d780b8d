"""The mails about people on a date as lines: what about, to whom, when, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desk import words
from desk.history import fate
from desk.mail_words import is_missed, why_missed
from events.domain import mails
from events.domain.places import Claim
from events.models import Occurrence, Registration, Turn
from mail.models import Message, MessageQuerySet
from signup.mail_words import kind_in_words


@dataclass(frozen=True)
class MailLine:
    """`name` is the person's, where the line does not stand on a page of theirs."""

    mail: Message
    about: str
    when: str
    fate: str
    is_missed: bool
    why: str
    name: str = ""


def line(mail: Message, name: str = "") -> MailLine:
    missed = is_missed(mail)
    return MailLine(
        mail=mail,
        about=kind_in_words(mail.kind),
        when=words.moment(mail.ended_at or mail.queued_at, words.office_zone()),
        fate=fate(mail),
        is_missed=missed,
        why=why_missed(mail) if missed else mail.why_in_words,
        name=name,
    )


def of_claim(claim: Claim) -> list[MailLine]:
    """All mails about one person on a date, the newest first."""
    rows = mails.of_occurrence(claim.occurrence).order_by("-pk")
    theirs = rows.filter(claim=claim.claim)
    if claim.contact:
        theirs |= rows.filter(contact=claim.contact.uuid)
    return [line(mail) for mail in theirs]


class MailsOfDate:
    """Every mail about a date, and who each went to."""

    def __init__(self, occurrence: Occurrence) -> None:
        self.occurrence = occurrence

    @property
    def all(self) -> MessageQuerySet:
        return mails.of_occurrence(self.occurrence).order_by("-pk")

    def lines(self, page: list[Message]) -> list[MailLine]:
        """Some of them in words: two statements more."""
        names = self._names()
        return [line(mail, _name(mail, names)) for mail in page]

    def _names(self) -> dict[Any, str]:
        """By the claim's name, and by the contact's number for mails about no claim."""
        practices = mails.practices_of(self.occurrence)
        found: dict[Any, str] = {claim: words.practice(it) for claim, it in practices.items()}
        for model in (Registration, Turn):
            rows = model._default_manager.filter(occurrence=self.occurrence)
            for claim in rows.select_related("contact"):
                found[claim.claim] = words.name_of(claim)
                if claim.contact:
                    found[claim.contact.uuid] = words.name_of(claim)
        return found


def _name(mail: Message, names: dict[Any, str]) -> str:
    return names.get(mail.claim) or names.get(mail.contact) or mail.to
