"""The end of what practices wrote: a person who is erased stands in no line of theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from contacts.models import Contact
from events.models import Hosting

KEPT = timedelta(days=365)
"""How long after the end a practice's lines, and why it cancelled, stay."""
LONG_ENOUGH = 3
"""Shorter parts of a name stand in other words, too."""
NOTHING = {"lines": "", "cancelled_because": ""}


def forget_person(contact: Contact) -> None:
    """Blank what practices wrote of visits they were on; on camps of theirs, or where they are
    named. That it was written, and whether the practice would see them again, stays."""
    theirs = Q(occurrence__registrations__contact=contact)
    seen = Q(of_spot=None) | Q(spot__allocations__registration__contact=contact)
    rows = _written().filter(theirs, seen | _naming(contact.name))
    Hosting.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(**NOTHING)


def outdated(at: datetime) -> QuerySet[Hosting]:
    """Whose text is no longer to be kept."""
    return _written().filter(occurrence__ends_at__lte=at - KEPT)


def clean(at: datetime) -> None:
    """Delete those texts."""
    outdated(at).update(**NOTHING)


def _written() -> QuerySet[Hosting]:
    return Hosting.objects.exclude(**NOTHING)


def _naming(name: str) -> Q:
    found = Q(pk=None)
    for part in name.split():
        if len(part) >= LONG_ENOUGH:
            found |= Q(lines__icontains=part) | Q(cancelled_because__icontains=part)
    return found
