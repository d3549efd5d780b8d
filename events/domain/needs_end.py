"""When what people told of their needs is deleted: with their place, and some days after it.

Under the lock of `Places`, so a place and what was told for it end in one act.
"""

from __future__ import annotations

from datetime import datetime

from contacts.models import Contact
from events.models import EmergencyContact, Need, Occurrence, Registration

KEPT_FOR_A_PLACE: tuple[type[Need | EmergencyContact], ...] = (Need, EmergencyContact)


def forget(registration: Registration) -> None:
    """The place has ended: delete what was told for it."""
    for model in KEPT_FOR_A_PLACE:
        model.objects.of(registration).delete()


def go_along(registration: Registration, to: Occurrence) -> None:
    """A person moves to another date of the same event: what they told moves with them.

    What that date does not ask is left behind, and deleted with the old place.
    """
    if registration.occurrence.event_id != to.event_id:
        return
    if to.event.asks_food or to.event.asks_access:
        Need.objects.of(registration).update(occurrence=to)
    if to.event.asks_emergency:
        EmergencyContact.objects.of(registration).update(occurrence=to)


def forget_person(contact: Contact) -> None:
    """Of an erased person nothing of it stays."""
    for model in KEPT_FOR_A_PLACE:
        model.objects.filter(contact=contact).delete()


def clean(at: datetime) -> None:
    """Delete what is overdue."""
    for model in KEPT_FOR_A_PLACE:
        model.objects.overdue(at).delete()
