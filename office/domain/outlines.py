"""The outlines of a country's municipalities, where there are data for them."""

from __future__ import annotations

import json
from functools import lru_cache

from office.domain.reference import DATA

Point = tuple[int, int]
Ring = list[Point]
Polygon = list[Ring]
"""The outer ring, then the holes."""


@lru_cache
def outlines_of(country: str) -> dict[str, list[Polygon]]:
    """Polygons by the municipality's code, in metres east and north; none: no outlines are known.

    The source is named in the file and in `docs/dependencies.md`.
    """
    file = DATA / country.lower() / "outlines.json"
    if not country.isalpha() or not file.exists():
        return {}
    found = json.loads(file.read_text(encoding="utf-8"))["outlines"]
    return {code: [_polygon(it) for it in polygons] for code, polygons in found.items()}


def _polygon(rings: list[list[list[int]]]) -> Polygon:
    return [[(east, north) for east, north in ring] for ring in rings]
