"""Forgetting what mailings said: after 90 days all, what names an erased person at once.

A mailing is written to many, so the erasure of one of them takes its text only where it was written
to them alone or names them; what has been sent and to how many stays.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from contacts.domain.naming import names
from contacts.models import Contact
from events.models import Mailing
from events.models.mailing import MailingQuerySet
from mail.domain.retention import TEXTS_KEPT


def outdated(at: datetime) -> MailingQuerySet:
    """Sent or stopped 90 days ago, and the words still there."""
    ended = Q(sent_at__lte=at - TEXTS_KEPT) | Q(stopped_at__lte=at - TEXTS_KEPT)
    return Mailing.objects.filter(ended).exclude(subject="", text="")


def clean(at: datetime) -> int:
    """Reduce outdated mailings to what became of them; how many that were."""
    return outdated(at).update(subject="", text="")


def forget(contact: Contact, at: datetime) -> None:
    """Take the words that are about a person who is being erased and still has their name.

    What has not left yet is stopped: it would be sent without its text, or with their name.
    """
    theirs = [it.pk for it in _on_their_dates(contact) if _is_about(it, contact)]
    Mailing.objects.pending().filter(pk__in=theirs).update(stopped_at=at)
    Mailing.objects.filter(pk__in=theirs).update(subject="", text="")


def _on_their_dates(contact: Contact) -> MailingQuerySet:
    theirs = Q(contact=contact)
    for claim in ("registrations", "turns"):
        theirs |= Q(**{f"occurrence__{claim}__contact": contact})
    return Mailing.objects.filter(theirs).exclude(subject="", text="").distinct()


def _is_about(mailing: Mailing, contact: Contact) -> bool:
    alone = mailing.contact_id == contact.pk or mailing.chosen == [contact.pk]
    return alone or names(f"{mailing.subject}\n{mailing.text}", contact)
