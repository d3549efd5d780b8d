"""Parsers of calendars that are not ours: ical.js, vobject and libical, each as plain data."""

import ctypes
import ctypes.util
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import vobject

JS = Path(__file__).parent / "js"
NEED = "run `npm ci --ignore-scripts` in tests/js"


def ical_js(text: str) -> dict[str, Any]:
    """What ical.js understands (see tests/js/read_ics.mjs)."""
    node = _node()
    node.stdin.write(json.dumps(text) + "\n")
    node.stdin.flush()
    understood = json.loads(node.stdout.readline())
    assert "error" not in understood, understood["error"]
    return understood


@cache
def _node() -> subprocess.Popen[str]:
    """One Node.js for all tests; it ends with its standard input."""
    _must_have(shutil.which("node"), "Node.js is not installed")
    _must_have((JS / "node_modules").exists(), NEED)
    command = ["node", str(JS / "read_ics.mjs"), "--each-line"]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )


def vobject_events(text: str) -> list[vobject.base.Component]:
    """The events that vobject understands."""
    return vobject.readOne(text).vevent_list


def utc(moment: str | datetime) -> datetime:
    """A moment of any reader, in UTC."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return moment.astimezone(UTC)


class Time(ctypes.Structure):
    """libical 3's struct icaltimetype."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    ]


def libical(text: str) -> dict[str, Any]:
    """What libical understands of a calendar with one event; `errors` is empty if it is content.

    Its check knows RFC 5546: what must and must not stand in a message of each method.
    """
    library = _libical()
    calendar = library.icalparser_parse_string(text.encode())
    assert calendar, "libical could not parse it"
    library.icalrestriction_check(calendar)
    event = library.icalcomponent_get_first_component(calendar, 4)
    start, end = library.icalcomponent_get_dtstart(event), library.icalcomponent_get_dtend(event)
    return {
        "errors": list(_errors(library.icalcomponent_as_ical_string(calendar).decode())),
        "uid": library.icalcomponent_get_uid(event).decode(),
        "sequence": library.icalcomponent_get_sequence(event),
        "summary": (library.icalcomponent_get_summary(event) or b"").decode(),
        "start": _moment(start),
        "end": _moment(end),
    }


@cache
def has_libical() -> bool:
    return bool(ctypes.util.find_library("ical"))


def _moment(time: Time) -> date | datetime:
    if time.is_date:
        return date(time.year, time.month, time.day)
    return datetime.fromtimestamp(_libical().icaltime_as_timet_with_zone(time, time.zone), UTC)


def _errors(text: str) -> Iterator[str]:
    unfolded = text.replace("\r\n ", "").splitlines()
    return (line for line in unfolded if line.startswith("X-LIC-ERROR"))


@cache
def _libical() -> ctypes.CDLL:
    found = ctypes.util.find_library("ical")
    if not found:
        pytest.skip("libical is not installed")
    library = ctypes.CDLL(found)
    for name in ("parser_parse_string", "component_get_first_component"):
        getattr(library, f"ical{name}").restype = ctypes.c_void_p
    for name in ("get_uid", "get_summary", "as_ical_string"):
        getattr(library, f"icalcomponent_{name}").restype = ctypes.c_char_p
        getattr(library, f"icalcomponent_{name}").argtypes = [ctypes.c_void_p]
    for name in ("get_dtstart", "get_dtend"):
        getattr(library, f"icalcomponent_{name}").restype = Time
        getattr(library, f"icalcomponent_{name}").argtypes = [ctypes.c_void_p]
    library.icaltime_as_timet_with_zone.restype = ctypes.c_long
    library.icaltime_as_timet_with_zone.argtypes = [Time, ctypes.c_void_p]
    library.icalcomponent_get_sequence.argtypes = [ctypes.c_void_p]
    library.icalcomponent_get_first_component.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.icalrestriction_check.argtypes = [ctypes.c_void_p]
    return library


def _must_have(it: object, why_not: str) -> None:
    if not it and os.environ.get("CI"):
        pytest.fail(why_not)
    if not it:
        pytest.skip(why_not)
