"""Two days after: the question of the sign-up once more, to those who came."""

from datetime import datetime

from django.db import transaction

from events.domain.proof import intend
from events.models import CheckIn, Intention, Registration


def is_asked(registration: Registration, at: datetime) -> bool:
    """Whether this person was there and has not answered yet."""
    if not registration.is_confirmed or at < registration.occurrence.starts_at:
        return False
    return _came(registration) and not _answers(registration)


def answer(registration: Registration, value: int, at: datetime) -> bool:
    """Keep the answer of somebody who came; False for anybody else."""
    if registration.contact is None or not _came(registration):
        return False
    with transaction.atomic():
        moment = Intention.Moment.AFTER
        intend(registration.contact, registration.occurrence, moment, value, at)
    return True


def _came(registration: Registration) -> bool:
    return CheckIn.objects.filter(registration=registration).present().exists()


def _answers(registration: Registration) -> bool:
    mine = Intention.objects.filter(moment=Intention.Moment.AFTER)
    return mine.filter(
        contact=registration.contact_id, occurrence=registration.occurrence_id
    ).exists()
