"""Erasing a person: every place settled, every trace of who they were blanked, the counts kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction
from wagtail.models import ModelLogEntry

from contacts.models import Contact
from events.domain import (
    answers_end,
    friends,
    hosting_end,
    mailing_end,
    needs_end,
    spots_end,
    walk_ins,
)
from events.domain.log import note
from events.domain.places import Claim, Places
from events.models import Because, Registration, RegistrationState, Turn
from mail.domain import retention as mail_retention
from office import clock, log
from office.actor import Actor
from office.models import MedicalSchool

NOTHING: dict[str, Any] = {"submitted": None, "browser": "", "came_from": ""}
"""What is left on a claim of what its person brought along."""


def erase(contact: int, *, actor: Actor) -> None:
    """Erase a contact. Twice changes nothing.

    Their claims to what has not begun end first, each under its occurrence's lock, so that the
    next in line has the place; what has begun stays, without a name, for the counts. No mail is
    sent, since nobody is left to write to. Safe to resume after a crash: the person is blanked
    last.
    """
    erased = False
    while not erased:
        found = Contact.objects.get(pk=contact)
        for occurrence in _occurrences(found):
            with Places.lock(occurrence) as places:
                _end_claims(places, found, actor)
        erased = _blank_if_free(contact, actor)


def _blank_if_free(contact: int, actor: Actor) -> bool:
    """Blank a person; False if they claimed something meanwhile, which has to end first."""
    with transaction.atomic():
        found = Contact.objects.select_for_update().get(pk=contact)
        if found.erased_at:
            return True
        if _occurrences(found):
            return False
        _blank(found)
        note(found, "contacts.erase", actor)
        return True


def _occurrences(contact: Contact) -> list[int]:
    """Dates where they claim something; a confirmed place on what has begun is history."""
    begun = models.Q(occurrence__starts_at__lte=clock.now())
    places = Registration.objects.holding().exclude(begun, state=RegistrationState.CONFIRMED)
    rows = (places, Turn.objects.filter(ended_at=None))
    person = models.Q(contact=contact) | (models.Q(email=contact.email) & ~models.Q(email=""))
    theirs = (claims.filter(person).values_list("occurrence", flat=True) for claims in rows)
    return sorted({pk for pks in theirs for pk in pks})


def _end_claims(places: Places, contact: Contact, actor: Actor) -> None:
    while claim := places.claim_of(contact.email):
        if isinstance(claim, Registration):
            places.end(claim, Because.ERASED, actor=actor)
        else:
            places.end_turn(claim, Because.ERASED, actor=actor)


def _blank(contact: Contact) -> None:
    email, uuid = contact.email, contact.uuid
    mailing_end.forget(contact, clock.now())
    walk_ins.forget_person(contact)
    hosting_end.forget_person(contact)
    friends.forget_name(contact)
    contact.email = contact.name = contact.phone = ""
    contact.erased_at = clock.now()
    contact.link_version += 1
    contact.save()
    late = Registration.objects.proven_late().filter(_goes_on_for(contact))
    claims = (*contact.registrations.all(), *contact.turns.all(), *late)
    every = [claim.claim for claim in claims]  # some of it went to an address with a typo
    mail_retention.forget(contact.erased_at, contact=uuid, address=email, claims=every)
    _blank_unproven(email)
    late.update(**NOTHING, email="", ended_because=Because.ERASED)
    _blank_claims(contact)
    needs_end.forget_person(contact)
    spots_end.forget_person(contact)
    answers_end.forget_person(contact)
    contact.notes.all().delete()
    schools = MedicalSchool.objects.values_list("code", flat=True)
    contact.stages.exclude(school__in=schools).update(school="", campus="")


def _blank_unproven(email: str) -> None:
    """What somebody typed with this address and never proved; its links make nothing new."""
    for model in (Registration, Turn):
        ended = model.objects.filter(email=email, ended_at__isnull=False)
        ended.update(**NOTHING, email="", ended_because=Because.ERASED)


def _goes_on_for(contact: Contact) -> models.Q:
    return models.Q(successor__contact=contact) | models.Q(successor_turn__contact=contact)


def _blank_claims(contact: Contact) -> None:
    """Reasons are free text in which a name may stand; so is what the log kept of them."""
    rows: list[models.QuerySet[Claim]] = [contact.registrations.all(), contact.turns.all()]
    for claims in rows:
        claims.update(**NOTHING, reason="")
        log.blank(claims)
    log.blank(Contact.objects.filter(pk=contact.pk))


def reasons() -> list[models.QuerySet[ModelLogEntry]]:
    """What the office did about erased people since, such as giving a deposit back: with why."""
    gone = models.Q(contact__erased_at__isnull=False)
    places, turns = Registration.objects.filter(gone), Turn.objects.filter(gone)
    return [*map(log.telling, (places, turns, Contact.objects.filter(erased_at__isnull=False)))]


def clean(at: datetime) -> None:
    """Blank reasons that were written down after the person was erased."""
    for lines in reasons():
        lines.update(data={})
