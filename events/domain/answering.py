"""What a person answers on their own page: until the deadline, and after attending."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from contacts.models import Contact
from events.domain import evaluation
from events.domain.answers import Given, record
from events.domain.asking import BEFORE, Sheet, deadline
from events.domain.errors import ClaimEnded
from events.models import Question, Registration
from office import clock


def answer(registration: int, given: Mapping[int, Given]) -> Sheet:
    """Write down what somebody with a place says; only what is said now is touched, so that two
    tabs at once do not undo each other.

    Not taken is what came too late, and an evaluation of what they did not attend. Twice is once.
    Raises ClaimEnded.
    """
    with transaction.atomic():
        found = Registration.objects.select_related("occurrence__event").get(pk=registration)
        living = Contact.objects.living().select_for_update()
        contact = living.filter(pk=found.contact_id or 0).first()
        if contact is None or not found.is_confirmed:
            raise ClaimEnded
        at = clock.now()
        attended = evaluation.is_open(found, at)

        def may(question: Question) -> bool:
            return is_open(question, found, at, attended=attended)

        return record(contact, found.occurrence, given, at=at, may=may)


def is_open(
    question: Question, registration: Registration, at: datetime, *, attended: bool
) -> bool:
    """Whether it can be answered now by somebody who has, or has not, `attended`."""
    if question.moment in BEFORE:
        return at < deadline(question, registration.occurrence)
    return attended
