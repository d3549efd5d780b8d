"""Notes as they are shown: what, who wrote it, when, and whether the reader may delete it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contacts.domain.notes import may_delete
from contacts.models import Contact, Note
from desk import words
from desk.views.base import actor_of


@dataclass(frozen=True)
class NoteLine:
    note: Note
    when: str
    who: str
    can_delete: bool


def notes_to_show(contact: Contact, request: Any) -> list[NoteLine]:
    """The newest first."""
    actor, zone = actor_of(request), words.office_zone()
    return [
        NoteLine(
            note=it,
            when=words.moment(it.written_at, zone),
            who=words.user_name(it.written_by) if it.written_by else "",
            can_delete=may_delete(it, actor),
        )
        for it in contact.notes.select_related("written_by")
    ]
