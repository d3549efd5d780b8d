"""Whether words are about somebody: what others wrote is forgotten with the person it names."""

from __future__ import annotations

import re

from contacts.models import Contact
from office.folding import LONGEST_PHONE, SHORTEST_PHONE, digits, fold

PARTICLES = set("af al av da de del den der di du el la le van von".split())  # noqa: SIM905 -- words
"""Parts of names that name nobody: most are words of the languages here."""


def names(text: str, contact: Contact) -> bool:
    """Whether a text holds a part of their name, their address or their phone number, however
    they are written.

    On a date with few people a first name is enough to know who is meant.
    """
    said = fold(text)
    return _by_name(said, contact) or _by_address(said, contact) or _by_phone(text, contact)


def _by_name(said: str, contact: Contact) -> bool:
    """As a word of its own, or with an s for what is theirs: "Bo", "Bos bus", not "bolig"."""
    parts = {it for it in _words(contact.name) if len(it) > 1} - PARTICLES
    return not (parts | {f"{it}s" for it in parts}).isdisjoint(_words(said))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))


def _by_address(said: str, contact: Contact) -> bool:
    whole = rf"(?<!\w){re.escape(fold(contact.email))}(?!\w)"
    return bool(contact.email and re.search(whole, said))


def _by_phone(text: str, contact: Contact) -> bool:
    number = digits(contact.phone)[-LONGEST_PHONE:]
    written = re.findall(r"\d[\d\s().+/-]*", text)
    return len(number) >= SHORTEST_PHONE and any(number in digits(it) for it in written)
