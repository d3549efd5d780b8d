"""The worker's part of mailings: what is due becomes one message for each person, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from contacts.models import Contact
from events.domain import recipients
from events.domain.facts import occurrence_facts
from events.domain.places import Claim, Places
from events.models import Mailing
from mail.domain import outbox
from mail.models import Message
from office import clock
from office.one_by_one import one_by_one

KIND = "mailing"


def send_due() -> int:
    """Queue the messages of all mailings whose time has come; returns how many mailings.

    Safe to run twice at once: whoever has a mailing's row first sends it, and nobody again.
    """
    due = Mailing.objects.due(clock.now()).order_by("leaves_at", "pk")
    return one_by_one(due.values_list("pk", "occurrence_id"), lambda it: send(*it))


def send(mailing: int, occurrence: int | None) -> bool:
    """Queue one mailing's messages, if it is still to leave. All of them, or none.

    Under the date's lock nobody joins or leaves a group while it is read; the people are held, so
    that nobody is erased in between. The update takes it, or finds it stopped or taken.
    """
    with _locked(occurrence) as at:
        due = Mailing.objects.due(at).filter(pk=mailing)
        found = due.select_related("occurrence__event").first()
        if found is None:
            return False
        messages = [_message(found, *it, at) for it in _recipients(found)]
        if not due.update(sent_at=at, count=len(messages)):
            return False
        outbox.queue_all(messages)
        return True


def example(mailing: Mailing, person: Contact, claim: Claim | None) -> Message:
    """The message a person would get; it is not kept."""
    return _message(mailing, person, claim, clock.now())


@contextmanager
def _locked(occurrence: int | None) -> Iterator[datetime]:
    if occurrence is not None:
        with Places.lock(occurrence) as places:
            yield places.at
    else:
        with transaction.atomic():
            yield clock.now()


def _recipients(mailing: Mailing) -> list[tuple[Contact, Claim | None]]:
    """Who gets it now, each with what they have on the date."""
    if mailing.contact_id:
        return [(it, None) for it in _held([mailing.contact_id])]
    assert mailing.occurrence  # noqa: S101 -- a constraint: to a date or to a person
    on_date = recipients.on([mailing.occurrence])[mailing.occurrence.pk]
    claims = on_date.group(mailing.recipients, mailing.chosen)
    by_person = {it.contact_id: it for it in claims if it.contact_id}
    return [(it, by_person[it.pk]) for it in _held(list(by_person))]


def _held(contacts: list[int]) -> list[Contact]:
    """The living among them, locked: an erasure waits until their messages are there to forget."""
    rows = Contact.objects.living().filter(pk__in=contacts)
    return list(rows.select_for_update(no_key=True).order_by("pk"))


def _message(mailing: Mailing, person: Contact, claim: Claim | None, at: datetime) -> Message:
    about: dict[str, Any] = occurrence_facts(mailing.occurrence) if mailing.occurrence else {}
    whom = claim.claim if claim else f"contact:{person.pk}"
    return Message(
        kind=KIND,
        to=person.email,
        language=claim.language if claim else person.language,
        queued_at=at,
        due_at=at,
        claim=f"mailing:{mailing.pk}:{whom}",
        mailing=mailing.pk,
        contact=person.uuid,
        facts=about | {"name": person.name},
    )
