"""E-mail addresses: one spelling for each, a keyed hash, and a guess at typing errors."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.crypto import salted_hmac

LONGEST = 254
is_address = EmailValidator(allowlist=[])
KNOWN_DOMAINS = [
    *("gmail.com", "hotmail.com", "hotmail.dk", "outlook.com", "outlook.dk", "live.com", "live.dk"),
    *("icloud.com", "yahoo.com", "yahoo.dk", "msn.com", "mail.com", "mail.dk", "protonmail.com"),
    *("student.ku.dk", "alumni.ku.dk", "sund.ku.dk", "post.au.dk", "student.sdu.dk"),
    *("student.aau.dk", "student.uib.no", "stud.ntnu.no", "student.uio.no", "uit.no", "online.no"),
]
LIKE_ENOUGH = 0.88


def normalize(text: str) -> str:
    """The one spelling of an address: trimmed, composed (NFC), lower-case.

    Raises ValueError where the text is no address or could break a mail's header.
    """
    address = unicodedata.normalize("NFC", text.strip()).lower()
    try:
        is_address(address)
    except ValidationError:
        raise ValueError("not an e-mail address") from None
    if len(address) > LONGEST or any(unicodedata.category(c).startswith("C") for c in address):
        raise ValueError("not an e-mail address")
    if address.startswith('"') or address.endswith("]"):  # many spellings of one mailbox
        raise ValueError("not an e-mail address")
    return address


def address_hash(address: str) -> str:
    """64 hex digits that say no more of an address than whether it is the same one."""
    return _hash(address, settings.SECRET_KEY)


def address_hashes(address: str) -> list[str]:
    """What may be kept of an address: its hash, and those made with former keys."""
    return [_hash(address, it) for it in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _hash(address: str, key: str | bytes) -> str:
    one_spelling = unicodedata.normalize("NFC", address.strip()).lower()
    return salted_hmac("mail.address", one_spelling, key, algorithm="sha256").hexdigest()


def likely_typo(address: str) -> str | None:
    """What was probably meant, when the domain is nearly one that many people use."""
    local, _, domain = address.strip().lower().rpartition("@")
    if not local or domain in KNOWN_DOMAINS:
        return None
    near = get_close_matches(domain, _candidates(domain), n=1, cutoff=LIKE_ENOUGH)
    return f"{local}@{near[0]}" if near else None


def _candidates(domain: str) -> list[str]:
    """Under a known university's or firm's own name, only its own domains may be meant."""
    siblings = [known for known in KNOWN_DOMAINS if _owner(known) == _owner(domain)]
    return siblings or KNOWN_DOMAINS


def _owner(domain: str) -> str:
    return ".".join(domain.split(".")[-2:])
