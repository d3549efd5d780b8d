from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from events.domain.vtimezone import ZONES, has_rule, is_doubled, vtimezone

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def changes(zone):
    """The moments from 2000 to 2060 at which the zone's offset changes, to the hour."""
    at, last = datetime(2000, 1, 1, tzinfo=UTC), datetime(2061, 1, 1, tzinfo=UTC)
    while at < last:
        if _offset(zone, at) != _offset(zone, at + DAY):
            yield next(at + n * HOUR for n in range(25) if _turns(zone, at + n * HOUR))
        at += DAY


def _turns(zone, at):
    return _offset(zone, at) != _offset(zone, at - HOUR)


def _offset(zone, at):
    return at.astimezone(zone).utcoffset()


CHANGES = list(changes(ZoneInfo("Europe/Copenhagen")))


@pytest.mark.parametrize("name", sorted(ZONES))
def test_the_rule_agrees_with_the_worlds_time_zones_from_2000_to_2060(name):
    zone, rule = ZoneInfo(name), _read(name)
    for at in CHANGES:
        for near in (at - 3 * HOUR, at - timedelta(seconds=1), at, at + 3 * HOUR):
            _agree(rule, zone, near)


@pytest.mark.parametrize("name", sorted(ZONES))
def test_the_zones_change_at_no_other_hours(name):
    assert list(changes(ZoneInfo(name))) == CHANGES


def test_there_are_two_changes_a_year_to_agree_on():
    assert len(CHANGES) == 2 * 61


def test_each_observance_begins_on_an_instance_of_its_own_rule():
    zone = ZoneInfo("Europe/Copenhagen")
    for part in vtimezone(zone).subcomponents:
        start = part["DTSTART"].dt
        assert start.weekday() == 6
        assert (start + timedelta(days=7)).month != start.month
        assert [start.month] == part["RRULE"]["BYMONTH"]
        assert _turns(zone, start.replace(tzinfo=UTC) - part["TZOFFSETFROM"].td)


def test_other_zones_have_no_rule():
    assert not any(has_rule(ZoneInfo(key)) for key in ("UTC", "America/Nuuk", "Asia/Tokyo"))
    with pytest.raises(KeyError):
        vtimezone(ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize(
    ("hour", "minute", "doubled"),
    [(1, 59, False), (2, 0, True), (2, 30, True), (2, 59, True), (3, 0, False)],
)
def test_only_the_hour_when_the_clock_goes_back_is_shown_twice(hour, minute, doubled):
    for fold in (0, 1):
        local = datetime(
            2026, 10, 25, hour, minute, fold=fold, tzinfo=ZoneInfo("Europe/Copenhagen")
        )
        assert is_doubled(local) == doubled


def _read(name):
    """The rule as dateutil understands it."""
    return tzical(StringIO(vtimezone(ZoneInfo(name)).to_ical().decode())).get(name)


def _agree(rule, zone, at):
    local = at.astimezone(zone)
    if is_doubled(local):
        return
    assert local.replace(tzinfo=rule).utcoffset() == local.utcoffset(), at
    assert local.replace(tzinfo=rule).tzname() == local.tzname()
