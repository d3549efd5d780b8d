"""What a phone sends from the door, and what it is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from events.domain import door as engine
from events.domain import helper_passes, walk_ins
from events.domain.door import TAPS_AT_ONCE, Fate, Tap
from events.domain.errors import ActRefused
from events.domain.walk_ins import Told
from signup.domain.door import LAST_NUMBER, AtDoor, Roster

T = TypeVar("T")
Answer = dict[str, str]
UNREADABLE = (KeyError, TypeError, ValueError, OverflowError, OSError)
START = datetime(1970, 1, 1, tzinfo=UTC)


def sync(door: AtDoor, sent: dict[str, Any]) -> dict[str, Any]:
    """Take what was tapped, and answer one by one and with the list as it is now.

    Nothing is read by whoever may not read; nothing is taken from whoever may not send. Raises
    ValueError if the phone does not tell its time.
    """
    try:
        shift = engine.shift(phone_now=_time(sent["now"]), at=door.at)
    except UNREADABLE as error:
        raise ValueError("no time") from error
    if door.helper_pass:
        helper_passes.seen(door.helper_pass, door.at)
    answers = _take(door, sent, shift) if door.may_send else []
    told: dict[str, Any] = {"state": door.standing.value, "answers": answers}
    return told | ({"roster": Roster(door.occurrence).as_json(door)} if door.may_read else {})


def _take(door: AtDoor, sent: dict[str, Any], shift: timedelta) -> list[Answer]:
    taps, unread = _read(sent.get("taps"), lambda row: _tap(row, shift))
    told, unread_too = _read(sent.get("walk_ins"), lambda row: _told(row, shift))
    return [*unread, *unread_too, *_merge(door, taps), *(_write_down(door, it) for it in told)]


def _merge(door: AtDoor, taps: list[Tap]) -> Iterable[Answer]:
    if not taps:
        return []
    answers = engine.merge(door.occurrence.pk, taps, actor=door.actor, until=door.until)
    return [_answer(str(it.tap), it.fate, it.sentence) for it in answers]


def _write_down(door: AtDoor, told: Told) -> Answer:
    try:
        walk_ins.write_down(door.occurrence.pk, told, actor=door.actor, until=door.until)
    except ActRefused as refused:
        return _answer(str(told.tap), Fate.REFUSED, str(refused))
    return _answer(str(told.tap), Fate.ACCEPTED)


def _answer(tap: str, fate: Fate, sentence: str = "") -> Answer:
    return {"tap": tap, "fate": fate.value, "sentence": sentence}


def _read(rows: Any, read: Callable[[Any], T]) -> tuple[list[T], list[Answer]]:
    """Each row that can be read, and an answer for each that cannot."""
    found, unread = [], []
    for row in rows[:TAPS_AT_ONCE] if isinstance(rows, list) else []:
        try:
            found.append(read(row))
        except UNREADABLE:
            number = row.get("tap") if isinstance(row, dict) else None
            unread.append(_answer(str(number), Fate.REFUSED, _("This could not be read.")))
    return found, unread


def row_number(said: Any) -> int:
    """The number of a row. Raises ValueError, TypeError or OverflowError where it is none."""
    number = int(said)
    if not 0 < number <= LAST_NUMBER:
        raise ValueError(said)
    return number


def _tap(row: Any, shift: timedelta) -> Tap:
    return Tap(
        tap=UUID(str(row["tap"])),
        registration=row_number(row["registration"]),
        day=date.fromisoformat(row["day"]),
        present=bool(row["present"]),
        tapped_at=_time(row["at"]) + shift,
    )


def _told(row: Any, shift: timedelta) -> Told:
    return Told(
        tap=UUID(str(row["tap"])),
        day=date.fromisoformat(row["day"]),
        name=str(row["name"]),
        email=str(row.get("email", "")),
        phone=str(row.get("phone", "")),
        tapped_at=_time(row["at"]) + shift,
    )


def _time(millis: Any) -> datetime:
    return START + timedelta(milliseconds=float(millis))
