"""Somebody at the door who stands on no list: written down, then given a place or dismissed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.domain import naming
from contacts.models import Contact
from events.domain import by_hand
from events.domain.attendance import first_moment
from events.domain.door import log_at_door, too_late, within
from events.domain.errors import ActRefused
from events.domain.log import note
from events.domain.places import Places
from events.domain.submitted import Submitted
from events.models import CheckIn, Registration, WalkIn
from office import clock
from office.actor import Actor
from office.folding import fold

KEPT = timedelta(days=30)
"""How long after the end what was written down at the door waits for a coordinator."""
MOST_WAITING = 200
"""So many of a date wait for a coordinator, and no more: a phone may be in the wrong hands."""
TYPED = ("name", "email", "phone")
BLANK: dict[str, Any] = dict.fromkeys(TYPED, "")


class NeedsAddress(ActRefused):
    sentence = gettext_lazy("A place needs an e-mail address, to which the person is written.")


@dataclass(frozen=True)
class Told:
    """What was written down at the door."""

    tap: UUID
    day: date
    name: str
    email: str
    phone: str
    tapped_at: datetime


def write_down(
    occurrence: int, told: Told, *, actor: Actor, until: datetime | None = None
) -> WalkIn:
    """Keep who came without a place, once for each number a phone gave it. Raises ActRefused."""
    with Places.lock(occurrence) as places:
        if found := WalkIn.objects.filter(tap=told.tap).first():
            return found
        tapped_at = within(places, told.tapped_at)
        if why := _why_not(places, told, too_late(places.occurrence, tapped_at, until)):
            raise ActRefused(why)
        kept = WalkIn.objects.create(
            occurrence=places.occurrence,
            tap=told.tap,
            day=told.day,
            tapped_at=tapped_at,
            recorded_at=places.at,
            recorded_by=actor.name,
            **_cut(told),
        )
        log_at_door(places.occurrence, "events.walk_in", actor)
        return kept


def settle(walk_in: int, submitted: Submitted, *, actor: Actor, language: str) -> Registration:
    """Give whoever came a place, over capacity if need be, and check them in for that day.

    Somebody who has a place already is checked in. What was written down is blanked. Twice gives
    the same. Raises NeedsAddress, ValueError for an address that is none, ActRefused where the
    date was called off since: that can only be dismissed.
    """
    with Places.lock(_occurrence_of(walk_in)) as places:
        found = WalkIn.objects.get(pk=walk_in)
        if found.registration:
            return found.registration
        if found.settled_at:
            raise ActRefused(_("Somebody else has dealt with this already."))
        if not places.occurrence.is_scheduled:
            raise ActRefused(_("This date is called off, so nobody gets a place: dismiss it."))
        if not submitted.get("email"):
            raise NeedsAddress
        place = by_hand.take_in(places, submitted, actor=actor, language=language)
        _check_in(places, place, found, actor)
        _done(found, places.at, place)
        note(place, "events.settle_walk_in", actor)
        return place


def dismiss(walk_in: int, *, actor: Actor) -> WalkIn:
    """Nothing is to be done about this; what was written down is blanked. Twice changes nothing."""
    with Places.lock(_occurrence_of(walk_in)) as places:
        found = WalkIn.objects.get(pk=walk_in)
        if found.settled_at is None:
            _done(found, places.at)
            note(places.occurrence, "events.dismiss_walk_in", actor)
        return found


def waiting(occurrence: int | None = None) -> QuerySet[WalkIn]:
    """Those nobody has dealt with."""
    rows = WalkIn.objects.filter(settled_at=None, occurrence__trial_until=None)
    return rows.filter(occurrence=occurrence) if occurrence else rows


def at_address(contact: Contact) -> QuerySet[WalkIn]:
    """What was written down with somebody's own address and nobody has dealt with."""
    mine = Q(email__iexact=contact.email) & ~Q(email="")
    return WalkIn.objects.filter(mine, settled_at=None)


def of_person(contact: Contact) -> QuerySet[WalkIn]:
    """The same, and what stands under their name, however it is written: with no address, or with
    their phone number."""
    unsettled = WalkIn.objects.filter(settled_at=None)
    named = [it.pk for it in unsettled if _names(it, contact)]
    return at_address(contact) | unsettled.filter(pk__in=named)


def _names(found: WalkIn, contact: Contact) -> bool:
    same = _folded(found.name) == _folded(contact.name) != ""
    return same and (not found.email or naming.names(found.phone, contact))


def _folded(name: str) -> str:
    return " ".join(fold(name).split())


def forget_person(contact: Contact) -> None:
    """Blank what was written down of somebody who is erased, and count it as dealt with."""
    of_person(contact).update(settled_at=clock.now(), **BLANK)


def overdue(at: datetime) -> QuerySet[WalkIn]:
    """Those that nobody has dealt with in time."""
    return WalkIn.objects.filter(settled_at=None, occurrence__ends_at__lte=at - KEPT)


def clean(at: datetime) -> None:
    """Blank what has waited too long, and count it as dealt with."""
    overdue(at).update(settled_at=at, **BLANK)


def _why_not(places: Places, told: Told, late: str) -> str:
    if not _plain(told.name):
        return _("Write down a name.")
    if told.day not in places.occurrence.days:
        return _("That day is not one of this date.")
    if places.at < first_moment(places.occurrence):
        return _("Check-in begins on the first day.")
    if waiting(places.occurrence.pk).count() >= MOST_WAITING:
        return _("Too many wait already: a coordinator has to see to them first.")
    return late


def _cut(told: Told) -> dict[str, str]:
    """As long as it can be kept: what a phone kept while offline is not refused for that."""
    fields: Any = WalkIn._meta
    longest = {name: fields.get_field(name).max_length for name in TYPED}
    return {name: _plain(getattr(told, name))[: longest[name]].strip() for name in TYPED}


def _plain(text: str) -> str:
    """What a reader sees of it: a phone may send characters that no database keeps."""
    return " ".join("".join(it if it.isprintable() else " " for it in text).split())


def _occurrence_of(walk_in: int) -> int:
    found = WalkIn.objects.filter(pk=walk_in).values_list("occurrence", flat=True).first()
    if found is None:
        raise ActRefused
    return found


def _check_in(places: Places, place: Registration, found: WalkIn, actor: Actor) -> None:
    CheckIn.objects.get_or_create(
        tap=found.tap,
        defaults={
            "registration": place,
            "day": found.day,
            "present": True,
            "tapped_at": found.tapped_at,
            "recorded_at": places.at,
            "recorded_by": actor.name,
        },
    )


def _done(found: WalkIn, at: datetime, place: Registration | None = None) -> None:
    found.settled_at, found.registration = at, place
    found.name = found.email = found.phone = ""
    found.save()
