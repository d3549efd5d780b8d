"""An offer of a practice made into dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from events.domain import host_offers, planning, scheduling
from events.domain.errors import ActRefused, WrongTime
from events.domain.zoned import first_instant
from events.models import Event, HostOffer, Kind, Occurrence, OccurrenceState
from office import clock
from office.actor import Actor

CLOSES, OFFERS = timedelta(days=3), timedelta(days=1)
"""How long before a visit sign-up closes and the waitlist ends."""


@dataclass(frozen=True)
class Plan:
    """What a coordinator makes of an offer: a date of this event on each of these days."""

    event: int
    days: list[date]
    starts: time
    ends: time
    capacity: int
    waitlist_limit: int
    location: str
    opens: bool


def use(offer: int, plan: Plan, *, word: str = "", actor: Actor) -> HostOffer:
    """Make an offer into dates at the practice, and tell it. Once: whoever comes second is refused.

    Who may come is as on the event's latest date. Raises AlreadyAnswered, WrongTime, ActRefused.
    """
    with transaction.atomic():
        found = host_offers.answerable(offer)
        event = Event.objects.select_for_update().get(pk=plan.event)
        _check(found, plan)
        like = latest(event)
        made = [_draft(found, event, plan, day, like, actor) for day in sorted(set(plan.days))]
        if plan.opens:  # new rows that nobody else can hold: no lock waits for another here
            made = [scheduling.open_occurrence(it.pk, actor=actor) for it in made]
        return host_offers.used(found, made, word=word, actor=actor)


def events_for(offer: HostOffer) -> tuple[list[Event], Event | None]:
    """The visits an offer can become a date of, and the likely one: that this practice was on
    last, or the only one."""
    visits = list(Event.objects.filter(kind=Kind.VISIT).order_by("title", "pk"))
    there = Occurrence.objects.filter(host=offer.host_id, event__kind=Kind.VISIT)
    last = there.select_related("event").order_by("-starts_at", "-pk").first()
    if last:
        return visits, last.event
    return visits, visits[0] if len(visits) == 1 else None


def latest(event: Event) -> Occurrence | None:
    """The event's latest date, which a new one is like."""
    on = event.occurrences.filter(trial_until=None).exclude(state=OccurrenceState.CALLED_OFF)
    return on.order_by("-starts_at", "-pk").first()


def _check(found: HostOffer, plan: Plan) -> None:
    if not plan.days:
        raise ActRefused(_("Tick at least one day."))
    offered = host_offers.days_of(found, host_offers.today(), taken=set())
    if not set(plan.days) <= {it.day for it in offered}:
        raise WrongTime(_("The practice has not offered this day, or it has passed."))
    if plan.ends <= plan.starts:
        raise WrongTime(_("The end comes before the start."))


def _draft(
    found: HostOffer, event: Event, plan: Plan, day: date, like: Occurrence | None, actor: Actor
) -> Occurrence:
    zone = Occurrence(event=event).zone
    starts_at = first_instant(datetime.combine(day, plan.starts), zone)
    made = scheduling.draft(
        event,
        actor=actor,
        host=found.host,
        municipality=found.host.municipality,
        location=plan.location.strip() or found.host.address[:255],
        capacity=plan.capacity,
        waitlist_limit=plan.waitlist_limit,
        ends_at=first_instant(datetime.combine(day, plan.ends), zone),
        **_window(starts_at),
    )
    if like:
        planning.copy_audience(like, made)
    return made


def _window(starts_at: datetime) -> dict[str, Any]:
    """Sign-up from now on; where the visit is near, in the time that is left."""
    at = clock.now()
    in_time = starts_at - CLOSES
    closes_at = in_time if in_time > at else at + (starts_at - at) / 2
    return {
        "starts_at": starts_at,
        "opens_at": at,
        "closes_at": closes_at,
        "offers_until": max(closes_at, starts_at - OFFERS),
    }
