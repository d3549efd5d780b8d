"""What a host practice does about its visit behind the mailed link, and the office about its list.

Each act is under the date's lock; the row of the visit is locked after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.domain import attendance, scheduling
from events.domain.errors import ActRefused, NeedsReason, StaleForm
from events.domain.log import note
from events.domain.places import Places
from events.models import CheckIn, Hosting, Kind, Occurrence
from office.actor import Actor

AT_ONCE = timedelta(hours=48)
"""A visit that its practice cancels this late is called off at once; earlier the office decides."""

Said = Mapping[tuple[int, date], bool]
"""Who came: by registration and day."""


class NoPart(ActRefused):
    sentence = gettext_lazy("The practice has no part in this visit any more.")


class VisitOver(ActRefused):
    sentence = gettext_lazy("The visit is over, so it can no longer be cancelled.")


class NotBegun(ActRefused):
    sentence = gettext_lazy("The visit has not begun yet.")


class ListClosed(ActRefused):
    sentence = gettext_lazy("The list is closed. Ask the office to correct it.")


def is_called_off_at_once(hosting: Hosting, at: datetime) -> bool:
    """Whether cancelling now calls the visit off, rather than leaving it to the office.

    A practice that receives a camp, or some of its people, leaves the camp to the office.
    """
    is_visit = hosting.of_spot is None and hosting.occurrence.event.kind == Kind.VISIT
    return is_visit and hosting.starts_at - at < AT_ONCE


def cancel(hosting: int, *, actor: Actor, reason: str, at_once: bool) -> Hosting:
    """The practice must cancel. Twice is once, and so is what the office has called off already.

    `at_once` is what the person was told would happen. People in its spot on a camp lose it.
    Raises NeedsReason, VisitOver, NoPart, or StaleForm when something else would happen now.
    """
    if not reason.strip():
        raise NeedsReason
    with transaction.atomic():
        with _locked(hosting) as (places, found):
            if found.cancelled_at or places.occurrence.is_called_off:
                return found
            _may_cancel(places, found)
            if is_called_off_at_once(found, places.at) is not at_once:
                raise StaleForm
            found.cancelled_at, found.cancelled_because = places.at, reason.strip()
            found.save(update_fields=["cancelled_at", "cancelled_because"])
            if found.spot:
                found.spot.allocations.all().delete()
        if at_once:
            _call_off(found.occurrence, actor)
    return found


def take_back(hosting: int, *, actor: Actor) -> Hosting:
    """The practice can receive them after all. Safe twice.

    Raises ActRefused once the date was called off, VisitOver, NoPart.
    """
    with _locked(hosting) as (places, found):
        if found.cancelled_at is None:
            return found
        if places.occurrence.is_called_off:
            raise ActRefused(_("The visit has been called off, and everybody was told."))
        _may_cancel(places, found)
        found.cancelled_at, found.cancelled_because = None, ""
        found.save(update_fields=["cancelled_at", "cancelled_because"])
        return found


def mark(hosting: int, said: Said, *, actor: Actor) -> list[CheckIn]:
    """Say who came and who did not, of the practice's own people, from its start on.

    Whoever has left the list in the meantime is passed over. Raises NotBegun, ListClosed, NoPart.
    """
    with _locked(hosting) as (places, found):
        _may_mark(places, found)
        days, there = found.days, set(found.people.values_list("pk", flat=True))
        return [
            attendance.mark(places, registration, day, present=present, actor=actor)
            for (registration, day), present in said.items()
            if registration in there and day in days
        ]


def write_back(hosting: int, *, actor: Actor, lines: str, gladly_again: bool | None) -> Hosting:
    """Two lines to the office, and whether the practice would gladly see these people again.

    Raises NotBegun, NoPart.
    """
    with _locked(hosting) as (places, found):
        _has_begun(places, found)
        told = (lines.strip(), gladly_again)
        if told == (found.lines, found.gladly_again):
            return found
        found.lines, found.gladly_again = told
        found.wrote_at = places.at if found.lines or gladly_again is not None else None
        found.save(update_fields=["lines", "gladly_again", "wrote_at"])
        return found


def keep_open(hosting: int, *, actor: Actor) -> Hosting:
    """A coordinator keeps the list from closing by itself. Safe twice."""
    return _object(hosting, actor=actor, keeps=True)


def let_close(hosting: int, *, actor: Actor) -> Hosting:
    """Take that back. Safe twice."""
    return _object(hosting, actor=actor, keeps=False)


def _object(hosting: int, *, actor: Actor, keeps: bool) -> Hosting:
    with _locked(hosting) as (places, found):
        if (found.objected_at is not None) is keeps:
            return found
        found.objected_at = places.at if keeps else None
        found.save(update_fields=["objected_at"])
        action = "events.keep_list_open" if keeps else "events.let_list_close"
        note(places.occurrence, action, actor)
        return found


@contextmanager
def _locked(hosting: int) -> Iterator[tuple[Places, Hosting]]:
    """The date's lock, then the row as it is now. Raises NoPart, ActRefused."""
    on = Hosting.objects.filter(pk=hosting).values_list("occurrence", flat=True).first()
    if on is None:
        raise NoPart
    with Places.lock(on) as places:
        rows = Hosting.objects.select_for_update(of=("self",)).select_related("spot")
        found = rows.get(pk=hosting)
        found.occurrence = places.occurrence
        if found.spot:
            found.spot.occurrence = places.occurrence
        if not (found.has_part or found.was_called_off):
            raise NoPart
        yield places, found


def _may_cancel(places: Places, hosting: Hosting) -> None:
    if places.at >= hosting.ends_at:
        raise VisitOver


def _has_begun(places: Places, hosting: Hosting) -> None:
    if places.at < hosting.starts_at:
        raise NotBegun


def _may_mark(places: Places, hosting: Hosting) -> None:
    _has_begun(places, hosting)
    if places.occurrence.list_closed_at or not places.occurrence.is_scheduled:
        raise ListClosed


def _call_off(occurrence: Occurrence, actor: Actor) -> None:
    """What people are told is not the practice's own reason, which may say who is ill."""
    with translation.override(settings.LANGUAGE_CODE):
        reason = _("The practice had to cancel.")
    scheduling.call_off(occurrence.pk, actor=actor, revision=occurrence.revision, reason=reason)
