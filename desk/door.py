"""What the desk shows of the door: links of helpers, and who waits to be seen to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from desk import words
from events.domain import walk_ins
from events.models import HelperPass, Occurrence
from office.actor import Actor
from signup.domain.door import AtDoor

LATELY = timedelta(minutes=2)


@dataclass(frozen=True)
class Pass:
    """A helper's link as a line: whose phone, how it stands, and what can be done."""

    pk: int
    name: str
    state: str
    is_waiting: bool
    can_be_revoked: bool

    @classmethod
    def of(cls, row: HelperPass, at: datetime) -> Pass:
        is_over = row.revoked_at is not None or at >= row.ends_at
        return cls(
            pk=row.pk,
            name=row.name or _("a helper"),
            state=_state(row, at),
            is_waiting=not is_over and not row.device,
            can_be_revoked=not is_over,
        )


def passes_of(occurrence: Occurrence, at: datetime) -> list[Pass]:
    """The newest first."""
    rows = HelperPass.objects.filter(occurrence=occurrence).order_by("-pk")
    for row in (found := list(rows)):
        row.occurrence = occurrence
    return [Pass.of(row, at) for row in found]


def on_tab(occurrence: Occurrence, at: datetime, user: Any) -> dict[str, Any]:
    """The door's part of the attendance tab, as far as this user may see it."""
    may = user.has_perm
    door = AtDoor(occurrence, Actor("user"), at)
    return {
        "is_open": door.may_read and occurrence.is_scheduled,
        "can_let_in": may("events.add_helperpass") and occurrence.is_scheduled,
        "passes": passes_of(occurrence, at) if may("events.view_helperpass") else [],
        "walk_ins": list(walk_ins.waiting(occurrence.pk)) if may("events.change_walkin") else [],
        "kept_until": (occurrence.ends_at + walk_ins.KEPT).astimezone(occurrence.zone).date(),
    }


def _state(row: HelperPass, at: datetime) -> str:
    zone = row.occurrence.zone
    if row.revoked_at:
        return _("revoked %(when)s") % {"when": words.moment(row.revoked_at, zone)}
    if at >= row.ends_at:
        return _("over")
    if not row.opened_at:
        return _("not opened yet")
    if row.seen_at and at - row.seen_at < LATELY:
        return _("in use now")
    seen = row.seen_at or row.opened_at
    return _("last seen %(when)s") % {"when": words.moment(seen, zone)}
