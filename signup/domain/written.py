"""What coordinators wrote to a person, as that person read it."""

from __future__ import annotations

from typing import Any

from contacts.models import Contact
from events.letters.mailing import NAMES
from events.models import Mailing
from mail.models import Message
from mail.standard import Values, fill

TOLD = {name: NAMES[name] for name in NAMES if name != "link"}
"""A link is made when a mail leaves and is kept nowhere."""


def to(contact: Contact) -> list[dict[str, Any]]:
    """Subject and text of each, oldest first, as long as they are kept. Two statements."""
    mine = Message.objects.filter(contact=contact.uuid, mailing__isnull=False).exclude(facts={})
    messages = list(mine.order_by("pk"))
    kept = Mailing.objects.exclude(text="").in_bulk([it.mailing for it in messages])
    return [_letter(it, kept[it.mailing]) for it in messages if it.mailing in kept]


def _letter(message: Message, mailing: Mailing) -> dict[str, Any]:
    values = Values(TOLD, message)
    return {
        "subject": fill(mailing.subject, values),
        "said": fill(mailing.text, values),
        "queued_at": message.queued_at.isoformat(),
    }
