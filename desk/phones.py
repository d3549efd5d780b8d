"""Numbers to call and to text, as telephones take them.

A text to several at once has two shapes of link: `sms:+45..,+45..` is what Android takes (and the
standard, RFC 5724); iPhones take `sms:/open?addresses=+45..,+45..`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

CODES = {"DK": "+45", "NO": "+47"}
LOCAL = 8
"""So many digits has a number within these countries."""


@dataclass(frozen=True)
class TextLinks:
    android: str
    iphone: str


def dialled(phone: str) -> str:
    """A number as it is dialled from anywhere; empty where there is none."""
    digits = re.sub(r"[^\d+]", "", phone)
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if len(digits) == LOCAL and digits.isdigit():
        return CODES.get(settings.COUNTRY, "") + digits
    return digits


def numbers(phones: Iterable[str]) -> list[str]:
    """Each number once, in order."""
    return list(dict.fromkeys(filter(None, map(dialled, phones))))


def text_links(phones: Iterable[str]) -> TextLinks | None:
    """Links that open a text to all of them; None where nobody has a number."""
    if not (all_of_them := ",".join(numbers(phones))):
        return None
    return TextLinks(f"sms:{all_of_them}", f"sms:/open?addresses={all_of_them}")
