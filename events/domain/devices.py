"""Links that one browser keeps: the first that opens one; every other has to ask for its own."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from events.models import HelperPass, HostLink

Kept = HostLink | HelperPass


def new_secret() -> str:
    """What a browser is given to be known by: 256 bits, kept nowhere else."""
    return secrets.token_urlsafe(32)


def is_known(row: Kept, secret: str) -> bool:
    """Whether this browser is the one that keeps the link."""
    return bool(row.device) and secrets.compare_digest(row.device, _digest(secret))


def open_with(row: Kept, secret: str, at: datetime) -> bool:
    """Let the browser that holds this secret keep the link, if none does yet; whether it may."""
    with transaction.atomic():
        kept: Any = type(row)._default_manager.select_for_update().get(pk=row.pk)
        if not kept.device:
            kept.device, kept.opened_at = _digest(secret), at
            kept.save(update_fields=["device", "opened_at"])
        row.device, row.opened_at = kept.device, kept.opened_at
    return is_known(row, secret)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
