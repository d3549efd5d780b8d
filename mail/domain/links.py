"""Mailed links: `<id>[.<expiry>]-<HMAC>`. Nothing is stored; raising a row's version revokes.

The HMAC covers purpose, id, version and expiry (seconds since 1970), so that a link opens exactly
what it was made for.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

MAC_BYTES = 20
OLD_VERSIONS = 50
TOKEN = re.compile(r"([1-9][0-9]{0,17})(?:\.([1-9][0-9]{0,10}))?-([A-Za-z0-9_-]{27})")
URL_NAMES = {
    "registration": "signup:registration",
    "turn": "signup:turn",
    "my-data": "signup:my_data",
    "trial": "signup:try_out",
    "invitation": "invitation",
    "host": "signup:host",
    "helper": "signup:helper",
    "check-in": "signup:check_in",
}
BEFORE_SECRETS = (
    *("registration", "turn", "my-data", "host", "helper", "c"),
    *("try-out", "invitation", "payment"),
)
"""The parts of addresses after which something stands that opens them: logs leave it out, machines
are asked to keep away."""


class LinkError(Exception):
    """The link does not open anything."""


class BadLink(LinkError):
    """Never made by us, or for something else."""


class OldLink(LinkError):
    """Made by us, but its time is over or a newer one has replaced it."""


@dataclass(frozen=True)
class Parsed:
    """What a token says of itself, before it is believed."""

    pk: int
    expires: datetime | None
    mac: str


def make(purpose: str, pk: int, version: int, expires: datetime | None = None) -> str:
    """The token that opens this row for this purpose, until `expires` (whole seconds)."""
    head = str(pk) if expires is None else f"{pk}.{int(expires.timestamp())}"
    return f"{head}-{_mac(purpose, head, version, settings.SECRET_KEY)}"


def url(purpose: str, pk: int, version: int, expires: datetime | None = None) -> str:
    """The absolute address of the page behind a new token."""
    token = make(purpose, pk, version, expires)
    return settings.BASE_URL + reverse(URL_NAMES[purpose], args=[token])


def parse(token: str) -> Parsed:
    """Take a token apart; raises BadLink. `verify` says whether it is genuine."""
    match = TOKEN.fullmatch(token)
    if not match:
        raise BadLink
    pk, expires, mac = match.groups()
    return Parsed(int(pk), datetime.fromtimestamp(int(expires), UTC) if expires else None, mac)


def verify(purpose: str, token: str, version: int, at: datetime) -> None:
    """Believe a token or raise: OldLink if it once was genuine, BadLink if it never was.

    `version` is the row's own now; the caller found the row by `parse(token).pk`.
    """
    parsed = parse(token)
    head = token.rpartition("-" + parsed.mac)[0]
    if not _is_genuine(purpose, head, version, parsed.mac):
        earlier = range(max(0, version - OLD_VERSIONS), version)
        was = any(_is_genuine(purpose, head, old, parsed.mac) for old in earlier)
        raise OldLink if was else BadLink
    if parsed.expires and parsed.expires <= at:
        raise OldLink


def _is_genuine(purpose: str, head: str, version: int, mac: str) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(_mac(purpose, head, version, key), mac) for key in keys)


def _mac(purpose: str, head: str, version: int, key: str | bytes) -> str:
    digest = salted_hmac(f"mail.links.{purpose}", f"{head}/{version}", key, algorithm="sha256")
    return urlsafe_b64encode(digest.digest()[:MAC_BYTES]).decode().rstrip("=")
