"""What the mail provider reports after sending: delivered, bounced, complained."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db import transaction

from mail.domain import suppression
from mail.models import Message
from office import clock

MESSAGE_ID = re.compile(r"<?([0-9a-f-]{36})@")
DID_NOT_ARRIVE = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}
DEAD_ADDRESS = {None, RejectReason.BOUNCED, RejectReason.INVALID}
"""Reasons that blame the address; the others (blocked, timed out) blame us or the moment."""
PASSING = re.compile(r"^transient|^undetermined|soft", re.IGNORECASE)
"""How providers name trouble that passes, such as a full mailbox; anymail says *bounced*, too."""


def record(event: AnymailTrackingEvent, **_: Any) -> None:
    """Note a provider's report at its message. Reports on mails we do not know are dropped."""
    uuid = _our_number(event)
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(uuid=uuid).first() if uuid else None
        if message:
            _note(message, event, event.timestamp or clock.now())


def _note(message: Message, event: AnymailTrackingEvent, at: datetime) -> None:
    if event.event_type == EventType.DELIVERED:
        _once(message, "delivered_at", at)
    elif event.event_type in DID_NOT_ARRIVE:
        _not_arrived(message, event, at)
    elif event.event_type == EventType.COMPLAINED:
        suppression.complained(message.to or event.recipient or "", at)


def _not_arrived(message: Message, event: AnymailTrackingEvent, at: datetime) -> None:
    passes = _passes(event)
    if passes and message.delivered_at:
        return  # an automatic answer: Amazon SES reports it as a passing bounce
    _once(message, "bounced_at", at)
    blames_address = event.event_type == EventType.BOUNCED and event.reject_reason in DEAD_ADDRESS
    if blames_address and not passes:
        _once(message, "dead_at", at)
        suppression.bounced(message.to or event.recipient or "", at)


def _passes(event: AnymailTrackingEvent) -> bool:
    """By the provider's own name for it: Amazon SES has it in the description, others elsewhere."""
    raw = event.esp_event if isinstance(event.esp_event, dict) else {}
    named = (event.description, raw.get("Type"), raw.get("event"), raw.get("type"))
    is_soft = any(PASSING.search(str(name)) for name in named if name)
    return is_soft or raw.get("hard_bounce") is False


def _once(message: Message, field: str, at: datetime) -> None:
    """The first report counts: providers send each one at least once."""
    if getattr(message, field) is None:
        setattr(message, field, at)
        message.save(update_fields=[field])


def _our_number(event: AnymailTrackingEvent) -> UUID | None:
    """From the metadata we gave along, else from our Message-ID where the provider keeps it."""
    match = MESSAGE_ID.match(event.message_id or "")
    number = (event.metadata or {}).get("message") or (match and match[1])
    try:
        return UUID(str(number))
    except ValueError:
        return None
