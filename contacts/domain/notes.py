"""What the office writes down about a contact; the contact can read it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from contacts.models import Contact, Note
from office import clock
from office.actor import Actor
from office.log import note as log
from office.refusal import ActRefused

KEPT = timedelta(days=730)


def write(contact: int, text: str, *, actor: Actor) -> Note:
    """Write a note. Raises ActRefused for an empty one, or about somebody erased."""
    if not text.strip():
        raise ActRefused(_("Write something first."))
    with transaction.atomic():
        found = Contact.objects.select_for_update().get(pk=contact)
        if found.erased_at:
            raise ActRefused(_("This person is erased; nothing is written about them."))
        made = Note.objects.create(
            contact=found, text=text.strip(), written_by_id=_user(actor), written_at=clock.now()
        )
        log(found, "contacts.write_note", actor)
        return made


def delete(note: int, *, actor: Actor) -> None:
    """Delete a note, for good. Twice changes nothing. Raises ActRefused for somebody else's."""
    with transaction.atomic():
        found = Note.objects.select_for_update().filter(pk=note).first()
        if found is None:
            return
        if not may_delete(found, actor):
            raise ActRefused(_("You can delete your own notes only."))
        log(found.contact, "contacts.delete_note", actor)
        found.delete()


def may_delete(note: Note, actor: Actor) -> bool:
    """Whoever wrote it, and those who may delete all notes."""
    user = actor.user
    if user is None:
        return False
    return note.written_by_id == user.pk or user.has_perm("contacts.delete_note")  # type: ignore[attr-defined]


def clean(at: datetime) -> None:
    """Delete what is older than two years."""
    Note.objects.overdue(at - KEPT).delete()


def _user(actor: Actor) -> int | None:
    return actor.user.pk if actor.user else None
