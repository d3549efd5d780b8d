"""What a mail server's answer means for the message (RFC 5321, 4.2.1; RFC 3463)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.core.exceptions import ImproperlyConfigured

ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
NOT_THE_ADDRESS = re.compile(r"5\.(7|2\.2|3)\b")
"""Enhanced codes of a refusal that blames us, a full mailbox or the system, not the address."""
OUR_OWN_FAULT = {401, 403, 408, 429}
"""HTTP answers of a provider's API that say nothing about this one mail."""


class Fate(Enum):
    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"
    NO_SUCH_ADDRESS = "no such address"


@dataclass(frozen=True)
class Answer:
    """`works` is False where the way itself is broken, so that other mails need not try now."""

    fate: Fate
    why: str = ""
    works: bool = True


ACCEPTED = Answer(Fate.ACCEPTED)


def understand(error: Exception) -> Answer:
    """The answer behind an exception of Django's or anymail's mail backends."""
    match error:
        case SMTPRecipientsRefused():
            return _about_recipient(*next(iter(error.recipients.values())))
        case SMTPSenderRefused():
            return _about_sender(error.smtp_code, error.smtp_error)
        case SMTPDataError():
            return _about_mail(error.smtp_code, error.smtp_error)
        case AnymailRecipientsRefused():
            return Answer(Fate.NO_SUCH_ADDRESS, _tell(error))
        case AnymailAPIError():
            return _from_provider(error, error.status_code or 500)
        case OSError() | ImproperlyConfigured():
            return Answer(Fate.LATER, _tell(error), works=False)
    return Answer(Fate.REFUSED, _tell(error))


def without_addresses(text: str) -> str:
    """The text in one line, without any e-mail address a server may have repeated."""
    return ADDRESS.sub("…", " ".join(text.split()))


def _about_recipient(code: int, said: bytes | str) -> Answer:
    answer = _about_mail(code, said)
    blames_address = code in {550, 551, 553} or (code >= 500 and "5.1." in answer.why)
    if blames_address and not NOT_THE_ADDRESS.search(answer.why):
        return Answer(Fate.NO_SUCH_ADDRESS, answer.why)
    return answer


def _about_sender(code: int, said: bytes | str) -> Answer:
    """Refused for want of a login or a right to send: put it right, and the mails still leave."""
    answer = _about_mail(code, said)
    if code in {530, 535, 538} or "5.7." in answer.why:
        return Answer(Fate.LATER, answer.why, works=False)
    return answer


def _about_mail(code: int, said: bytes | str) -> Answer:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    fate = Fate.REFUSED if code >= 500 else Fate.LATER
    return Answer(fate, without_addresses(f"{code} {text}"), works=code != 421)


def _from_provider(error: AnymailAPIError, status: int) -> Answer:
    if status >= 500 or status in OUR_OWN_FAULT:
        return Answer(Fate.LATER, _tell(error), works=False)
    return Answer(Fate.REFUSED, _tell(error))


def _tell(error: Exception) -> str:
    return without_addresses(f"{type(error).__name__}: {error}")
