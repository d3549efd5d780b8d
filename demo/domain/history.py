"""What happened in the demo office so far: `history.csv`, played through the engine's verbs.

The office's clock is set to each moment in turn and the worker does its part, so that mails,
offers and lapses come about as they would have.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache

from django.contrib.auth.models import User
from wagtail.models import ModelLogEntry

from demo.domain.acts import ACTS, Scene, deliver_all
from demo.domain.dates import ZONE, Calendar, wall
from demo.domain.files import Row, rows
from demo.domain.writing import send_by_themselves
from events.domain import hosting
from events.domain.reminders import remind
from events.domain.retention import clean
from events.domain.tick import tick
from events.models import Occurrence
from office import clock
from payments.tasks import work as money

MORNING = time(10)
"""When the worker is played, at most once a day."""
OFFERS_END = timedelta(days=3)


def play(calendar: Calendar, user: User) -> None:
    """Everything that happened, in order of time; the clock is back on time afterwards."""
    last = calendar.at("2026-05-04 09:00")
    _days_with_mail.cache_clear()
    try:
        for at, row in _in_order(calendar):
            _live_through(last, at)
            clock.stop(max(at, clock.now()))
            ACTS[row["act"]](Scene(row, calendar, user))
            _work()
            last = clock.now()
        _live_through(last, calendar.now)
    finally:
        clock.reset()
    _work()
    clean(clock.now())


def _in_order(calendar: Calendar) -> list[tuple[datetime, Row]]:
    acts = [(calendar.at(row["at"]), row) for row in rows("history")]
    return sorted(acts, key=lambda act: act[0])


def _live_through(last: datetime, until: datetime) -> None:
    """The worker's part of the mornings in between: reminders, thanks, lapses, their mails."""
    for morning in _mornings(last, until):
        clock.stop(morning)
        remind()
        send_by_themselves()
        _work()


def _mornings(last: datetime, until: datetime) -> Iterator[datetime]:
    """Those on which the worker may find anything: an offer is over after three days."""
    begun = day = last.astimezone(ZONE).date()
    while (morning := wall(datetime.combine(day, MORNING))) < until:
        if morning > last and (day - begun <= OFFERS_END or day in _days_with_mail()):
            yield morning
        day += timedelta(days=1)


@cache
def _days_with_mail() -> set[date]:
    """When reminders and thanks are due."""
    dates = Occurrence.objects.select_related("event")
    before = {date.first_day - timedelta(days=n) for date in dates for n in (3, 2)}
    return before | {date.last_day + timedelta(days=n) for date in dates for n in (2, 3)}


def _work() -> None:
    deliver_all()
    tick()
    hosting.follow()
    money.call()
    deliver_all()
    backdate_log()


def backdate_log() -> None:
    """Wagtail's log knows the real time only; in the demo an act was done when the story says."""
    now = clock.now()
    ModelLogEntry.objects.filter(timestamp__gt=now).update(timestamp=now)
