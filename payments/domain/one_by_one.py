"""Many rows, each for itself: what one comes to never keeps another waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from payments.provider import RailAway


def one_by_one(rows: Iterable[int], act: Callable[[int], object]) -> int:
    """Do each; returns of how many something came. Raises the first failure, after all were done.

    Once the rail is away nothing more is asked of it this time.
    """
    done, failed = 0, None
    for pk in rows:
        try:
            done += bool(act(pk))
        except RailAway:
            break
        except Exception as error:  # noqa: BLE001 -- raised below
            failed = failed or error
    if failed:
        raise failed
    return done
