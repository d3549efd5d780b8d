"""Planning by copying: a date on another day, an event with its dates in another year.

A copy is a draft, with everything as it is but the day: times keep what clocks on the wall show,
and sign-up its distance to the start.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from events.domain import automatic, questions, responsible, scheduling, spot_times
from events.domain.date_times import moved_along
from events.domain.errors import ActRefused, WrongTime
from events.domain.log import note
from events.domain.zoned import first_instant
from events.models import Audience, Event, Occurrence, OccurrenceState
from office import clock
from office.actor import Actor

KEPT = (
    *("location", "municipality", "host", "capacity", "waitlist_limit", "kept_back"),
    *("hours_a_day", "deposit", "currency", "deposit_part_back"),
)
OF_EVENT = (
    *(
        "kind",
        "zone",
        "language",
        "contact_name",
        "contact_email",
        "contact_phone",
        "phone_required",
    ),
    *("asks_food", "asks_access", "asks_emergency"),
)


def copy_date(occurrence: int, *, actor: Actor, starts_at: datetime) -> Occurrence:
    """The same date once more, at another time, as a draft; a second time it is the first again.

    Raises WrongTime for what has passed, ActRefused for the time it has itself.
    """
    with transaction.atomic():
        like = found(occurrence)
        if starts_at == like.starts_at and not like.is_called_off:
            raise ActRefused(_("This date is at that time already."))
        return copy_once(like, starts_at, actor=actor)[0]


def copy_event(
    event: int, *, actor: Actor, page_key: UUID, title: str, weeks: int, dates: Iterable[int]
) -> Event:
    """An event like this one for another page, with these of its dates so many weeks later.

    Its questions and automatic mails come along; nobody who was on it does. A second time with
    the same page it is the first again. Raises WrongTime.
    """
    with transaction.atomic():
        old = Event.objects.select_for_update().get(pk=event)
        if made := Event.objects.filter(page_key=page_key).first():
            return made
        new = _copied_event(old, page_key, title, actor)
        questions.copy(old, new, actor=actor)
        automatic.copy(old, new)
        for like in old.occurrences.filter(pk__in=set(dates)).order_by("starts_at", "pk"):
            copy_once(like, weeks_later(like, weeks), actor=actor, event=new)
        note(new, "events.copy", actor, of=old.pk)
        return new


def copy_once(
    like: Occurrence, starts_at: datetime, *, actor: Actor, event: Event | None = None
) -> tuple[Occurrence, bool]:
    """A draft like this date, and whether it is new: the same time and place is not made twice.

    Under the lock of its event. Raises WrongTime.
    """
    event = event or like.event
    if made := dates_there(event, like, [starts_at]).get(starts_at):
        return made, False
    if starts_at <= clock.now():
        raise WrongTime(_("The new time has passed already."))
    kept = {name: getattr(like, name) for name in KEPT}
    made = scheduling.draft(event, actor=actor, **kept, **moved_along(like, starts_at))
    copy_audience(like, made)
    spot_times.copy(like, made)
    return made, True


def dates_there(
    event: Event, like: Occurrence, starts: Iterable[datetime]
) -> dict[datetime, Occurrence]:
    """The event's dates at these times and in the place of `like`, by time: those that are on."""
    on = event.occurrences.exclude(state=OccurrenceState.CALLED_OFF)
    same = on.filter(starts_at__in=list(starts), location=like.location, host=like.host_id)
    return {it.starts_at: it for it in same.order_by("-pk")}


def weeks_later(occurrence: Occurrence, weeks: int) -> datetime:
    """The start so many weeks later, at the same time on the wall."""
    naive = occurrence.local_start.replace(tzinfo=None) + timedelta(weeks=weeks)
    return first_instant(naive, occurrence.zone)


def found(occurrence: int) -> Occurrence:
    """The date, and the lock of its event: copies of one event are made one after the other."""
    found = Occurrence.objects.select_related("event").filter(pk=occurrence).first()
    if found is None:
        raise ActRefused
    Event.objects.select_for_update().get(pk=found.event_id)
    return found


def _copied_event(old: Event, page_key: UUID, title: str, actor: Actor) -> Event:
    kept = {name: getattr(old, name) for name in OF_EVENT}
    there = responsible.may_be_responsible().filter(events=old).first()
    return Event.objects.create(
        **kept,
        page_key=page_key,
        title=title,
        coordinator=there or actor.user,  # type: ignore[misc]
        created_at=clock.now(),
    )


def copy_audience(like: Occurrence, made: Occurrence) -> None:
    rows = [
        Audience(
            occurrence=made,
            stage=row.stage,
            from_semester=row.from_semester,
            to_semester=row.to_semester,
        )
        for row in like.audience.all()
    ]
    Audience.objects.bulk_create(rows)
