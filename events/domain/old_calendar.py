"""Taking entries out of the calendar of an address that is a person's no more.

It may be a stranger's. Whoever reads there has the entry already and learns no more: the text is
fixed, names nobody and has no link. No claim orders these mails among others: what goes to the new
address must not wait for a mail server that the old one may not even have.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from contacts.models import Contact
from events.domain.facts import occurrence_facts
from events.models import Registration
from mail.domain import outbox
from mail.models import Message, MessageState

KIND = "old_calendar"
REQUESTS = ("place", "moved", "moved_to", "changed")
CANCELS = ("cancelled", "removed", "called_off", "moved_away")


def take_out(contact: Contact, old: str, at: datetime) -> None:
    """Cancel there what is not over; the new address gets the next SEQUENCE.

    The caller holds the locks of all the person claims, and has sent on what had not left.
    """
    for registration in _entries(contact, old, at):
        if registration.is_confirmed:
            registration.sequence += 1
            registration.save(update_fields=["sequence"])
        outbox.queue(
            KIND,
            to=old,
            language=registration.language,
            at=at,
            contact=contact.uuid,
            facts=_facts(registration, old, at),
            try_out=registration.occurrence.is_trial,
        )


def _entries(contact: Contact, old: str, at: datetime) -> Iterator[Registration]:
    """What an invite brought there, or is bringing just now, and no cancellation took out."""
    there = Q(to=old) | Q(to="")
    mails = Message.objects.filter(there, contact=contact.uuid, kind__in=(*REQUESTS, *CANCELS))
    came = mails.filter(state__in=[MessageState.SENT, MessageState.QUEUED], bounced_at=None)
    last = dict(came.order_by("revision", "pk").values_list("claim", "kind"))
    mine = contact.registrations.filter(occurrence__ends_at__gt=at, sequence__gte=0)
    for registration in mine.select_related("occurrence__event").order_by("pk"):
        if last.get(registration.claim) in REQUESTS:
            yield registration


def _facts(registration: Registration, old: str, at: datetime) -> dict[str, Any]:
    return occurrence_facts(registration.occurrence) | {
        "uid": str(registration.uid),
        "sequence": registration.sequence,
        "organizer": registration.organizer,
        "created_at": registration.created_at.isoformat(),
        "changed_at": at.isoformat(),
        "address": old,
    }
