"""A practice that receives nobody any more, and that does so again after all.

What it is part of and whom it is written to stays as it is; it is only no longer a choice.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from events.domain.log import note
from events.models import Host
from office import clock
from office.actor import Actor


def retire(host: int, *, actor: Actor) -> Host:
    """Choose it no more. Safe twice."""
    return _retired(host, clock.now(), "events.retire_host", actor)


def reinstate(host: int, *, actor: Actor) -> Host:
    """Let it be chosen again. Safe twice."""
    return _retired(host, None, "events.reinstate_host", actor)


@transaction.atomic
def _retired(host: int, at: datetime | None, act: str, actor: Actor) -> Host:
    found = Host.objects.select_for_update(no_key=True).get(pk=host)
    if bool(found.retired_at) != bool(at):
        found.retired_at = at
        found.save(update_fields=["retired_at"])
        note(found, act, actor)
    return found
