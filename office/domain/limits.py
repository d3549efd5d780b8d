"""How often an address or a network may ask. Who signs up too often is answered more carefully, not
refused; what becomes of others is said where they ask (`config.limited`)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from office.models import Tally

ADDRESS = (5, timedelta(hours=1))
NETWORK = (60, timedelta(minutes=1))
CODES = (5, timedelta(hours=24))
"""Codes a browser may try for one sign-up."""

SALT = "signup.tally"  # as it was called: another would begin every count anew
COUNT = """
    INSERT INTO office_tally (key, count, forget_at) VALUES {rows}
    ON CONFLICT (key) DO UPDATE SET count = office_tally.count + 1
    RETURNING key, count
"""


@dataclass(frozen=True)
class Over:
    """Who has asked too often."""

    address: bool
    network: bool


def ask(address: str, network: str, at: datetime) -> Over:
    """Count one request: more than five in this hour for an address, than 60 in this minute from
    a network, are too many."""
    one, other = _key("address", address, at, ADDRESS[1]), _key("network", network, at, NETWORK[1])
    counts = _count({one: _end(at, ADDRESS[1]), other: _end(at, NETWORK[1])})
    return Over(counts[one] > ADDRESS[0], counts[other] > NETWORK[0])


def try_code(asked: str, network: str, at: datetime) -> bool:
    """Count one code tried by who `asked` for one; whether that was one too many of theirs, or
    their network tries too many in a minute."""
    mine, other = _of_code(asked), _key("codes", network, at, NETWORK[1])
    counts = _count({mine: at + CODES[1], other: _end(at, NETWORK[1])})
    return counts[mine] > CODES[0] or counts[other] > NETWORK[0]


def too_many(what: str, network: str, most: int, at: datetime) -> bool:
    """Count one request for something from a network: whether it was more than so many in this
    minute."""
    key = _key(what, network, at, NETWORK[1])
    return _count({key: _end(at, NETWORK[1])})[key] > most


def codes_left(asked: str) -> int:
    """How many codes may still be tried."""
    tally = Tally.objects.filter(key=_of_code(asked)).first()
    return max(0, CODES[0] - (tally.count if tally else 0))


def forget(at: datetime) -> int:
    """Delete the tallies of windows that are over; returns how many."""
    return Tally.objects.filter(forget_at__lte=at).delete()[0]


def _count(windows: dict[str, datetime]) -> dict[str, int]:
    """One statement, so that two at once are two; sorted, so that they never wait in a ring."""
    values: list[str | None] = []
    for key in sorted(windows):
        values += [key, connection.ops.adapt_datetimefield_value(windows[key])]
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(rows=", ".join(["(%s, 1, %s)"] * len(windows))), values)
        return dict(cursor.fetchall())


def _of_code(asked: str) -> str:
    """Not by the hour or day: the tries of one sign-up never begin anew."""
    return salted_hmac(SALT, f"code {asked}", algorithm="sha256").hexdigest()


def _key(what: str, who: str, at: datetime, window: timedelta) -> str:
    named = f"{what} {_end(at, window).isoformat()} {who}"
    return salted_hmac(SALT, named, algorithm="sha256").hexdigest()


def _end(at: datetime, window: timedelta) -> datetime:
    begun = at.timestamp() // window.total_seconds()
    return datetime.fromtimestamp((begun + 1) * window.total_seconds(), UTC)
