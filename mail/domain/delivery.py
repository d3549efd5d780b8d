"""The outbox's worker: lease a message, look again, send it, end it.

Sending stands outside every transaction. A lease outlasts all waits of one SMTP conversation; a
worker that was away longer finds its lease gone and changes nothing. A crash, or an answer that
never comes, means that the mail is sent again, under the same Message-ID.
"""

from __future__ import annotations

import logging
import math
import random
import time
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, transaction

from mail import kinds
from mail.domain import suppression
from mail.domain.answers import Answer, Fate, without_addresses
from mail.domain.composing import Mail, build
from mail.domain.transport import Transport
from mail.models import HELD_BACK, Message, MessageQuerySet, MessageState
from office import clock

__all__ = ["build", "deliver_due", "lease_length"]

logger = logging.getLogger(__name__)

BACK_OFF = [timedelta(minutes=m) for m in (1, 3, 10, 30, 60, 120, 240, 240, 360, 360)]
"""Waits between tries, in all about 24 hours; each is lengthened or shortened by up to a fifth."""
TRIES = len(BACK_OFF) + 1
WAITS_OF_ONE_MAIL = 15
"""How often, at most, one SMTP conversation can wait for its timeout, with TLS and login."""


def lease_length() -> timedelta:
    """How long a worker may be busy with one mail before another takes it over."""
    return timedelta(seconds=max(60.0, WAITS_OF_ONE_MAIL * (settings.EMAIL_TIMEOUT or 60)))


def deliver_due(limit: float = 20, seconds: float = math.inf) -> int:
    """Send up to `limit` due messages, none begun after so many seconds; how many were taken up.

    Stops early when the mail server cannot be reached, so that the others keep their tries.
    """
    if not Message.objects.due(clock.now()).exists():
        return 0
    done, end = 0, time.monotonic() + seconds
    with Transport() as transport:
        while done < limit and time.monotonic() < end and (message := _lease()):
            done += 1
            if not _deliver(message, transport):
                break
    return done


def _lease() -> Message | None:
    """The next due message, ours for a while; None if there is none that is free."""
    with transaction.atomic(durable=True):
        at = clock.now()
        due = Message.objects.due(at).select_for_update(skip_locked=True, of=("self",))
        if message := due.first():
            message.lease, message.leased_until = uuid4(), at + lease_length()
            message.attempts += 1
            message.save(update_fields=["lease", "leased_until", "attempts"])
    return message


def _deliver(message: Message, transport: Transport) -> bool:
    """Do with a leased message what is right now; False if the way out is broken."""
    if message.attempts > TRIES:
        _end(message, MessageState.FAILED, message.why or "the worker stopped while sending it")
        return True
    answer = transport.open()
    if answer.fate is Fate.ACCEPTED:
        mail = _made(message)
        if mail is None or not _is_ours(message):
            return True
        answer = transport.send(mail)
    _take(message, answer)
    return answer.works


def _made(message: Message) -> Mail | None:
    """The mail, or None where the message must not or cannot leave and has been ended."""
    try:
        if why := _objection(message):
            _end(message, MessageState.WITHDRAWN, why)
            return None
        return build(message)
    except DatabaseError:
        raise
    except Exception as error:
        logger.exception("message %s cannot be made", message.pk)
        _end(message, MessageState.FAILED, f"cannot be made: {type(error).__name__}")
        return None


def _objection(message: Message) -> str:
    """Why the message must not leave any more, or ""."""
    kind = kinds.get(message.kind)
    if why := kind.still_true(message):
        return why
    if kind.must_know:
        return ""
    row = suppression.suppressed(message.to, clock.now())
    return f"{HELD_BACK}{row.reason}" if row else ""


def _take(message: Message, answer: Answer) -> None:
    match answer.fate:
        case Fate.ACCEPTED:
            _end(message, MessageState.SENT)
        case Fate.LATER if message.attempts < TRIES:
            _postpone(message, answer.why)
        case Fate.NO_SUCH_ADDRESS:
            suppression.bounced(message.to, at := clock.now())
            _end(message, MessageState.FAILED, answer.why, bounced_at=at, dead_at=at)
        case _:
            _end(message, MessageState.FAILED, answer.why)


def _postpone(message: Message, why: str) -> None:
    wait = BACK_OFF[message.attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311 -- no secret
    _give_back(message, due_at=clock.now() + wait, why=why[:300])


def _end(message: Message, state: MessageState, why: str = "", **more: object) -> None:
    why = without_addresses(why)[:300]
    _give_back(message, state=state, ended_at=clock.now(), why=why, **more)


def _give_back(message: Message, **values: object) -> None:
    if not _mine(message).update(lease=None, leased_until=None, **values):
        logger.warning("message %s was no longer this worker's to end", message.pk)


def _is_ours(message: Message) -> bool:
    return _mine(message).filter(leased_until__gt=clock.now()).exists()


def _mine(message: Message) -> MessageQuerySet:
    return Message.objects.filter(pk=message.pk, lease=message.lease, state=MessageState.QUEUED)
