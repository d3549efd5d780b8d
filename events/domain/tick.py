"""What time does: found from rows, so that a lost minute costs a delay and nothing else."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from events.domain.errors import ActRefused
from events.domain.offer_times import hold_end
from events.domain.places import Places
from events.models import (
    HELD,
    HOLDING,
    Because,
    Occurrence,
    OccurrenceState,
    Registration,
    Turn,
)
from events.models.occurrence import OFFER_NEEDS
from mail.models import Message, MessageState
from office import clock
from office.one_by_one import one_by_one

NOT_ARRIVED = Q(hold_mail__state__in=[MessageState.FAILED, MessageState.WITHDRAWN]) | Q(
    hold_mail__bounced_at__isnull=False
)


def tick() -> int:
    """Start the holds whose mail has left, end those whose mail did not arrive, settle what is
    due. Returns how many occurrences it looked into. Safe to run twice at once."""
    at = clock.now()
    occurrences = sorted({*_held_to_look_at(), *_bounced_turns_on(), *_to_settle(at)})
    return one_by_one(occurrences, _look_into)


def _look_into(occurrence: int) -> bool:
    try:
        with Places.lock(occurrence) as places:
            start_holds(places)
            end_unreached(places)
            end_bounced_turns(places)
    except ActRefused:  # discarded since
        return False
    return True


def start_holds(places: Places) -> None:
    """A hold's time runs from when its mail left."""
    for registration in _waiting_for_mail(places).filter(hold_mail__state=MessageState.SENT):
        registration.occurrence = places.occurrence
        sent_at = registration.hold_mail and registration.hold_mail.ended_at
        registration.told_at = sent_at or places.at
        registration.held_until = hold_end(registration, registration.told_at)
        registration.save(update_fields=["told_at", "held_until"])


def end_unreached(places: Places) -> None:
    """A hold whose mail failed, was suppressed or bounced has ended: its person cannot know."""
    held = Registration.objects.filter(occurrence=places.occurrence, state__in=HELD)
    for registration in held.filter(NOT_ARRIVED).select_related("contact"):
        registration.occurrence = places.occurrence
        places.end(registration, Because.BOUNCED)


def end_bounced_turns(places: Places) -> None:
    """Whose address does not work leaves the queue: an offer would not reach them."""
    for turn in _bounced_turns().filter(occurrence=places.occurrence):
        turn.occurrence = places.occurrence
        places.end_turn(turn, Because.BOUNCED)


def _bounced_turns() -> QuerySet[Turn]:
    named = Concat(Value("turn:"), Cast("pk", CharField()))
    now = Q(to=OuterRef("email")) | Q(to=OuterRef("contact__email"))  # not one corrected since
    dead = Message.objects.dead().filter(now, claim=OuterRef("named"))
    return Turn.objects.live().alias(named=named).filter(Exists(dead))


def _bounced_turns_on() -> QuerySet[Turn, int]:
    return _bounced_turns().values_list("occurrence_id", flat=True).distinct()


def _waiting_for_mail(places: Places) -> QuerySet[Registration]:
    held = Registration.objects.filter(occurrence=places.occurrence, state__in=HELD, told_at=None)
    return held.select_related("hold_mail")


def _held_to_look_at() -> QuerySet[Registration, int]:
    held = Registration.objects.filter(state__in=HELD)
    left = Q(told_at=None, hold_mail__state=MessageState.SENT)
    return held.filter(left | NOT_ARRIVED).values_list("occurrence_id", flat=True).distinct()


def _to_settle(at: datetime) -> QuerySet[Occurrence, int]:
    mine = Registration.objects.filter(occurrence=OuterRef("pk"))
    turns = Turn.objects.filter(occurrence=OuterRef("pk"))
    due = Q(Exists(mine.due(at))) | Q(Exists(turns.stale(at)))
    over = Q(offers_until__lte=at) | Q(state=OccurrenceState.CALLED_OFF)
    due |= over & Q(Exists(turns.live()))
    return (
        Occurrence.every.order_by()
        .filter(due | Q(pk__in=_stranded(at)))
        .values_list("pk", flat=True)
    )


def _stranded(at: datetime) -> QuerySet[Occurrence, int]:
    """Where a place is free beside somebody who waits for one."""
    held = Count("registrations", filter=Q(registrations__state__in=HOLDING))
    kept = Case(When(kept_back_until__gt=at, then=F("kept_back")), default=0)
    return (
        Occurrence.every.order_by()
        .filter(state=OccurrenceState.SCHEDULED, offers_until__gte=at + OFFER_NEEDS)
        .filter(Exists(Turn.objects.filter(occurrence=OuterRef("pk")).queue()))
        .annotate(taken=held, left=F("capacity") - kept)
        .filter(taken__lt=F("left"))
        .values_list("pk", flat=True)
    )
