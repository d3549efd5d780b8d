"""What a date's papers say: lists by name, by room, by meeting point, by host practice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.attendance_list import AttendanceList, Row
from desk.people_lines import Line, People
from events.domain import spot_board
from events.domain.spot_words import slot_words
from events.domain.wording import time_words
from events.models import Occurrence, Spot, SpotKind

WALK_INS = 6
"""Empty lines for people who stand on no list."""

WIDE = 4
"""With more days than this a list of names is printed across the sheet."""


@dataclass(frozen=True)
class Paper:
    """A print: its name, who may open it, of which spots it is."""

    label: Any
    about: Any
    permission: str = "events.view_registration"
    kind: SpotKind | None = None


PAPERS: dict[str, Paper] = {
    "poster": Paper(
        gettext_lazy("Poster"),
        gettext_lazy("The event for a notice board, with a code that phones open. No names on it."),
        permission="events.add_checkin",
    ),
    "list": Paper(
        gettext_lazy("Attendance list"),
        gettext_lazy("Everybody by name with a box for each day, and empty lines for walk-ins."),
        permission="events.add_checkin",
    ),
    "hosts": Paper(
        gettext_lazy("Host practices"),
        gettext_lazy("Day by day: each practice, its hours, and who is there."),
        kind=SpotKind.HOST,
    ),
    "meeting_points": Paper(
        gettext_lazy("Meeting points"),
        gettext_lazy("Where and when people meet, and who."),
        kind=SpotKind.MEETING_POINT,
    ),
    "rooms": Paper(
        gettext_lazy("Rooms"),
        gettext_lazy("Who sleeps where, for the door of each room."),
        kind=SpotKind.ROOM,
    ),
    "badges": Paper(
        gettext_lazy("Name badges"),
        gettext_lazy("Ten on a sheet, to cut out."),
    ),
    "certificates": Paper(
        gettext_lazy("Certificates of attendance"),
        gettext_lazy("One page for everybody who was there, once the list is closed."),
    ),
}
"""By the end of the address (`dates:print_<name>`), in their order."""


# By name


@dataclass(frozen=True)
class Names:
    """Everybody with a place, and a box for each day of the date."""

    days: list[str]
    rows: list[tuple[Row, list[str]]]

    @property
    def empty(self) -> range:
        return range(WALK_INS)

    @property
    def columns(self) -> int:
        return len(self.days) + 3

    @property
    def is_wide(self) -> bool:
        return len(self.days) > WIDE


def names(occurrence: Occurrence, at: datetime) -> Names:
    """The list to tick by hand; what is marked already is marked there."""
    people = People(occurrence, at)
    days = occurrence.days
    rows = [row for row in AttendanceList(people, {}).everybody if _has_name(row.line)]
    return Names(
        [date_format(day, "D j/n") for day in days],
        [(row, [_sign(people, row.line, day) for day in days]) for row in rows],
    )


def _sign(people: People, line: Line, day: Any) -> str:
    tap = people.taps.get(line.claim.pk, {}).get(day)
    if tap is None:
        return ""
    return "✓" if tap.present else "–"


# By spot


@dataclass(frozen=True)
class Group:
    """A spot and who is in it."""

    title: str
    about: list[str]
    room: str
    people: list[Line]


@dataclass(frozen=True)
class Section:
    """The spots of one kind, of practices those of one day, and who is in none of them."""

    title: str
    groups: list[Group] = field(default_factory=list)
    without: list[Line] = field(default_factory=list)


def sections(occurrence: Occurrence, kind: SpotKind, at: datetime) -> list[Section]:
    """A date's spots of one kind with the people in them, day by day."""
    board = spot_board.read(occurrence)
    lines = _placed(occurrence, at)
    return [
        Section(
            slot_words(spots, occurrence) if kind == SpotKind.HOST else "",
            [_group(spot, _in(board, spot, lines), occurrence) for spot in spots],
            [it for it in lines if it.claim.pk not in board.goes(slot)],
        )
        for slot, spots in board.slots.items()
        if spots[0].kind == kind
    ]


def _placed(occurrence: Occurrence, at: datetime) -> list[Line]:
    """By name, without those who are erased."""
    found = People(occurrence, at).participants
    return [it for it in found if it.is_confirmed and _has_name(it)]


def _has_name(line: Line) -> bool:
    return line.claim.contact is not None and line.claim.contact.erased_at is None


def _in(board: spot_board.Board, spot: Spot, lines: Iterable[Line]) -> list[Line]:
    there = {it.registration_id for it in board.allocations if it.spot_id == spot.pk}
    return [line for line in lines if line.claim.pk in there]


def _group(spot: Spot, people: list[Line], occurrence: Occurrence) -> Group:
    zone = occurrence.zone
    times = [time_words(it, zone) for it in (spot.starts_at, spot.ends_at) if it]
    if spot.kind == SpotKind.MEETING_POINT and spot.starts_at:
        day = date_format(spot.starts_at.astimezone(zone), "l j F")
        times = [_("%(day)s at %(time)s") % {"day": day, "time": times[0]}]
    about = ["–".join(times), spot.host.address if spot.host else "", spot.note]
    if spot.is_off:
        about.append(_("the practice has cancelled"))
    told = {"taken": len(people), "capacity": spot.capacity}
    room = _("%(taken)s of %(capacity)s") % told
    return Group(str(spot), [it for it in about if it], room, people)


def kinds_there(occurrence: Occurrence) -> set[str]:
    """Which kinds of spots a date has."""
    return set(occurrence.spots.order_by().values_list("kind", flat=True).distinct())
