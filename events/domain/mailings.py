"""A coordinator's mail to the people on a date: written, stopped, or on its way after a while."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contacts.models import Contact
from events.domain import recipients
from events.domain.errors import ActRefused
from events.domain.log import note
from events.models import Mailing, Occurrence
from office import clock
from office.actor import Actor

WAIT = timedelta(minutes=5)
"""So long a mailing can be stopped."""
MANY = 20
"""More people than this are asked about a second time."""


class NobodyThere(ActRefused):
    sentence = gettext_lazy("There is nobody to write to.")


class ManyPeople(ActRefused):
    """Asked for a second time: so many people."""

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "This goes to %(count)d person. Say that you mean it.",
                "This goes to %(count)d people. Say that you mean it.",
                count,
            )
            % {"count": count}
        )


class HasLeft(ActRefused):
    sentence = gettext_lazy("It is too late: the mail has left.")


@dataclass(frozen=True)
class Text:
    """What is written."""

    subject: str
    text: str
    with_link: bool = True
    reply_to: str = ""


def write(
    occurrences: Collection[int],
    text: Text,
    *,
    actor: Actor,
    to: str,
    chosen: Iterable[int] = (),
    sure: bool = False,
    batch: uuid.UUID | None = None,
) -> list[Mailing]:
    """Write to a group on one or several dates: one mailing per date where anybody is in it.

    It leaves after WAIT; who is in the group is judged then. The same `batch` a second time is the
    first one again. Raises NobodyThere, or ManyPeople unless `sure`.
    """
    with transaction.atomic():
        rows = Occurrence.objects.select_related("event").filter(pk__in=occurrences)
        dates = list(rows.select_for_update(of=("self",)).order_by("pk"))
        if batch and (written := list(Mailing.objects.filter(batch=batch).order_by("pk"))):
            return written
        numbers = _numbers(dates, to, list(chosen))
        if sum(numbers.values()) > MANY and not sure:
            raise ManyPeople(sum(numbers.values()))
        more = {"recipients": to, "chosen": list(chosen), "batch": batch or uuid.uuid4()}
        found = [_written(actor, text, occurrence=it, **more) for it in dates if it.pk in numbers]
        for it in found:
            number = numbers[it.occurrence_id or 0]
            note(it.occurrence, "events.write", actor, mailing=it.pk, people=number)  # type: ignore[arg-type]
        return found


def write_to_person(
    contact: int,
    text: Text,
    *,
    actor: Actor,
    about: int | None = None,
    batch: uuid.UUID | None = None,
) -> Mailing:
    """Write to one person, about a date of theirs or about none. Raises NobodyThere if erased."""
    with transaction.atomic():
        person = Contact.objects.select_for_update().get(pk=contact)
        if person.erased_at:
            raise NobodyThere(_("This person is erased; there is no address to write to."))
        if batch and (written := Mailing.objects.filter(batch=batch).first()):
            return written
        mailing = _written(
            actor,
            text,
            contact=person,
            occurrence_id=about,
            recipients="chosen",
            batch=batch or uuid.uuid4(),
        )
        note(person, "contacts.write", actor, mailing=mailing.pk)
        return mailing


def stop(mailing: int, *, actor: Actor) -> Mailing:
    """Let it not leave. Twice is once. Raises HasLeft once the worker has taken it."""
    at = clock.now()
    with transaction.atomic():
        stopped = Mailing.objects.pending().filter(pk=mailing).update(stopped_at=at)
        found = Mailing.objects.select_related("occurrence", "contact").get(pk=mailing)
        if found.stopped_at is None:
            raise HasLeft
        if stopped:
            note(found.occurrence or found.contact, "events.stop", actor, mailing=mailing)  # type: ignore[arg-type]
        return found


def stop_all(batch: uuid.UUID, *, actor: Actor) -> list[Mailing]:
    """Stop every mailing of one act of writing. Raises HasLeft, and stops none, if one has left."""
    with transaction.atomic():
        mine = Mailing.objects.filter(batch=batch).order_by("pk").values_list("pk", flat=True)
        return [stop(pk, actor=actor) for pk in mine]


def _numbers(dates: list[Occurrence], to: str, chosen: list[int]) -> dict[int, int]:
    """How many are in the group now, of the dates where anybody is."""
    found = {pk: len(it.group(to, chosen)) for pk, it in recipients.on(dates).items()}
    found = {pk: number for pk, number in found.items() if number}
    if not found:
        raise NobodyThere
    return found


def _written(actor: Actor, text: Text, **whom: Any) -> Mailing:
    at = clock.now()
    return Mailing.objects.create(
        subject=text.subject,
        text=text.text,
        with_link=text.with_link,
        reply_to=text.reply_to,
        written_by=cast("User | None", actor.user),
        written_at=at,
        leaves_at=at + WAIT,
        **whom,
    )
