"""At the door: taps of several phones merged into one list, and whoever stands on no list.

A phone may have been without network for hours, and its clock may be wrong. Each tap is a row of
its own, whatever came before or after it; the newest of a person and day counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from events.domain.attendance import first_moment
from events.domain.log import note
from events.domain.places import Places
from events.models import CheckIn, Occurrence, Registration
from office.actor import Actor

TAPS_TAKEN = timedelta(days=7)
"""How long after the end a phone may still send what was tapped before."""
ON_TIME = timedelta(seconds=10)
"""A phone's clock that seems off by no more is right."""

TAPS_AT_ONCE = 1000


class Fate(StrEnum):
    """What became of something a phone sent."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True)
class Tap:
    """Somebody was there on a day, or was not after all; `tap` is the number the phone gave it."""

    tap: UUID
    registration: int
    day: date
    present: bool
    tapped_at: datetime


@dataclass(frozen=True)
class Answer:
    """What became of one tap; `sentence` says why it was refused."""

    tap: UUID
    fate: Fate
    sentence: str = ""


def shift(*, phone_now: datetime, at: datetime) -> timedelta:
    """What makes the phone's times ours: its clock may be wrong.

    What seems a little is how long the way took: a tap before the list was closed stays before.
    """
    differs = at - phone_now
    return differs if abs(differs) > ON_TIME else timedelta(0)


def merge(
    occurrence: int, taps: Sequence[Tap], *, actor: Actor, until: datetime | None = None
) -> list[Answer]:
    """Add the taps of a phone, each once however often it is sent; one answer each, in order.

    Whatever is wrong with one tap leaves the others as they are. Refused is what was tapped after
    the list was closed, or at `until` or later, when whoever tapped was no longer to.
    """
    with Places.lock(occurrence) as places:
        batch = _Batch(places, taps, until)
        answers = {tap: batch.judge(tap) for tap in sorted(taps, key=lambda it: it.tapped_at)}
        batch.save(actor)
    return [answers[tap] for tap in taps]


def too_late(occurrence: Occurrence, tapped_at: datetime, until: datetime | None) -> str:
    """Why what was tapped then counts no more; "" if it does."""
    if occurrence.list_closed_at and tapped_at >= occurrence.list_closed_at:
        return _("The list was closed before.")
    if until and tapped_at >= until:
        return _("The time to take attendance with this phone was over.")
    return ""


def within(places: Places, tapped_at: datetime) -> datetime:
    """Not before check-in begins, and not in the future."""
    return min(max(tapped_at, first_moment(places.occurrence)), places.at)


class _Batch:
    """The taps of one request, judged one by one with what a few queries told beforehand."""

    def __init__(self, places: Places, taps: Sequence[Tap], until: datetime | None) -> None:
        self.places, self.until = places, until
        self.begins = first_moment(places.occurrence)
        self.days = set(places.occurrence.days)
        numbers = CheckIn.objects.filter(tap__in={it.tap for it in taps})
        self.known = set(numbers.values_list("tap", flat=True))
        mine = Registration.objects.filter(
            occurrence=places.occurrence, pk__in={it.registration for it in taps}
        )
        self.people = {it.pk: it for it in mine}
        self.rows: list[tuple[Tap, datetime]] = []

    def judge(self, tap: Tap) -> Answer:
        if tap.tap in self.known:
            return Answer(tap.tap, Fate.KNOWN)
        tapped_at = within(self.places, tap.tapped_at)
        if why := self._why_not(tap, tapped_at):
            return Answer(tap.tap, Fate.REFUSED, why)
        self.known.add(tap.tap)
        self.rows.append((tap, tapped_at))
        return Answer(tap.tap, Fate.ACCEPTED)

    def _why_not(self, tap: Tap, tapped_at: datetime) -> str:
        person = self.people.get(tap.registration)
        if person is None:
            return _("This person is not on the list of this date.")
        if not person.is_confirmed:
            return _("This sign-up has ended.")
        if tap.day not in self.days:
            return _("That day is not one of this date.")
        if self.places.at < self.begins:
            return _("Check-in begins on the first day.")
        return too_late(self.places.occurrence, tapped_at, self.until)

    def save(self, actor: Actor) -> None:
        CheckIn.objects.bulk_create(
            CheckIn(
                tap=tap.tap,
                registration_id=tap.registration,
                day=tap.day,
                present=tap.present,
                tapped_at=tapped_at,
                recorded_at=self.places.at,
                recorded_by=actor.name,
            )
            for tap, tapped_at in self.rows
        )
        if self.rows:
            action = "late_taps" if self.places.occurrence.list_closed_at else "taps"
            came = sum(tap.present for tap, _at in self.rows)
            told = {"present": came, "undone": len(self.rows) - came}
            log_at_door(self.places.occurrence, f"events.{action}", actor, **told)


def log_at_door(occurrence: Occurrence, action: str, actor: Actor, **data: int) -> None:
    """Log what was done at the door; a helper stands in the log by the number of their link."""
    kind, _colon, number = actor.name.partition(":")
    if kind == "helper":
        log(occurrence, action, data={**data, "helper": int(number)})
    else:
        note(occurrence, action, actor, **data)
