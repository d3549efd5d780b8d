"""Acts on a date itself: open, move, call off, and what else changes for everybody on it.

Each says beforehand (`who_is_told`) whom it tells, and each takes the revision its form showed:
a stale one is refused, so that nobody overwrites what they have not seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from events.domain import announcing, hosting, telling
from events.domain.changing import Change, acted, change, check_times, fresh, live
from events.domain.errors import ActRefused, NeedsReason
from events.domain.log import note
from events.domain.places import Places
from events.models import (
    Audience,
    Because,
    Event,
    Host,
    Occurrence,
    OccurrenceState,
    Registration,
)
from office.actor import Actor
from office.models import Municipality

AudienceRow = tuple[str, int | None, int | None]


@dataclass(frozen=True)
class Told:
    """How many people an act on a date would write to."""

    confirmed: int
    held: int
    waiting: int

    @property
    def total(self) -> int:
        return self.confirmed + self.held + self.waiting


def who_is_told(occurrence: Occurrence) -> Told:
    """Whom a change of this date would be told to, now."""
    holding = occurrence.registrations.holding()
    confirmed = holding.confirmed().count()
    return Told(confirmed, holding.count() - confirmed, occurrence.turns.queue().count())


def draft(event: Event, *, actor: Actor, form_key: UUID | None = None, **fields: Any) -> Occurrence:
    """Add a date to an event; nobody sees it until it is opened.

    The same `form_key` a second time is the first date again. Raises WrongTime.
    """
    with transaction.atomic():
        if form_key and (made := _made_before(event, form_key)):
            return made
        occurrence = Occurrence(event=event, form_key=form_key, **fields)
        check_times(occurrence)
        occurrence.save()
        note(occurrence, "events.draft", actor)
        return occurrence


def _made_before(event: Event, form_key: UUID) -> Occurrence | None:
    """Under the lock of the event: a form that is sent twice at once waits for itself."""
    Event.objects.select_for_update().get(pk=event.pk)
    return Occurrence.every.select_related("event").filter(form_key=form_key).first()


def open_occurrence(occurrence: int, *, actor: Actor) -> Occurrence:
    """Let the world see a draft and, from `opens_at`, sign up. Raises ActRefused if called off."""
    with Places.lock(occurrence) as places:
        if places.occurrence.is_called_off:
            raise ActRefused(_("A date that was called off stays so. Copy it instead."))
        if not places.occurrence.is_scheduled:
            places.occurrence.state = OccurrenceState.SCHEDULED
            places.occurrence.opened_at = places.at
            acted(places, "events.open", actor)
        return places.occurrence


def back_to_draft(occurrence: int, *, actor: Actor) -> Occurrence:
    """Hide a date nobody ever claimed. Raises ActRefused."""
    with Places.lock(occurrence) as places:
        _never_claimed(places.occurrence)
        if places.occurrence.is_scheduled:
            places.occurrence.state = OccurrenceState.DRAFT
            acted(places, "events.back_to_draft", actor)
        return places.occurrence


def discard(occurrence: int, *, actor: Actor) -> None:
    """Delete a date nobody ever claimed. Raises ActRefused."""
    with Places.lock(occurrence) as places:
        _never_claimed(places.occurrence)
        note(places.occurrence, "events.discard", actor)
        hosting.leave(places)
        places.discard()


def move(
    occurrence: int,
    *,
    actor: Actor,
    revision: int,
    starts_at: datetime,
    ends_at: datetime,
    closes_at: datetime | None = None,
    offers_until: datetime | None = None,
) -> Occurrence:
    """Move a date in time and tell everybody on it.

    The end of sign-up and of the offers keep their distance to the start unless given. Running
    offers are cut to the new `offers_until`. Raises StaleForm, WrongTime, ActRefused after the
    first check-in.
    """
    new: Change = {"starts_at": starts_at, "ends_at": ends_at}
    if closes_at:
        new["closes_at"] = closes_at
    if offers_until:
        new["offers_until"] = offers_until
    return change(occurrence, new, actor=actor, revision=revision)


def change_location(
    occurrence: int,
    *,
    actor: Actor,
    revision: int,
    location: str,
    municipality: Municipality | None = None,
    host: Host | None = None,
) -> Occurrence:
    """Change where a date is, and tell everybody on it. Raises StaleForm."""
    new: Change = {"location": location, "municipality": municipality, "host": host}
    return change(occurrence, new, actor=actor, revision=revision)


def change_capacity(
    occurrence: int, *, actor: Actor, revision: int, capacity: int, waitlist_limit: int
) -> Occurrence:
    """More places are offered at once, fewer end nothing. Raises StaleForm."""
    new: Change = {"capacity": capacity, "waitlist_limit": waitlist_limit}
    return change(occurrence, new, actor=actor, revision=revision)


def change_window(
    occurrence: int,
    *,
    actor: Actor,
    revision: int,
    opens_at: datetime,
    closes_at: datetime,
    offers_until: datetime,
) -> Occurrence:
    """Change when sign-up opens and closes and how long the waitlist runs. Raises StaleForm,
    WrongTime."""
    new: Change = {"opens_at": opens_at, "closes_at": closes_at, "offers_until": offers_until}
    return change(occurrence, new, actor=actor, revision=revision)


def change_audience(
    occurrence: int, *, actor: Actor, revision: int, audience: Iterable[AudienceRow]
) -> Occurrence:
    """Change who may come; it removes nobody who is on it. Raises StaleForm."""
    with live(occurrence, revision) as places:
        places.occurrence.audience.all().delete()
        rows = [
            Audience(occurrence=places.occurrence, stage=s, from_semester=f, to_semester=t)
            for s, f, t in audience
        ]
        Audience.objects.bulk_create(rows)
        acted(places, "events.change_audience", actor)
        return places.occurrence


def call_off(occurrence: int, *, actor: Actor, revision: int, reason: str) -> Occurrence:
    """Call a date off, for good: everybody on it is told and every claim ends.

    Raises NeedsReason, StaleForm, ActRefused for a draft, which nobody may learn of, and once it is
    over. Twice changes nothing.
    """
    if not reason.strip():
        raise NeedsReason
    with Places.lock(occurrence) as places:
        off = places.occurrence
        if off.is_called_off:
            return off
        if not off.is_scheduled:
            raise ActRefused(_("A draft has been shown to nobody: discard it instead."))
        if places.at >= off.ends_at:
            raise ActRefused(_("This date is over; it can no longer be called off."))
        fresh(off, revision)
        off.state, off.called_off_at = OccurrenceState.CALLED_OFF, places.at
        off.called_off_because = reason
        acted(places, "events.call_off", actor, reason=reason)
        for registration in announcing.holding(places):
            _end_called_off(places, registration, actor, reason)
        return off


def rename(event: int, *, actor: Actor, title: str) -> Event:
    """Change the title that stands in calendars and mails, and tell everybody still to come.

    All its dates change in one transaction, locked in the order of their numbers.
    """
    with transaction.atomic():
        found = Event.objects.select_for_update().get(pk=event)
        old, found.title = found.title, title
        if old != title:
            found.save(update_fields=["title"])
            note(found, "events.rename", actor)
            _tell_of_title(found, old)
        return found


def _tell_of_title(event: Event, old: str) -> None:
    for pk in event.occurrences.order_by("pk").values_list("pk", flat=True):
        with Places.lock(pk) as places:
            if places.occurrence.is_scheduled and places.occurrence.starts_at > places.at:
                announcing.everybody(places, {"title": [old]})


def _never_claimed(occurrence: Occurrence) -> None:
    if occurrence.registrations.exists() or occurrence.turns.exists():
        raise ActRefused(_("People have signed up for this date. Call it off instead."))


def _end_called_off(places: Places, registration: Registration, actor: Actor, reason: str) -> None:
    if registration.has_invite:
        registration.sequence += 1
    places.end(registration, Because.CALLED_OFF, actor=actor, reason="")
    if registration.is_proven:
        telling.tell(registration, "called_off", at=places.at, reason=reason)
