"""Mails that every date of an event sends by itself: when each leaves, and the worker's part."""

from __future__ import annotations

import copy as copying
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from events.domain.errors import ActRefused, StaleForm
from events.domain.log import note
from events.domain.mailings import WAIT
from events.domain.places import Places
from events.domain.zoned import first_instant
from events.models import (
    AutomaticMail,
    Event,
    Mailing,
    Occurrence,
    OccurrenceState,
    Recipients,
)
from office import clock
from office.actor import Actor
from office.one_by_one import one_by_one

TOO_LATE = timedelta(days=30)
"""What is to leave after the start is no longer sent when it is this late."""
TIMING = ("anchor", "offset", "at_time", "is_on")


def leaves_at(rule: AutomaticMail, occurrence: Occurrence) -> datetime:
    """When a date's mail leaves. A date that moves takes it along."""
    from_start = rule.anchor == AutomaticMail.Anchor.START
    if rule.at_time is None:
        return (occurrence.starts_at if from_start else occurrence.ends_at) + rule.offset
    day = (occurrence.first_day if from_start else occurrence.last_day) + rule.offset
    return first_instant(datetime.combine(day, rule.at_time), occurrence.zone)


@dataclass(frozen=True)
class Planned:
    """One automatic mail of one date: when, and what became of it if anything did."""

    rule: AutomaticMail
    occurrence: Occurrence
    on_time: datetime
    mailing: Mailing | None

    @property
    def leaves_at(self) -> datetime:
        """On time; what waits for the list, only once it could be stopped after the closing."""
        closed_at = self.occurrence.list_closed_at if self.needs_list else None
        return max(self.on_time, closed_at + WAIT) if closed_at else self.on_time

    @property
    def was_past(self) -> bool:
        """Its time had passed when the mail was made or the date was opened: it is never sent."""
        opened = self.occurrence.opened_at
        return self.on_time < max(self.rule.since, opened or self.rule.since)

    def is_to_come(self, at: datetime) -> bool:
        """It will leave, unless somebody skips it."""
        is_on = self.rule.is_on and self.occurrence.is_scheduled and self.mailing is None
        return is_on and not self.was_past and at < self._too_late

    def is_due(self, at: datetime) -> bool:
        return self.is_to_come(at) and self.leaves_at <= at and self._has_recipients

    @property
    def needs_list(self) -> bool:
        """Who did not come is known once the list is closed."""
        return self.rule.recipients == Recipients.NOT_ATTENDED

    @property
    def _has_recipients(self) -> bool:
        return not self.needs_list or self.occurrence.list_closed_at is not None

    @property
    def _too_late(self) -> datetime:
        start = self.occurrence.starts_at
        return start if self.on_time < start else self.on_time + TOO_LATE


def planned(occurrences: Iterable[Occurrence]) -> list[Planned]:
    """What these dates send or have sent, in the order of leaving. Two statements."""
    dates = list(occurrences)
    rules = AutomaticMail.objects.filter(event__in={it.event_id for it in dates})
    sent = Mailing.objects.filter(automatic__isnull=False, occurrence__in=[it.pk for it in dates])
    known = {(it.automatic_id, it.occurrence_id): it for it in sent}
    found = [
        Planned(rule, it, leaves_at(rule, it), known.get((rule.pk, it.pk)))
        for rule in rules
        for it in dates
        if it.event_id == rule.event_id
    ]
    return sorted(found, key=lambda it: (it.leaves_at, it.rule.pk, it.occurrence.pk))


def queue_due() -> int:
    """Make a mailing of each automatic mail that is due; returns how many. Safe twice at once."""
    at = clock.now()
    due = [it for it in planned(_live(at)) if it.is_due(at)]
    return one_by_one(due, lambda it: _queue(it.rule.pk, it.occurrence.pk))


def _live(at: datetime) -> Iterator[Occurrence]:
    rows = Occurrence.objects.select_related("event").filter(
        event__automatic_mails__is_on=True,
        state=OccurrenceState.SCHEDULED,
        ends_at__gt=at - 2 * TOO_LATE,
    )
    yield from rows.distinct()


