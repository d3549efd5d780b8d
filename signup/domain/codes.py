"""The code from the mail, typed on the page after the sign-up: it proves like the link.

It confirms what was typed in this browser, also where somebody has typed the address again since.

Whether the address has a claim here shows in nothing: each code tried is counted, looked up and
compared in the same steps, and a wrong one gets the same answer as one nobody was sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from events.domain import codes, proof
from events.domain.submitted import Submitted, typed_in
from events.models import Registration, Turn
from mail.domain.addresses import normalize
from mail.domain.outbox import PROOF_WINDOW
from mail.models import Message
from office.domain import limits
from signup.domain.claims import FORGETS, Claim


class WrongCode(Exception):
    """Not the code of the newest mail that this browser asked for."""


class NoMoreTries(Exception):
    """Only the link is left."""


@dataclass(frozen=True)
class Asked:
    """One sign-up as its browser knows it: for which date, with which address, what was typed
    (without the answers to questions)."""

    occurrence: int
    email: str
    browser: str
    submitted: Submitted

    @property
    def name(self) -> str:
        return f"{self.occurrence} {self.browser} {self.email}"


def asked(occurrence: int, submitted: Submitted, browser: str) -> Asked:
    """As remembered by the browser, the address as claims have it; a machine's is empty."""
    email = submitted.get("email", "")
    return Asked(occurrence, normalize(email) if email else "", browser, submitted)


def tries_left(asked: Asked) -> int:
    return limits.codes_left(asked.name)


def answer(asked: Asked, typed: str, *, network: str, at: datetime) -> Claim:
    """The address has answered; what the person has now. Raises WrongCode, NoMoreTries."""
    if limits.try_code(asked.name, network, at):
        raise NoMoreTries
    message = _newest(asked, at)
    claim = _claim(message, asked)
    is_right = codes.is_right(typed, message, claim.link_version if claim else 0)
    if claim is None or not is_right:
        raise WrongCode
    prove = proof.confirm if isinstance(claim, Registration) else proof.prove
    return prove(claim.pk, _typed(claim, asked))


def _typed(claim: Claim, asked: Asked) -> Submitted:
    """As the claim keeps it, with the answers and what the office has corrected, if this browser
    typed that; else what it remembers."""
    is_own = typed_in(claim) == asked.browser
    return proof.typed_on(claim) if is_own else asked.submitted


def _newest(asked: Asked, at: datetime) -> Message | None:
    mails = Message.objects.filter(
        to=asked.email, kind="prove", queued_at__gt=at - PROOF_WINDOW, facts__browser=asked.browser
    )
    return mails.order_by("-queued_at", "-pk").first()


def _claim(message: Message | None, asked: Asked) -> Claim | None:
    """What the mail is about; asked of both tables always, so that nothing shows in the time."""
    name, _, pk = message.claim.partition(":") if message else ("", "", "0")
    mine = {"pk": int(pk), "occurrence": asked.occurrence}
    found: dict[str, Claim | None] = {
        "registration": Registration.objects.of_person(asked.email).filter(**mine).first(),
        "turn": Turn.objects.of_person(asked.email).filter(**mine).first(),
    }
    claim = found.get(name)
    return None if claim and claim.ended_because in FORGETS else claim
