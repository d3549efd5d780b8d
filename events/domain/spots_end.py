"""Where somebody is and would like to be ends with their place. Under the lock of `Places`."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from contacts.models import Contact
from events.models import Allocation, Friend, Registration, SpotsTold, Wish

OF_A_PLACE = (Allocation, Wish, SpotsTold, Friend)

WISHES_KEPT = timedelta(days=14)
"""After a date nobody needs to know any more what people wished for."""


def forget(registration: Registration) -> None:
    """The place has ended: its spots are free; wishes, the friend named, what was told are gone."""
    for model in OF_A_PLACE:
        model._default_manager.filter(registration=registration).delete()


def forget_person(contact: Contact) -> None:
    """Of an erased person nothing of it stays, also where they have been already."""
    for model in OF_A_PLACE:
        model._default_manager.filter(registration__contact=contact).delete()


def overdue(at: datetime) -> QuerySet[Wish]:
    """Wishes for what is over."""
    return Wish.objects.filter(registration__occurrence__ends_at__lte=at - WISHES_KEPT)


def overdue_friends(at: datetime) -> QuerySet[Friend]:
    """Names of those with whom somebody wished to be at what is over."""
    return Friend.objects.filter(registration__occurrence__ends_at__lte=at - WISHES_KEPT)


def clean(at: datetime) -> None:
    """Delete what is overdue."""
    overdue(at).delete()
    overdue_friends(at).delete()
    SpotsTold.objects.filter(registration__occurrence__ends_at__lte=at - WISHES_KEPT).delete()
