"""Certificates of attendance: for whom there is one, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from events.domain.hours import Attended, attended
from events.models import Occurrence, Registration


@dataclass(frozen=True)
class Certificate:
    """What it says: who attended what, on which days, for how long; and the day it is issued."""

    registration: Registration
    attended: Attended
    issued: date

    @property
    def occurrence(self) -> Occurrence:
        return self.registration.occurrence

    @property
    def name(self) -> str:
        contact = self.registration.contact
        return contact.name if contact else ""

    @property
    def code(self) -> str:
        """What proves it to whoever is shown it."""
        return code_of(self.registration.pk)

    @property
    def place(self) -> str:
        host = self.occurrence.host
        return self.occurrence.location or (host.address if host else "")


def certificate_of(registration: Registration, at: datetime) -> Certificate | None:
    """Somebody's, or None as long as there is none: they were not there, or it is not over."""
    if not _is_ready(registration, at):
        return None
    return _certificate(registration, attended([registration])[registration.pk], at)


def certificates_of(occurrence: Occurrence, at: datetime) -> list[Certificate]:
    """Those of everybody who attended a date, by name."""
    placed = occurrence.registrations.confirmed().filter(contact__erased_at=None)
    rows = list(placed.select_related("contact"))
    for row in rows:
        row.occurrence = occurrence
    was_there = attended(rows)
    made = [_certificate(row, was_there[row.pk], at) for row in rows if _is_ready(row, at)]
    return sorted((it for it in made if it), key=lambda it: it.name.casefold())


def _is_ready(registration: Registration, at: datetime) -> bool:
    """The list is closed or the date is over, and there is a name to put on it."""
    date_, contact = registration.occurrence, registration.contact
    is_over = date_.list_closed_at is not None or at >= date_.ends_at
    has_name = contact is not None and contact.erased_at is None and bool(contact.name)
    return registration.is_confirmed and is_over and has_name


def _certificate(registration: Registration, there: Attended, at: datetime) -> Certificate | None:
    issued = at.astimezone(registration.occurrence.zone).date()
    return Certificate(registration, there, issued) if there.days else None


# Is it genuine?

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters that are taken for digits or for each other."""
CODE_LETTERS = 12
MISREAD = str.maketrans("OIL", "011")


def code_of(registration: int) -> str:
    """What proves a certificate with this number: `7K2M-Q4TX-90BD`, 60 bits of a digest."""
    return _code(registration, settings.SECRET_KEY)


def genuine(registration: int, code: str, at: datetime) -> Certificate | None:
    """The certificate with this number as it would be issued now, if the code belongs to it."""
    typed = "".join(it for it in code.upper().translate(MISREAD) if it in ALPHABET)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    codes = [_code(registration, key).replace("-", "") for key in keys]
    if not any(constant_time_compare(typed, it) for it in codes):
        return None
    rows = Registration.objects.select_related("occurrence__event", "occurrence__host", "contact")
    found = rows.filter(pk=registration).first()
    return certificate_of(found, at) if found else None


def _code(registration: int, key: str | bytes) -> str:
    digest = salted_hmac("events.certificates", str(registration), key, algorithm="sha256")
    number = int.from_bytes(digest.digest()[:8])
    letters = "".join(ALPHABET[number >> 5 * n & 31] for n in range(CODE_LETTERS))
    return "-".join(letters[n : n + 4] for n in range(0, CODE_LETTERS, 4))