def _queue(rule: int, occurrence: int) -> bool:
    """Once: under the date's lock, and by a constraint."""
    with Places.lock(occurrence) as places:
        due = [it for it in planned([places.occurrence]) if it.rule.pk == rule]
        if not (due and due[0].is_due(places.at)):
            return False
        mail = due[0].rule
        Mailing.objects.create(
            occurrence=places.occurrence,
            automatic=mail,
            recipients=mail.recipients,
            subject=mail.subject,
            text=mail.text,
            with_link=mail.with_link,
            written_at=places.at,
            leaves_at=due[0].leaves_at,
        )
        return True


# What a coordinator does


def make(event: Event, *, actor: Actor, **fields: Any) -> AutomaticMail:
    """Let every date of an event send a mail from now on."""
    with transaction.atomic():
        made = AutomaticMail(event=event, since=clock.now(), **fields)
        _check(made)
        made.save()
        note(event, "events.make_automatic", actor, mail=made.pk)
        return made


def change(rule: int, *, actor: Actor, seen: str, **fields: Any) -> AutomaticMail:
    """Change it for all that has not left. A new time counts from now on. Raises StaleForm."""
    with transaction.atomic():
        changed = AutomaticMail.objects.select_for_update().select_related(None).get(pk=rule)
        if changed.fingerprint != seen:
            raise StaleForm
        before = copying.copy(changed)
        for name, value in fields.items():
            setattr(changed, name, value)
        _check(changed)
        if begins_anew(before, changed):
            changed.since = clock.now()
        changed.save()
        note(changed.event, "events.change_automatic", actor, mail=rule)
        return changed


def begins_anew(before: AutomaticMail, after: AutomaticMail) -> bool:
    """Whether a change lets it count from now on: another time, or switched on or off."""
    return any(getattr(before, name) != getattr(after, name) for name in TIMING)


def remove(rule: int, *, actor: Actor) -> None:
    """Delete it; what has left stays in the list. Twice is once."""
    with transaction.atomic():
        if found := AutomaticMail.objects.select_for_update().filter(pk=rule).first():
            note(found.event, "events.remove_automatic", actor, mail=rule)
            found.delete()


def skip(rule: int, occurrence: int, *, actor: Actor) -> Mailing:
    """Not for this date. Twice is once. Raises ActRefused once it has left."""
    with Places.lock(occurrence) as places:
        found = Mailing.objects.filter(automatic=rule, occurrence=occurrence).first()
        if found and found.stopped_at:
            return found
        if found:
            raise ActRefused(_("It is too late: the mail has left."))
        mail = AutomaticMail.objects.get(pk=rule, event=places.occurrence.event_id)
        skipped = Mailing.objects.create(
            occurrence=places.occurrence,
            automatic=mail,
            recipients=mail.recipients,
            written_at=places.at,
            leaves_at=leaves_at(mail, places.occurrence),
            stopped_at=places.at,
        )
        note(places.occurrence, "events.skip_automatic", actor, mail=rule)
        return skipped


def take_back_skip(rule: int, occurrence: int, *, actor: Actor) -> None:
    """For this date after all. Raises ActRefused if its time has come and gone."""
    with Places.lock(occurrence) as places:
        found = Mailing.objects.filter(automatic=rule, occurrence=occurrence)
        skipped = found.exclude(stopped_at=None).first()
        if skipped is None:
            return
        [plan] = [it for it in planned([places.occurrence]) if it.rule.pk == rule]
        if plan.leaves_at <= places.at:
            raise ActRefused(_("Its time has passed. Write to them yourself instead."))
        skipped.delete()
        note(places.occurrence, "events.unskip_automatic", actor, mail=rule)


def copy(event: Event, to: Event) -> None:
    """Give another event the same automatic mails, from now on."""
    at = clock.now()
    for mail in event.automatic_mails.all():
        mail.pk, mail.event, mail.since = None, to, at
        mail._state.adding = True
        mail.save()


def _check(rule: AutomaticMail) -> None:
    if rule.recipients == Recipients.CHOSEN:
        raise ActRefused(_("An automatic mail goes to a group: nobody can be chosen beforehand."))
    if rule.at_time and rule.offset % timedelta(days=1):
        raise ActRefused(_("With a time of day, the distance is in whole days."))
