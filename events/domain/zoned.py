"""Times on the wall and instants: a clock change skips an hour in spring, repeats one in autumn."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instants(naive: datetime, zone: ZoneInfo) -> list[datetime]:
    """The instants at which clocks in the zone show this time: none, one, or two, in order."""
    both = [naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    real = {at for at in both if at.astimezone(zone).replace(tzinfo=None) == naive}
    return sorted(real)


def first_instant(naive: datetime, zone: ZoneInfo) -> datetime:
    """An instant for a time on the wall; a time that does not exist becomes the moment after."""
    found = instants(naive, zone)
    return found[0] if found else naive.replace(tzinfo=zone, fold=0).astimezone(UTC)


def same_wall_distance(at: datetime, *, was: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """`at` moved along from `was` to `now`, keeping days and the time on the wall."""
    shift = now.astimezone(zone).replace(tzinfo=None) - was.astimezone(zone).replace(tzinfo=None)
    return first_instant(at.astimezone(zone).replace(tzinfo=None) + shift, zone)


NIGHT_FROM, NIGHT_UNTIL = time(21), time(10)


EARLY = time(7)


def is_night(at: datetime, zone: ZoneInfo) -> bool:
    """Whether a mail that leaves then reaches people asleep: 21:00 to 7:00 on the clock there."""
    return not EARLY <= at.astimezone(zone).time() < NIGHT_FROM


def not_at_night(at: datetime, zone: ZoneInfo) -> datetime:
    """The same time, or the next 10:00 if clocks there show 21:00 to 10:00."""
    local = at.astimezone(zone)
    if NIGHT_UNTIL <= local.time() < NIGHT_FROM:
        return at
    day = local.date() + timedelta(days=1 if local.time() >= NIGHT_FROM else 0)
    return first_instant(datetime.combine(day, NIGHT_UNTIL), zone)
