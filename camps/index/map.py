"""The map of an index: the office's municipalities, those with events as links."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import ngettext

from camps.index.areas import area_key
from camps.index.choices import Desk, events_in
from camps.index.filters import Filter
from camps.index.geometry import (
    UNIT,
    Box,
    box_of,
    groups_of,
    middle_of,
    path_of,
    points_of,
    room_for,
    spread,
)
from camps.index.rows import Row
from office.domain.outlines import Polygon, outlines_of
from office.models import Municipality

PADDING = 5_000
MARKER = 0.042
"""Radius of a marker, as a part of the map's width: 28 pixels across on a phone."""

Shapes = dict[str, list[Polygon]]


@dataclass(frozen=True)
class Place:
    """A municipality with events: its shape, and a marker that is large enough to hit."""

    key: str
    label: str
    count: int
    path: str
    x: int
    y: int
    home: tuple[int, int]
    is_chosen: bool
    chosen: Filter

    @property
    def is_aside(self) -> bool:
        """Whether the marker had to leave its place."""
        return abs(self.x - self.home[0]) + abs(self.y - self.home[1]) > 25


@dataclass(frozen=True)
class Map:
    """In units of a hundred metres from the upper left. `land` is ours, `beyond` is not."""

    left: int
    top: int
    width: int
    height: int
    radius: int
    land: str
    beyond: str
    places: list[Place]
    insets: list[tuple[int, int, int, int]]

    @property
    def view_box(self) -> str:
        return f"{self.left} {self.top} {self.width} {self.height}"

    @property
    def digits(self) -> int:
        """Size of the number in a marker."""
        return round(self.radius * 1.05)


@dataclass(frozen=True)
class Group:
    """Dates in one area."""

    key: str
    name: str
    rows: list[Row]
    chosen: Filter


def groups_in(desk: Desk) -> list[Group]:
    """What was found, by municipality in the order of names; last what has none."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in desk.rows():
        found[area_key(row.municipality) if row.municipality else ""].append(row)
    names = desk.stock.areas.municipalities
    return [
        Group(key, names.get(key, ""), found[key], desk.chosen.but(area=key))
        for key in [*names, ""]
        if key in found
    ]


def map_of(desk: Desk, municipalities: list[Municipality]) -> Map | None:
    """None where no outlines are known of the country the office works in."""
    near = [row for row in desk.stock.rows if row.fits(desk.chosen, desk.own, but="area")]
    events: dict[str, list[Row]] = defaultdict(list)
    for row in near:
        if row.municipality:
            events[area_key(row.municipality)].append(row)
    wanted = {it.pk: it for it in municipalities}
    wanted |= {row.municipality.pk: row.municipality for row in near if row.municipality}
    shapes, others = _shapes(list(wanted.values()))
    return _drawn(desk, shapes, others, events) if shapes else None


def has_map(municipalities: list[Municipality]) -> bool:
    return any(outlines_of(it.country) for it in municipalities)


def _shapes(wanted: list[Municipality]) -> tuple[Shapes, Shapes]:
    """Outlines of these municipalities, and of all others of the same country."""
    country = next((it.country for it in wanted if outlines_of(it.country)), "")
    known = {f"{country.lower()}{code}": it for code, it in outlines_of(country).items()}
    mine = {area_key(it) for it in wanted} & set(known)
    return {it: known[it] for it in mine}, {it: known[it] for it in known if it not in mine}


def _drawn(desk: Desk, shapes: Shapes, others: Shapes, events: dict[str, list[Row]]) -> Map:
    boxes = {key: box_of(points_of(shapes[key])) for key in sorted(shapes)}
    main, *far = groups_of(boxes)
    view = box_of([p for key in main for p in points_of(shapes[key])]).grown(PADDING)
    land = points_of([it for key in main for it in shapes[key]])
    frames: list[Box] = []
    moves: dict[str, tuple[float, float]] = {}
    for group in far:
        covered = box_of([p for key in group for p in points_of(shapes[key])]).grown(PADDING)
        frame = room_for(view, land, covered.width, covered.height)
        frames.append(frame)
        moves |= dict.fromkeys(group, (frame.west - covered.west, frame.south - covered.south))
    for frame in frames:
        view = _around(view, frame)
    placed = {key: _moved(it, moves.get(key, (0, 0))) for key, it in shapes.items()}
    around = [part for shape in others.values() for part in shape]
    beyond = [part for part in around if box_of(points_of([part])).touches(view)]
    return _lettered(desk, view, placed, beyond, frames, events)


def _lettered(
    desk: Desk,
    view: Box,
    placed: Shapes,
    beyond: list[Polygon],
    frames: list[Box],
    events: dict[str, list[Row]],
) -> Map:
    radius = round(view.width * MARKER / UNIT)
    with_events = [key for key in desk.stock.areas.municipalities if key in events]
    with_events = [key for key in with_events if key in placed]
    homes = [_on_paper(view, middle_of(placed[key])) for key in with_events]
    spots = spread([(float(x), float(y)) for x, y in homes], radius * 2.1)
    places = [
        _place(desk, key, events[key], path_of(placed[key], view.west, view.north), home, spot)
        for key, home, spot in zip(with_events, homes, spots, strict=True)
    ]
    plain = [it for key in sorted(placed) if key not in with_events for it in placed[key]]
    corners = [_on_paper(view, (it.west, it.north)) for it in frames]
    insets = [
        (*corner, round(it.width / UNIT), round(it.height / UNIT))
        for corner, it in zip(corners, frames, strict=True)
    ]
    size = round(view.width / UNIT), round(view.height / UNIT)
    land = path_of(plain, view.west, view.north)
    return Map(0, 0, *size, radius, land, path_of(beyond, view.west, view.north), places, insets)


def _place(
    desk: Desk,
    key: str,
    rows: list[Row],
    path: str,
    home: tuple[int, int],
    spot: tuple[float, float],
) -> Place:
    count = events_in(rows)
    words = ngettext("%(place)s: %(n)d event", "%(place)s: %(n)d events", count)
    label = words % {"place": desk.stock.areas.name(key), "n": count}
    is_chosen = bool(desk.chosen.area) and desk.chosen.area in rows[0].areas
    x, y = round(spot[0]), round(spot[1])
    chosen = desk.chosen.but(area=key)
    return Place(key, label, count, path, x, y, home, is_chosen, chosen)


def _on_paper(view: Box, point: tuple[float, float]) -> tuple[int, int]:
    return round((point[0] - view.west) / UNIT), round((view.north - point[1]) / UNIT)


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.west, other.west),
        min(one.south, other.south),
        max(one.east, other.east),
        max(one.north, other.north),
    )


def _moved(polygons: list[Polygon], by: tuple[float, float]) -> list[Polygon]:
    if by == (0, 0):
        return polygons
    return [
        [[(round(x + by[0]), round(y + by[1])) for x, y in ring] for ring in rings]
        for rings in polygons
    ]
