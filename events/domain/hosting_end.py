"""The end of what practices wrote: a person who is erased stands in no line of theirs, nor in a
word about an offer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from contacts.domain.naming import names
from contacts.models import Contact
from events.models import Hosting, HostOffer

KEPT = timedelta(days=365)
"""How long after the end a practice's lines, and why it cancelled, stay."""
NOTHING = {"lines": "", "cancelled_because": ""}


def forget_person(contact: Contact) -> None:
    """Blank what practices wrote of visits they were on; on camps of theirs, or where they are
    named. That it was written, and whether the practice would see them again, stays."""
    rows = _written().filter(occurrence__registrations__contact=contact)
    seen = Q(of_spot=None) | Q(spot__allocations__registration__contact=contact)
    pks = set(rows.filter(seen).values_list("pk", flat=True))
    pks |= {it.pk for it in rows if names(f"{it.lines}\n{it.cancelled_because}", contact)}
    Hosting.objects.filter(pk__in=pks).update(**NOTHING)
    _forget_offers(contact)


def outdated(at: datetime) -> QuerySet[Hosting]:
    """Whose text is no longer to be kept."""
    return _written().filter(occurrence__ends_at__lte=at - KEPT)


def clean(at: datetime) -> None:
    """Delete those texts."""
    outdated(at).update(**NOTHING)


def _written() -> QuerySet[Hosting]:
    return Hosting.objects.exclude(**NOTHING)


def _forget_offers(contact: Contact) -> None:
    """What practices they were at say of their offers, and were answered, if it names them."""
    dates = contact.registrations.values("occurrence")
    been = Q(host__hostings__occurrence__in=dates) | Q(host__occurrences__in=dates)
    said = HostOffer.objects.filter(been).exclude(note="", answer="").distinct()
    named = [it.pk for it in said if names(f"{it.note}\n{it.answer}", contact)]
    HostOffer.objects.filter(pk__in=named).update(note="", answer="")
