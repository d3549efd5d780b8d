"""Mails, by whom they are to and what they are about, in the words the desk shows."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Concat

from contacts.models import Contact
from events.models import HostContact, Registration, Turn
from events.models.registration import as_typed
from mail import kinds
from mail.models import Message
from office.folding import found_by


def mails_found_by(rows: QuerySet[Message], text: str) -> QuerySet[Message]:
    """By the name, address or phone number of whom they are to, by their kind in words or by the
    event's title."""
    mails = with_people(Message.objects.order_by())
    title = KeyTextTransform("title", "facts")
    here = found_by(mails, text, "to", "person", _kind_in_words(), title, phone="phone")
    found = Q(pk__in=here.values("pk"))
    for addresses in _addresses(text):
        found |= Q(to__in=addresses)
    return rows.filter(found)


def _addresses(text: str) -> list[QuerySet[Any]]:
    """Of people that fit: a mail from before their address was proven names nobody."""
    contacts = Contact.objects.living().order_by().found_by(text).values("email")
    unproven: list[Any] = [
        model._default_manager.filter(proven_at=None).order_by() for model in (Registration, Turn)
    ]
    name, phone = as_typed("name"), as_typed("phone")
    claims = [found_by(rows, text, name, phone=phone) for rows in unproven]
    return [contacts, *(rows.values("email") for rows in claims)]


def _kind_in_words() -> Case:
    whens = [When(kind=name, then=Value(label)) for name, label in kinds.labels().items()]
    return Case(*whens, default=F("kind"), output_field=CharField())


def with_people(mails: QuerySet[Message]) -> QuerySet[Any]:
    """Annotate the `person` each is to, and their `phone`."""
    people = Contact.objects.filter(uuid=OuterRef("contact"))
    practices = HostContact.objects.filter(email=OuterRef("to"), left_at=None).order_by("pk")
    named = practices.annotate(named=Concat("host__name", Value(", "), "name"))
    return mails.annotate(
        person=_of(people.values("name"), named.values("named")),
        phone=_of(people.values("phone"), practices.values("phone")),
    )


def _of(people: QuerySet[Any], practices: QuerySet[Any]) -> Case:
    """From the person a mail is to, or from the contact of a practice."""
    return Case(
        When(kind__startswith="host_", then=Subquery(practices[:1])),
        default=Subquery(people[:1]),
        output_field=CharField(),
    )
