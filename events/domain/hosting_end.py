"""The end of what practices wrote: a person who is erased stands in no line of theirs, nor in a
word about an offer."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from contacts.models import Contact
from events.models import Hosting, HostOffer

KEPT = timedelta(days=365)
"""How long after the end a practice's lines, and why it cancelled, stay."""
LONG_ENOUGH = 3
"""Shorter parts of a name stand inside other words, too: they count as words of their own."""
NOTHING = {"lines": "", "cancelled_because": ""}


def forget_person(contact: Contact) -> None:
    """Blank what practices wrote of visits they were on; on camps of theirs, or where they are
    named. That it was written, and whether the practice would see them again, stays."""
    theirs = Q(occurrence__registrations__contact=contact)
    seen = Q(of_spot=None) | Q(spot__allocations__registration__contact=contact)
    rows = _written().filter(theirs, seen | _naming(contact.name, "lines", "cancelled_because"))
    Hosting.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(**NOTHING)
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
    named = HostOffer.objects.filter(been, _naming(contact.name, "note", "answer"))
    pks = list(named.values_list("pk", flat=True))
    HostOffer.objects.filter(pk__in=pks).update(note="", answer="")


def _naming(name: str, *fields: str) -> Q:
    """Rows in one of whose fields a part of the name stands."""
    found = Q(pk=None)
    for part in name.split():
        whole = rf"(^|[^\w]){re.escape(part)}([^\w]|$)"
        how = ("icontains", part) if len(part) >= LONG_ENOUGH else ("iregex", whole)
        for field in fields:
            found |= Q((f"{field}__{how[0]}", how[1]))
    return found
