"""The one clock: the database's, which every process and thread shares."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from office.models import Clock

READ = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
}
SET = ", (SELECT stopped_at FROM office_clock), (SELECT offset_seconds FROM office_clock)"


def now() -> datetime:
    """The database's time, aware, in UTC; plus what tests and the demo have moved it by.

    Inside a lock it is read after the lock is held, so that order in time is order of locking.
    """
    with connection.cursor() as cursor:
        cursor.execute(READ[connection.vendor] + (SET if settings.CLOCK_MOVABLE else ""))
        row = cursor.fetchone()
    if not settings.CLOCK_MOVABLE:
        return _aware(row[0])
    return _aware(row[1] or row[0]) + timedelta(seconds=row[2] or 0)


def stop(at: datetime) -> None:
    """Let the clock stand at this moment. For tests and the demo."""
    _set(stopped_at=at, offset_seconds=0)


def move(by: timedelta) -> None:
    """Move the clock by this much, stopped or not. For tests and the demo."""
    clock = Clock.objects.filter(pk=1).first() or Clock(pk=1)
    _set(stopped_at=clock.stopped_at, offset_seconds=clock.offset_seconds + by.total_seconds())


def reset() -> None:
    """Show the database's own time again."""
    _set(stopped_at=None, offset_seconds=0)


def _set(**values: object) -> None:
    if not settings.CLOCK_MOVABLE:
        raise RuntimeError("The clock can be moved in tests and in the demo only.")
    Clock.objects.update_or_create(pk=1, defaults=values)


def _aware(value: datetime | str) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value if value.tzinfo else value.replace(tzinfo=UTC)
