"""Several dates on one screen: as they were ticked, as they are, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from desk import words
from events.domain.changing import Change
from events.domain.series import holiday_during
from events.models import Occurrence

MOST = 200
"""So many dates at most are acted on at once."""
LARGEST = 2**63


@dataclass(frozen=True)
class Seen:
    """A date as it stood on the screen: `12.3.1796889600.1796911200` in a form, or just `12`.

    With the start and end it was seen with, what a form makes of them is the same when the
    form is sent a second time.
    """

    pk: int
    revision: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @classmethod
    def read(cls, text: str) -> Seen | None:
        """What a form sent; None for what no form of ours sends."""
        try:
            pk, *more = (int(part) for part in text.split("."))
            revision, *times = more or [0]
            if not 0 < pk < LARGEST:
                return None
            return cls(pk, revision, *(datetime.fromtimestamp(at, UTC) for at in times))
        except (ValueError, TypeError, OverflowError, OSError):
            return None


def as_seen(occurrence: Occurrence) -> str:
    times = (round(at.timestamp()) for at in (occurrence.starts_at, occurrence.ends_at))
    return ".".join(map(str, (occurrence.pk, occurrence.revision, *times)))


def read_all(texts: Iterable[str]) -> dict[int, Seen]:
    """The dates a form sent, by number."""
    return {seen.pk: seen for seen in map(Seen.read, list(texts)[:MOST]) if seen}


@dataclass
class Line:
    """One of the dates, as the screen shows it. `becomes`: label, how it is, how it will be."""

    occurrence: Occurrence
    told: str = ""
    becomes: list[tuple[str, str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def seen(self) -> str:
        return as_seen(self.occurrence)

    @property
    def when(self) -> str:
        return words.weekday_span(self.occurrence)

    @property
    def fill(self) -> str:
        return words.fill(self.occurrence)


def line(occurrence: Any, at: datetime, *, tells: bool) -> Line:
    """A date `with_counts()`, and what there is to say before an act that tells everybody, or
    nobody."""
    counts = (occurrence.confirmed, occurrence.held - occurrence.confirmed, occurrence.waiting)
    found = Line(occurrence, words.told(*counts) if tells else "")
    if occurrence.is_called_off:
        found.remarks.append(_("is called off"))
    elif occurrence.ends_at <= at:
        found.remarks.append(_("is over"))
    return found


def change_line(occurrence: Occurrence, at: datetime, new: Change) -> Line:
    """A date and what it becomes."""
    differs = {name for name, value in new.items() if getattr(occurrence, name) != value}
    found = line(occurrence, at, tells=bool(differs & {"starts_at", "ends_at", "location"}))
    changed = Occurrence(event=occurrence.event)
    for name in FACTS:
        setattr(changed, name, new.get(name, getattr(occurrence, name)))
    was, will = facts(occurrence), facts(changed)
    found.becomes = [(label, old, will[label]) for label, old in was.items() if old != will[label]]
    if "starts_at" in differs:
        found.remarks += _remarks(occurrence, changed, at)
    return found


def _remarks(was: Occurrence, will: Occurrence, at: datetime) -> list[str]:
    found = [
        holiday_during(was, will.first_day),
        _("has passed already") if will.starts_at <= at else "",
    ]
    return [it for it in found if it]


FACTS = (
    *("starts_at", "ends_at", "location", "host", "municipality", "capacity"),
    *("waitlist_limit", "opens_at", "closes_at", "offers_until"),
)


def facts(occurrence: Occurrence) -> dict[str, str]:
    """What may change at once, in words, by label."""
    it, zone = occurrence, occurrence.zone
    return {
        _("When"): words.weekday_span(it),
        _("Where"): it.location or "–",
        _("Host practice"): str(it.host or "–"),
        _("Municipality"): str(it.municipality or "–"),
        _("Places"): str(it.capacity),
        _("Places on the waitlist"): str(it.waitlist_limit),
        _("Sign-up opens"): words.moment(it.opens_at, zone),
        _("Sign-up closes"): words.moment(it.closes_at, zone),
        _("Waitlist runs until"): words.moment(it.offers_until, zone),
    }
