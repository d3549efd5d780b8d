"""The mails about the people on a date, found by what each is about."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from contacts.models import Contact
from events.models import (
    HostContact,
    HostInvite,
    HostLink,
    Mailing,
    Occurrence,
    Registration,
    Turn,
)
from mail.models import Message, MessageQuerySet, MessageState


def of_occurrence(occurrence: Occurrence | OuterRef) -> MessageQuerySet:
    """Every mail about a registration or turn on the date (which may be an outer query's), those
    to its host practices, and what coordinators wrote about it."""
    registrations = Registration.objects.filter(occurrence=occurrence)
    turns = Turn.objects.filter(occurrence=occurrence)
    written = Mailing.objects.filter(occurrence=occurrence).order_by().values("pk")
    return Message.objects.filter(
        Q(claim__in=_named("registration:", registrations))
        | Q(claim__in=_named("turn:", turns))
        | Q(claim__in=_named("host:", HostInvite.objects.filter(hosting__occurrence=occurrence)))
        | Q(claim__in=_named("host-link:", HostLink.objects.filter(hosting__occurrence=occurrence)))
        | Q(mailing__in=written)
    )


def practices_of(occurrence: Occurrence) -> dict[str, HostContact]:
    """The contacts of host practices that the date's mails are to, by what the mails are about."""
    found = {}
    for model, name in ((HostInvite, "host:"), (HostLink, "host-link:")):
        rows: Any = model._default_manager.filter(hosting__occurrence=occurrence)
        for row in rows.select_related("contact__host"):
            found[f"{name}{row.pk}"] = row.contact
    return found


def practice(mail: Message) -> HostContact | None:
    """The contact of a host practice that a mail is to, if it is to one."""
    if not mail.kind.startswith("host_") or not mail.to:
        return None
    rows = HostContact.objects.filter(left_at=None).select_related("host")
    if mail.claim.startswith("host:"):
        return rows.filter(invites=int(mail.claim.removeprefix("host:"))).first()
    return rows.filter(email=mail.to).order_by("pk").first()


def hosted_on(mail: Message) -> Occurrence | None:
    """The date that a mail to a host practice is about, if it is about one."""
    name, _, pk = mail.claim.partition(":")
    path = {"host": "hostings__invites", "host-link": "hostings__links"}.get(name)
    dates = Occurrence.objects.select_related("event")
    return dates.filter(**{path: int(pk)}).first() if path else None


def _named(name: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows' names in the outbox."""
    named = Concat(Value(name), Cast("pk", CharField()))
    return rows.order_by().annotate(named=named).values("named")


def not_reached(mails: QuerySet[Message]) -> QuerySet[Message]:
    """Those that did not arrive, or were not sent at all."""
    state = Q(state__in=[MessageState.FAILED, MessageState.WITHDRAWN])
    return mails.filter(state | Q(bounced_at__isnull=False))


def with_contacts(mails: QuerySet[Message]) -> QuerySet[Any]:
    """Annotate the person each is to: `contact_pk` and `contact_name`."""
    person = Contact.objects.filter(uuid=OuterRef("contact"))
    return mails.annotate(
        contact_pk=Subquery(person.values("pk")[:1]),
        contact_name=Subquery(person.values("name")[:1]),
    ).order_by("contact_name", "pk")
