"""Many rows, or many steps, each for itself: what one comes to never keeps another waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Row = TypeVar("Row")


def one_by_one(
    rows: Iterable[Row],
    act: Callable[[Row], int | None],
    *,
    until: tuple[type[Exception], ...] = (),
) -> int:
    """Do each; returns what came of all. Raises the first failure, after all were done.

    `until` one of these is raised: then whatever they ask is away, and no more is asked of it.
    """
    done, failed = 0, None
    for row in rows:
        try:
            done += act(row) or 0
        except until:
            break
        except Exception as error:  # noqa: BLE001 -- raised below
            failed = failed or error
    if failed:
        raise failed
    return done


def all_of(steps: Iterable[Callable[..., object]], *told: object) -> None:
    """Take every step, also after one that failed. Raises the first failure, after all."""
    one_by_one(steps, lambda step: bool(step(*told)))
