"""The six digits in a mail that asks an address to answer: they prove it like the link does.

Nothing of a code is stored. It is worked out from the mail, the claim's link version and what the
browser that asked for the mail keeps in its cookie, with the installation's secret key: a new
mail, another claim or another browser has another code.
"""

from __future__ import annotations

import hmac

from django.conf import settings
from django.utils.crypto import salted_hmac

from mail.models import Message

DIGITS = 6


def code(message: Message, link_version: int) -> str:
    """The code in this mail; "" where no browser waits for one."""
    browser = message.facts.get("browser")
    return _digits(f"{message.uuid}/{link_version}/{browser}") if browser else ""


def is_right(typed: str, message: Message | None, link_version: int) -> bool:
    """Whether this is the mail's code. It takes as long where there is no mail."""
    right = code(message, link_version) if message else ""
    return hmac.compare_digest(typed, right or _digits("no mail") + "-")


def _digits(named: str) -> str:
    digest = salted_hmac("events.code", named, settings.SECRET_KEY, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:16]) % 10**DIGITS:0{DIGITS}d}"
