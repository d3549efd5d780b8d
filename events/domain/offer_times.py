"""How long a hold is kept."""

from datetime import datetime, timedelta

from django.conf import settings

from events.domain.zoned import not_at_night
from events.models import Occurrence, Registration

UNCONFIRMED_CAP = timedelta(hours=24)
"""However late its mail leaves, an unproven hold ends this long after the sign-up."""

OFFER = timedelta(hours=48)
OFFER_IN_LAST_WEEK = timedelta(hours=12)
LAST_WEEK = timedelta(days=7)


def unconfirmed_cap(occurrence: Occurrence, signed_up_at: datetime) -> datetime:
    """Past which no unproven hold is kept, however late its mail leaves; cut by the start."""
    return min(signed_up_at + UNCONFIRMED_CAP, occurrence.starts_at)


def payment_end(occurrence: Occurrence, at: datetime) -> datetime:
    """Until when a place waits for its deposit; cut by the start only."""
    return min(at + timedelta(minutes=settings.PAYMENT_MINUTES), occurrence.starts_at)


def offer_end(occurrence: Occurrence, given_at: datetime) -> datetime:
    """When an offer given at this time ends: 48 h, or 12 h in the last week; never between 21:00
    and 10:00 local, never past `offers_until`."""
    near = occurrence.starts_at - given_at < LAST_WEEK
    end = given_at + (OFFER_IN_LAST_WEEK if near else OFFER)
    return min(not_at_night(end, occurrence.zone), occurrence.offers_until)


def hold_end(registration: Registration, sent_at: datetime) -> datetime:
    """When a hold ends whose mail left at this time; never past what it was capped to."""
    if registration.is_proven:
        return offer_end(registration.occurrence, sent_at)
    cap = unconfirmed_cap(registration.occurrence, registration.created_at)
    return min(sent_at + timedelta(minutes=settings.HOLD_MINUTES), cap)
