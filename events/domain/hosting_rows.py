"""What stands about practices and what they were told: read for many dates at once, or for one.

However many rows there are, reading them takes as many statements.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q

from events.domain.spots_telling import QUIET, SOON
from events.models import (
    Allocation,
    CheckIn,
    Host,
    HostContact,
    Hosting,
    HostInvite,
    Occurrence,
    OccurrenceState,
    Registration,
    Spot,
    SpotKind,
)

WEEK, DAY = timedelta(days=7), timedelta(days=1)
LONG_AGO = timedelta(days=90)
"""Lists of dates that ended longer ago are left in peace."""

Part = tuple[int, int, int | None]
"""A date, a host practice, and its spot unless the date itself is the practice's."""


@dataclass
class Rows:
    """Living hostings with all that says whether somebody has to be told something."""

    at: datetime
    hostings: list[Hosting]
    wanted: set[Part]
    contacts: dict[int, list[HostContact]] = field(default_factory=dict)
    invites: dict[int, list[HostInvite]] = field(default_factory=dict)
    people: dict[int, set[int]] = field(default_factory=dict)
    marks: dict[tuple[int, date], datetime] = field(default_factory=dict)

    def contacts_of(self, hosting: Hosting) -> list[HostContact]:
        return self.contacts.get(hosting.host_id, [])

    def invites_of(self, hosting: Hosting) -> list[HostInvite]:
        return self.invites.get(hosting.pk, [])

    def people_of(self, hosting: Hosting) -> set[int]:
        return self.people.get(hosting.pk, set())

    def marked_at(self, hosting: Hosting) -> datetime | None:
        """When the last of its people was marked; None while one is not, or nobody came."""
        wanted = [(pk, day) for pk in self.people_of(hosting) for day in hosting.days]
        marks = [self.marks.get(it) for it in wanted]
        known = [at for at in marks if at]
        return max(known) if known and len(known) == len(wanted) else None


def in_calendars(occurrence: Occurrence, at: datetime) -> list[Host]:
    """The practices that have a spot on the date in their calendars: hidden again, it leaves."""
    told = HostInvite.objects.filter(
        told__isnull=False,
        hosting__occurrence=occurrence,
        hosting__ended_at=None,
        hosting__cancelled_at=None,
        hosting__spot__ends_at__gt=at,
    )
    return list(Host.objects.filter(pk__in=told.values("hosting__host")).order_by("name"))


def load(at: datetime, occurrence: int | None = None) -> Rows:
    """What stands now, of every date or of one."""
    only = {} if occurrence is None else {"occurrence": occurrence}
    hostings = list(_hostings(at, only))
    rows = Rows(at, hostings, _wanted(at, occurrence))
    hosts = {it.host_id for it in hostings} | {host for _date, host, _spot in rows.wanted}
    rows.contacts = _grouped(HostContact.objects.filter(left_at=None, host__in=hosts), "host_id")
    invites = HostInvite.objects.filter(hosting__in=[it.pk for it in hostings])
    rows.invites = _grouped(invites.select_related("contact"), "hosting_id")
    rows.people = _people([it for it in hostings if at >= it.starts_at - WEEK])
    rows.marks = _marks([it for it in hostings if at >= it.starts_at - DAY])
    return rows


def _hostings(at: datetime, only: dict[str, int]) -> Any:
    """Those of what is to come or runs, and of what is over while its list is open."""
    open_list = Q(occurrence__list_closed_at=None, occurrence__ends_at__gt=at - LONG_AGO)
    rows = Hosting.objects.filter(Q(occurrence__ends_at__gt=at) | open_list, ended_at=None, **only)
    return rows.select_related("occurrence__event", "host", "spot__host").order_by("pk")


def _wanted(at: datetime, occurrence: int | None) -> set[Part]:
    """The parts that practices are to have, from the dates' own rows."""
    dates = Occurrence.objects.filter(state=OccurrenceState.SCHEDULED, ends_at__gt=at)
    dates = dates if occurrence is None else dates.filter(pk=occurrence)
    visits = dates.exclude(host=None).order_by().values_list("pk", "host")
    spots = Spot.objects.filter(
        kind=SpotKind.HOST,
        ends_at__gt=at,
        occurrence__in=dates.filter(_are_shown(at)).order_by().values("pk"),
    )
    of_spots = spots.order_by().values_list("occurrence", "host", "pk")
    return {(date, host or 0, None) for date, host in visits} | {
        (date, host or 0, spot) for date, host, spot in of_spots
    }


def _are_shown(at: datetime) -> Q:
    """Where the distribution has been shown for so long that it is told, to the practices too."""
    return Q(spots_shown_at__lte=at - QUIET) | Q(
        spots_shown_at__isnull=False, starts_at__lte=at + SOON
    )


def _people(hostings: list[Hosting]) -> dict[int, set[int]]:
    """The registrations of those who come to each."""
    dates, spots = defaultdict(set), defaultdict(set)
    rows = Registration.objects.met().filter(occurrence__in={it.occurrence_id for it in hostings})
    for pk, occurrence in rows.order_by().values_list("pk", "occurrence"):
        dates[occurrence].add(pk)
    placed = Allocation.objects.filter(spot__in={it.of_spot for it in hostings if it.of_spot})
    for spot, registration in placed.order_by().values_list("spot", "registration"):
        spots[spot].add(registration)
    return {
        it.pk: dates[it.occurrence_id] & spots[it.of_spot]
        if it.of_spot
        else dates[it.occurrence_id]
        for it in hostings
    }


def _marks(hostings: list[Hosting]) -> dict[tuple[int, date], datetime]:
    """When each person was last marked on each day, as come or not."""
    rows = CheckIn.objects.filter(
        registration__occurrence__in={it.occurrence_id for it in hostings},
    ).order_by()
    newest = rows.values("registration", "day").annotate(newest=Max("recorded_at"))
    return {(it["registration"], it["day"]): it["newest"] for it in newest}


def _grouped(rows: Any, key: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[getattr(row, key)].append(row)
    return found
