"""Trying the sign-up: somebody of the office goes the whole way to their own address.

A trial is a copy of a date, with a place of its own. Everything on it is real: form, mails, invite,
personal page. Nothing of it is counted or listed, and in the end nothing of it is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import PROTECT, Model, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from contacts.models import Contact
from events.domain import mails, registrations
from events.domain.errors import ActRefused
from events.domain.log import note
from events.domain.places import Places
from events.models import Audience, Because, Occurrence, OccurrenceState, Registration, Turn
from mail.domain import suppression
from mail.domain.addresses import normalize
from mail.models import Message, MessageState
from office import clock
from office.actor import PERSON, Actor
from office.one_by_one import one_by_one

LASTS = timedelta(hours=24)
"""A trial that nobody clears away ends by itself after so long."""

LAST_MAILS = timedelta(hours=1)
"""So long the mail that takes it out of the calendar has to leave before all is deleted."""

ROOM = timedelta(hours=2)
"""What a date must be away at least: less, and its waitlist would be over at once."""


class NoAddress(ActRefused):
    sentence = _(
        "Your own user has no e-mail address to write to. Put one into your account first."
    )


class Blocked(ActRefused):
    sentence = _("We do not write to your address: it bounced, or said that it was not you.")


class TooLate(ActRefused):
    sentence = _("This date is over, called off or about to begin. Try one still to come.")


def start(occurrence: int, *, actor: Actor, full: bool = False) -> Occurrence:
    """Make the copy, open at once; `full`: as if all places were taken, to see the waitlist.

    Each user tries one date at a time: their trial of the same event is returned, one of another
    event ends. Raises NoAddress, Blocked, TooLate.
    """
    at, address = clock.now(), _own_address(actor)
    if suppression.suppressed(address, at):
        raise Blocked
    with transaction.atomic():
        like = Occurrence.objects.select_related("event").filter(pk=occurrence).first()
        if like is None or not can_be_tried(like, at):
            raise TooLate
        if was := running(_pk(actor)):
            if was.event_id == like.event_id:
                return was
            finish(was.pk)
        return _made(like, actor, at, full=full)


def can_be_tried(date: Occurrence, at: datetime) -> bool:
    """Whether there is still time for the whole way."""
    return not date.is_called_off and date.starts_at >= at + ROOM


def running(user: int | None) -> Occurrence | None:
    """What this user is trying now."""
    rows = Occurrence.every.trials().select_related("event")
    return rows.filter(trial_for_id=user).first() if user else None


def is_own(trial: Occurrence, address: str) -> bool:
    """Whether the address is that of whoever tries: nobody else can sign up on a trial."""
    return bool(trial.trial_for and trial.trial_for.email.lower() == address.lower())


def free_place(trial: int) -> None:
    """On a trial as if full: a place comes free, and is offered to whoever waits. Safe twice."""
    with Places.lock(trial) as places:
        if places.occurrence.is_trial and not places.occurrence.capacity:
            places.occurrence.capacity = 1
            places.occurrence.save(update_fields=["capacity"])


def finish(trial: int) -> bool:
    """End a trial, and delete it as soon as no mail of it waits. Returns whether it is gone.

    Whoever has it in their calendar is sent the mail that takes it out again.
    """
    if not Occurrence.every.trials().filter(pk=trial).exists():
        return True
    with Places.lock(trial) as places:
        date = places.occurrence
        _end_claims(places)
        date.trial_until = min(date.trial_until or places.at, places.at)
        date.trial_for = None
        date.save(update_fields=["trial_until", "trial_for"])
    return _delete_if_quiet(trial, clock.now())


def clear_due() -> None:
    """Finish what has lasted long enough, and delete what is finished."""
    over = Occurrence.every.filter(trial_until__lte=clock.now()).order_by("pk")
    one_by_one(over.values_list("pk", flat=True), _clear)


def _clear(trial: int) -> None:
    with suppress(ActRefused):  # somebody else was faster
        finish(trial)


# Making


def _pk(actor: Actor) -> int | None:
    return actor.user.pk if actor.user else None


def _own_address(actor: Actor) -> str:
    try:
        return normalize(getattr(actor.user, "email", ""))
    except ValueError:
        raise NoAddress from None


def _made(like: Occurrence, actor: Actor, at: datetime, *, full: bool) -> Occurrence:
    offers_until = like.offers_until if like.offers_until > at + ROOM else like.starts_at
    made = Occurrence(
        event=like.event,
        state=OccurrenceState.SCHEDULED,
        starts_at=like.starts_at,
        ends_at=like.ends_at,
        location=like.location,
        municipality_id=like.municipality_id,
        host_id=like.host_id,
        capacity=0 if full else 1,
        waitlist_limit=max(1, like.waitlist_limit),
        opens_at=at,
        closes_at=like.closes_at if at + ROOM < like.closes_at <= offers_until else offers_until,
        offers_until=offers_until,
        trial_for_id=_pk(actor),
        trial_until=at + LASTS,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # pressed twice
        return Occurrence.every.get(trial_for_id=_pk(actor))
    kept = like.audience.values("stage", "from_semester", "to_semester")
    Audience.objects.bulk_create(Audience(occurrence=made, **row) for row in kept)
    note(made, "events.try_out", actor)
    return made


# Ending


def _end_claims(places: Places) -> None:
    mine = {"occurrence": places.occurrence}
    for turn in Turn.objects.filter(ended_at=None, offer=None, **mine):
        places.end_turn(places.turn(turn.pk), Because.LEFT, actor=PERSON)
    for registration in Registration.objects.holding().filter(**mine):
        registrations.free(places, places.registration(registration.pk), actor=PERSON)
    queued = mails.of_occurrence(places.occurrence).filter(state=MessageState.QUEUED)
    queued.exclude(kind="cancelled").delete()


def _delete_if_quiet(trial: int, at: datetime) -> bool:
    with transaction.atomic():
        rows = Occurrence.every.select_for_update(of=("self",)).order_by()
        found = rows.filter(pk=trial, trial_until__lte=at).first()
        if found is None:
            return True
        queued = mails.of_occurrence(found).filter(state=MessageState.QUEUED)
        if queued.exists() and found.trial_until and at < found.trial_until + LAST_MAILS:
            return False
        _delete(found)
        return True


def _delete(trial: Occurrence) -> None:
    """Everything that was made by trying, and nothing else."""
    claims = [*trial.registrations.all(), *trial.turns.all()]
    people = list(Contact.objects.filter(pk__in={it.contact_id for it in claims}))
    mails.of_occurrence(trial).delete()
    _forget_log([trial, *claims])
    _forget_not_me(trial, claims, people)
    _with_what_hangs_on(Occurrence.every.filter(pk=trial.pk))
    for person in people:
        _forget_if_made_by_trying(person)


def _with_what_hangs_on(rows: QuerySet[Any]) -> None:
    """Delete rows and whatever would keep them from being deleted."""
    for relation in rows.model._meta.related_objects:
        if relation.on_delete is PROTECT:
            below = {f"{relation.field.name}__in": rows}
            _with_what_hangs_on(relation.related_model._base_manager.filter(**below))
    rows.delete()


def _forget_if_made_by_trying(person: Contact) -> None:
    if person.is_trial and not (person.registrations.exists() or person.turns.exists()):
        Message.objects.filter(contact=person.uuid).delete()
        _forget_log([person])
        person.delete()


def _forget_log(rows: Iterable[Model]) -> None:
    for row in rows:
        entries = ModelLogEntry.objects.filter(object_id=str(row.pk))
        entries.filter(content_type=ContentType.objects.get_for_model(row)).delete()


def _forget_not_me(
    trial: Occurrence, claims: list[Registration | Turn], people: list[Contact]
) -> None:
    """Who presses "this was not me" to see it can be written to again."""
    for address in {it.email for it in [*claims, *people] if it.email}:
        suppression.not_me_no_more(address, since=trial.opens_at)
