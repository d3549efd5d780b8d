"""Putting mails into the outbox, in the transaction of the act they tell of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from mail.models import Message, MessageQuerySet, MessageState

PROOF_WINDOW = timedelta(hours=24)
SENT_ON = ["to", "facts", "due_at", "attempts", "why", "lease", "leased_until"]


def queue(
    kind: str,
    *,
    to: str,
    language: str,
    at: datetime,
    claim: str = "",
    revision: int = 0,
    n: int = 0,
    contact: UUID | None = None,
    facts: dict[str, Any] | None = None,
    asks_proof: bool = False,
    try_out: bool = False,
    due_at: datetime | None = None,
) -> Message:
    """Queue one mail; with a claim, the same mail a second time is the first one again.

    Mails of one claim leave in the order of its revisions: one due later holds back the next.
    What is only tried out says so in its subject.
    """
    message = Message(
        kind=kind,
        to=to,
        language=language,
        queued_at=at,
        due_at=due_at or at,
        claim=claim,
        revision=revision,
        n=n,
        contact=contact,
        facts=facts or {},
        asks_proof=asks_proof,
        try_out=try_out,
    )
    if _insert(message):
        return message
    return Message.objects.get(claim=claim, revision=revision, kind=kind, to=to, n=n)


def queue_all(messages: list[Message]) -> None:
    """Queue many mails, each of a claim of its own, in one statement; one that is there stays."""
    Message.objects.bulk_create(messages, ignore_conflicts=True)


def answered(address: str, at: datetime) -> None:
    """The address has answered: none of its mails waits for a proof any more."""
    waiting = Message.objects.filter(to=address, asks_proof=True, answered_at=None)
    waiting.update(answered_at=at)


def belong_to(contact: UUID, address: str) -> None:
    """The mails to an address are this person's, also once they have another address."""
    Message.objects.filter(to=address, contact=None).update(contact=contact)


def unanswered_count(address: str, at: datetime) -> int:
    """How many mails of the last 24 hours still wait for this address to answer."""
    return Message.objects.unanswered(address, at - PROOF_WINDOW).count()


def withdraw(claim: str, why: str, at: datetime) -> None:
    """Take back what has not left. What a worker holds is its own: it looks again by itself."""
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    Message.objects.filter(free, claim=claim, state=MessageState.QUEUED).update(
        state=MessageState.WITHDRAWN, ended_at=at, why=why[:300], lease=None, leased_until=None
    )


def take_back(claim: str, kinds: Iterable[str], why: str, at: datetime) -> list[Message]:
    """The same for some kinds of mail; those taken back, in the order in which they were to leave.

    For who tells the same and more in a newer one.
    """
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    waiting = Message.objects.filter(free, claim=claim, kind__in=kinds, state=MessageState.QUEUED)
    found = list(waiting.select_for_update().order_by("revision", "pk"))
    if found:
        Message.objects.filter(pk__in=[it.pk for it in found]).update(
            state=MessageState.WITHDRAWN, ended_at=at, why=why, lease=None, leased_until=None
        )
    return found


def send_on(mails: MessageQuerySet, to: str, at: datetime) -> None:
    """Let what of these has not left go to another address, at which the same person reads now.

    What a worker holds is its own: it looks again by itself.
    """
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    waiting = mails.filter(free, state=MessageState.QUEUED)
    for it in waiting.select_for_update().order_by("pk"):
        it.facts = {key: to if fact == it.to else fact for key, fact in it.facts.items()}
        it.to, it.due_at, it.attempts, it.why = to, at, 0, ""
        it.lease = it.leased_until = None
        it.save(update_fields=SENT_ON)


def _insert(message: Message) -> bool:
    """One INSERT that gives the key back, or nothing where the mail is there already.

    Django's own get-or-create needs a SELECT or a savepoint for each mail.
    """
    fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    values = [field.get_db_prep_save(field.pre_save(message, True), connection) for field in fields]
    table, marks = Message._meta.db_table, ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({marks}) "  # noqa: S608 -- names of ours
            "ON CONFLICT DO NOTHING RETURNING id",
            values,
        )
        row = cursor.fetchone()
    message.pk, message._state.adding = (row[0], False) if row else (None, True)
    message._state.db = connection.alias
    return row is not None
