"""Erasing a person: every place settled, every trace of who they were blanked, the counts kept."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
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
from office import clock
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
    mail_retention.forget(contact.erased_at, contact=uuid, address=email)
    for claim in (*contact.registrations.all(), *contact.turns.all()):
        mail_retention.forget(contact.erased_at, claim=claim.claim)  # to an address with a typo
    _blank_unproven(email)
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


def _blank_claims(contact: Contact) -> None:
    """Reasons are free text in which a name may stand; so is what the log kept of them."""
    rows: list[models.QuerySet[Claim]] = [contact.registrations.all(), contact.turns.all()]
    for claims in rows:
        claims.update(**NOTHING, reason="")
        _blank_log(claims.model, list(claims.values_list("pk", flat=True)))
    _blank_log(Contact, [contact.pk])


def _blank_log(model: type[models.Model], pks: list[int]) -> None:
    content_type = ContentType.objects.get_for_model(model)
    entries = ModelLogEntry.objects.filter(content_type=content_type)
    entries.filter(object_id__in=[str(pk) for pk in pks]).update(data={})
