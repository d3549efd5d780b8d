"""Setting right who came and for how long, also when the list is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from events.domain import attendance
from events.domain.errors import ActRefused
from events.domain.hours import LONGEST
from events.domain.log import note
from events.domain.places import Places
from events.models import CheckIn
from office.actor import Actor


@dataclass(frozen=True)
class Mark:
    """Whether somebody was there on a day; `hours` where it was not all of it."""

    present: bool
    hours: Decimal | None = None


def correct(
    registration: int, marks: Mapping[date, Mark], *, actor: Actor, reason: str = ""
) -> list[CheckIn]:
    """Say of some days whether somebody was there; the taps that made a difference.

    Of two who correct at once the later one holds, and the log has both. Raises ActRefused,
    ClaimEnded; a closed list wants a reason.
    """
    with Places.lock(registration=registration) as places:
        found = places.registration(registration)
        before = found.check_ins.aggregate(newest=Max("pk"))["newest"] or 0
        taps = [_mark(places, registration, *it, actor) for it in sorted(marks.items())]
        made = [tap for tap in taps if tap.pk > before]
        if made and not reason and places.occurrence.list_closed_at is not None:
            raise ActRefused(_("The list is closed: say why it is corrected."))
        if made and reason:
            note(found, "events.correct_attendance", actor, reason=reason)
        return made


def _mark(places: Places, registration: int, day: date, mark: Mark, actor: Actor) -> CheckIn:
    hours = mark.hours if mark.present else None
    if hours is not None and not 0 < hours <= LONGEST:
        raise ActRefused(_("A day has more than 0 and no more than 24 hours."))
    return attendance.mark(
        places, registration, day, present=mark.present, actor=actor, hours=hours
    )
