"""Making the demo office in an empty database."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from contacts.models import Contact
from demo.domain import bank
from demo.domain.dates import Calendar
from demo.domain.history import backdate_log, play
from demo.domain.offers import make_events, make_hosts
from demo.domain.office import make_coordinator, make_office
from demo.domain.pages import make_pages
from demo.domain.questions import make_questions
from events.models import Event
from office import clock
from office.models import Work

MARK, LOADED = "demo", "demo loaded"
"""Rows of the worker's: this database is a demo's (`config.demo_mark`), and it is complete."""

Say = Callable[[str], object]


class NotEmpty(Exception):
    """The database holds something already; `str()` is the sentence to show."""


def is_loaded() -> bool:
    return Work.objects.filter(name=LOADED).exists()


def load(say: Say) -> None:
    """Fill an empty database, telling what is being done. Does nothing the second time.

    Raises NotEmpty for a database somebody else uses, or where an earlier run was broken off.
    """
    if is_loaded():
        return
    _refuse_used()
    Work.objects.create(name=MARK, finished_at=clock.now())
    _hurry(True)
    try:
        _fill(say)
    finally:
        _hurry(False)
    Work.objects.create(name=LOADED, finished_at=clock.now())


def _fill(say: Say) -> None:
    calendar = Calendar(clock.now())
    say("  office, regions and municipalities")
    make_office()
    user = make_coordinator()
    say("  pages and pictures")
    keys = make_pages(user)
    say("  camps and visits with their hosts")
    clock.stop(calendar.at("2026-04-20 09:00"))
    make_hosts()
    make_events(keys, calendar, user)
    make_questions(user)
    backdate_log()
    say("  60 people, and what happened so far (about 10 seconds)")
    with bank.of_the_past():
        play(calendar, user)


def _refuse_used() -> None:
    if Work.objects.filter(name=MARK).exists():
        raise NotEmpty(
            "Loading the demo office was broken off the last time. Remove what there is of it "
            f"({connection.settings_dict['NAME']}) and start again."
        )
    if Contact.objects.exists() or Event.objects.exists():
        raise NotEmpty("This database holds an office of its own, so no demo is loaded into it.")


def _hurry(on: bool) -> None:
    """SQLite waits for the disk after every act; not worth it for data one can make again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={'OFF' if on else 'FULL'}")
