"""The demo office's facts, as they stand in `demo/data/`."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"

Row = dict[str, str]


@cache
def rows(name: str) -> list[Row]:
    """All rows of a CSV file."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def pages(language: str = "") -> dict[str, dict[str, Any]]:
    """The texts of each page by its Danish slug; `home` is the home page."""
    name = f"pages.{language}.toml" if language else "pages.toml"
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
