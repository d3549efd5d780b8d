"""Shapes on a map as pure functions: what lies together, where markers and insets have room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from office.domain.outlines import Point, Polygon

FAR = 40_000
"""Metres of nothing between two parts that are then drawn apart."""

UNIT = 100
"""Metres to one unit of the drawing."""

ROUNDS = 80


@dataclass(frozen=True)
class Box:
    """What a shape covers, in metres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        return self.east - self.west

    @property
    def height(self) -> float:
        return self.north - self.south

    def grown(self, by: float) -> Box:
        return Box(self.west - by, self.south - by, self.east + by, self.north + by)

    def touches(self, other: Box) -> bool:
        apart = self.east < other.west or other.east < self.west
        return not (apart or self.north < other.south or other.north < self.south)

    def holds(self, point: Point) -> bool:
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north

    def moved(self, by: tuple[float, float]) -> Box:
        return Box(self.west + by[0], self.south + by[1], self.east + by[0], self.north + by[1])


def box_of(points: Iterable[Point]) -> Box:
    east, north = zip(*points, strict=True)
    return Box(min(east), min(north), max(east), max(north))


def points_of(polygons: Iterable[Polygon]) -> list[Point]:
    return [point for rings in polygons for ring in rings for point in ring]


def groups_of(boxes: dict[str, Box]) -> list[list[str]]:
    """What lies together, the largest group first."""
    groups = [{key} for key in boxes]
    for one, other in combinations(boxes, 2):
        if boxes[one].grown(FAR / 2).touches(boxes[other].grown(FAR / 2)):
            mine = [it for it in groups if one in it or other in it]
            groups = [it for it in groups if it not in mine] + [set().union(*mine)]
    return sorted((sorted(it) for it in groups), key=lambda it: (-len(it), it))


def room_for(wide: Box, land: list[Point], width: float, height: float) -> Box:
    """Where a box finds no land, in a corner of another one or, if it must be, beside it."""
    step = width / 8
    for out in range(16):
        for corner in _corners(wide, width, height, out * step):
            if not any(corner.holds(point) for point in land):
                return corner
    return _corners(wide, width, height, width)[0]


def _corners(box: Box, width: float, height: float, out: float) -> list[Box]:
    """A box in each corner to the east, then to the west, moved outwards."""
    east, west = box.east + out, box.west - out
    return [
        Box(east - width, box.south, east, box.south + height),
        Box(east - width, box.north - height, east, box.north),
        Box(west, box.south, west + width, box.south + height),
        Box(west, box.north - height, west + width, box.north),
    ]


def middle_of(polygons: list[Polygon]) -> tuple[float, float]:
    """The centre of gravity of the largest part."""
    parts = [_weighed(rings[0]) for rings in polygons]
    area, east, north = max(parts)
    if not area:
        box = box_of(points_of(polygons))
        return (box.west + box.east) / 2, (box.south + box.north) / 2
    return east, north


def _weighed(ring: list[Point]) -> tuple[float, float, float]:
    """Area and centre of a ring."""
    area = east = north = 0.0
    x0, y0 = ring[0]
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        area += cross
        east += (x1 + x2 - 2 * x0) * cross
        north += (y1 + y2 - 2 * y0) * cross
    if not area:
        return 0.0, float(x0), float(y0)
    return abs(area) / 2, x0 + east / (3 * area), y0 + north / (3 * area)


def spread(points: list[tuple[float, float]], apart: float) -> list[tuple[float, float]]:
    """The same points, those too near to each other pushed asunder."""
    found = [list(point) for point in points]
    for _round in range(ROUNDS):
        moved = False
        for one, other in combinations(range(len(found)), 2):
            moved |= _push(found[one], found[other], apart)
        if not moved:
            break
    return [(x, y) for x, y in found]


def _push(one: list[float], other: list[float], apart: float) -> bool:
    dx, dy = other[0] - one[0], other[1] - one[1]
    distance = (dx * dx + dy * dy) ** 0.5
    if distance >= apart - 0.5:
        return False
    if not distance:
        dx, dy, distance = 1.0, 0.0, 1.0
    by = (apart - min(distance, apart)) / 2 + 0.5
    for axis, way in enumerate((dx / distance, dy / distance)):
        one[axis] -= way * by
        other[axis] += way * by
    return True


def path_of(polygons: Iterable[Polygon], west: float, north: float) -> str:
    """The shape as the `d` of an SVG path, in units right of and below a point."""
    return "".join(_ring(ring, west, north) for rings in polygons for ring in rings)


def _ring(ring: list[Point], west: float, north: float) -> str:
    points = [(round((x - west) / UNIT), round((north - y) / UNIT)) for x, y in ring]
    steps = []
    at = points[0]
    for point in points[1:]:
        if point != at:
            steps.append(f"{point[0] - at[0]} {point[1] - at[1]}")
        at = point
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z" if len(steps) > 2 else ""
