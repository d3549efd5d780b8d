"""When answers are deleted. Of an evaluation the counted ones stay, without their person."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from contacts.models import Contact
from events.domain.evaluation import COUNTED
from events.models import Answer, Moment, Occurrence, Registration

ATTENDED_KEPT = timedelta(days=365)
"""What those answered who had a place is kept this long after its end; they themselves, too."""
WAITED_KEPT = timedelta(days=91)
"""Of those who never had one, or gave it back, this long after its end."""


def overdue(at: datetime) -> QuerySet[Answer]:
    """Those whose time is over and that still name somebody."""
    named = Answer.objects.filter(contact__isnull=False)
    mine = Registration.objects.confirmed().filter(
        occurrence=OuterRef("occurrence"), contact=OuterRef("contact")
    )
    over = Q(occurrence__ends_at__lte=at - ATTENDED_KEPT)
    return named.filter(over | (Q(occurrence__ends_at__lte=at - WAITED_KEPT) & ~Exists(mine)))


def clean(at: datetime) -> None:
    """Delete what is overdue."""
    _forget(Answer.objects.filter(pk__in=list(overdue(at).values_list("pk", flat=True))))


def forget_person(contact: Contact) -> None:
    """Of an erased person only counts stay, and nothing tells that they were theirs."""
    _forget(Answer.objects.filter(contact=contact))


def _forget(answers: QuerySet[Answer]) -> None:
    counted = Q(question__moment=Moment.AFTER_ATTENDING, question__kind__in=COUNTED)
    ends = Occurrence.objects.filter(pk=OuterRef("occurrence")).values("ends_at")[:1]
    keep = list(answers.filter(counted).values_list("pk", flat=True))
    answers.exclude(pk__in=keep).delete()
    Answer.objects.filter(pk__in=keep).update(contact=None, recorded_at=Subquery(ends))
