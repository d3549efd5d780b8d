"""Mails, by whom they are to and what they are about, in the words the desk shows."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Concat

from contacts.models import Contact
from events.models import HostContact, Registration, Turn
from events.models.registration import as_typed
from mail import kinds
from mail.models import Message
from office.folding import fold, folded, found_by, phone_in


def mails_found_by(rows: QuerySet[Message], text: str) -> QuerySet[Message]:
    """Those of which every word stands in the address, the event's title, the kind in words or in
    the name of whom they are to; or to whoever has the phone number."""
    rows = rows.alias(said=folded("to", KeyTextTransform("title", "facts")))
    found = Q()
    for word in fold(text).split():
        found &= Q(said__contains=word) | Q(kind__in=_kinds(word)) | _to_people(word)
    return rows.filter(found | _to_people(text) if phone_in(text) else found)


def _kinds(word: str) -> list[str]:
    return [name for name, label in kinds.labels().items() if word in fold(label)]


def _to_people(text: str) -> Q:
    """To those that fit; by address, since a mail that asks for proof names nobody."""
    people = Contact.objects.living().order_by().found_by(text)
    found = Q(contact__in=people.values("uuid")) | Q(to__in=people.values("email"))
    for rows in (_practices(text), *_unproven(text)):
        found |= Q(to__in=rows.values("email"))
    return found


def _practices(text: str) -> QuerySet[Any]:
    rows = HostContact.objects.filter(left_at=None).order_by()
    return found_by(rows, text, "host__name", "name", phone="phone")


def _unproven(text: str) -> list[QuerySet[Any]]:
    """Claims by what was typed."""
    rows: list[Any] = [Registration.objects.order_by(), Turn.objects.order_by()]
    name, phone = as_typed("name"), as_typed("phone")
    return [found_by(it.filter(proven_at=None), text, name, phone=phone) for it in rows]


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
