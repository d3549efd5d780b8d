"""A series of dates: which days, what is left out, and what each date is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.domain import scheduling, series
from events.domain.errors import ActRefused, WrongTime
from events.models import Occurrence
from tests.events.people import office
from tests.factories import OccurrenceFactory

pytestmark = pytest.mark.usefixtures("in_english")

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
EASTER = date(2027, 3, 28)


def walls(occurrences) -> set[tuple[str, str]]:
    return {(f"{it.local_start:%H:%M}", f"{it.local_end:%H:%M}") for it in occurrences}


def test_every_second_wednesday_until_easter():
    days = series.series_days(date(2027, 1, 4), EASTER, every=2, weekdays={2})

    assert [f"{day:%d.%m}" for day in days] == [
        *("06.01", "20.01", "03.02", "17.02", "03.03", "17.03"),
    ]


def test_weeks_are_counted_from_the_one_the_first_day_is_in():
    thursday = date(2027, 1, 7)
    days = series.series_days(thursday, thursday + 3 * WEEK, every=2, weekdays={1, 3})

    assert days == [date(2027, 1, 7), date(2027, 1, 19), date(2027, 1, 21)]


DATES = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(
    first=DATES,
    length=st.integers(-3, 400),
    every=st.integers(1, 8),
    weekdays=st.sets(st.integers(0, 6)),
)
def test_a_series_has_every_day_the_rule_names_and_no_other(first, length, every, weekdays):
    last = first + length * DAY
    monday = first - first.weekday() * DAY
    every_day = [first + n * DAY for n in range(max(0, length + 1))]
    named = [
        day
        for day in every_day
        if day.weekday() in weekdays and (day - monday).days // 7 % every == 0
    ]

    assert series.series_days(first, last, every=every, weekdays=weekdays) == named


def test_a_series_across_both_clock_changes_keeps_local_times(clock):
    like = OccurrenceFactory(starts_at=datetime(2027, 3, 10, 8, tzinfo=UTC))
    like.refresh_from_db()
    days = series.series_days(date(2027, 3, 17), date(2027, 12, 1), every=2, weekdays={2})

    made = series.repeat(like.pk, days, actor=office())

    assert len(made) == 19
    assert {it.starts_at.hour for it in made} == {7, 8}
    assert walls(made) == walls([like])
    for name in ("opens_at", "closes_at", "offers_until"):
        clocks = {getattr(it, name).astimezone(it.zone).time() for it in made}
        assert clocks == {getattr(like, name).astimezone(like.zone).time()}, name
        ahead = {(it.first_day - getattr(it, name).astimezone(it.zone).date()) for it in made}
        assert len(ahead) == 1, name


def test_holidays_speak_against_a_day_and_so_does_a_date_that_is_there(clock):
    like = OccurrenceFactory(starts_at=datetime(2027, 3, 18, 8, tzinfo=UTC))
    OccurrenceFactory(event=like.event, starts_at=datetime(2027, 4, 1, 7, tzinfo=UTC))
    days = series.series_days(date(2027, 3, 18), date(2027, 4, 8), every=1, weekdays={3})

    found = series.look(like, days)

    assert [(it.holiday, it.is_there) for it in found] == [
        ("", True),
        ("Maundy Thursday", False),
        ("", True),
        ("", False),
    ]
    assert [it.is_proposed for it in found] == [False, False, False, True]


def test_a_camp_is_not_proposed_over_a_holiday_on_its_last_day(clock):
    camp = OccurrenceFactory(
        starts_at=datetime(2027, 3, 10, 8, tzinfo=UTC), ends_at=datetime(2027, 3, 11, 8, tzinfo=UTC)
    )
    assert series.holiday_during(camp, date(2027, 3, 24)) == "Maundy Thursday"
    assert series.holiday_during(camp, date(2027, 3, 23)) == ""


def test_a_series_is_drafts_or_open_at_once_and_twice_is_once(clock):
    like = OccurrenceFactory()
    days = [like.first_day + n * WEEK for n in range(1, 13)]

    assert {it.state for it in series.repeat(like.pk, days[:3], actor=office())} == {"draft"}
    opened = series.repeat(like.pk, days, actor=office(), opened=True)
    assert [it.state for it in opened] == ["scheduled"] * 9
    assert series.repeat(like.pk, days, actor=office()) == []
    assert Occurrence.objects.count() == 13


def test_what_was_called_off_may_be_held_after_all(clock):
    like = OccurrenceFactory()
    day = like.first_day + WEEK
    [made] = series.repeat(like.pk, [day], actor=office(), opened=True)
    scheduling.call_off(made.pk, actor=office(), revision=made.revision, reason="Snow")

    assert [it.is_there for it in series.look(like, [day])] == [False]
    assert len(series.repeat(like.pk, [day], actor=office())) == 1


def test_too_many_none_and_the_past_are_refused_whole(clock):
    like = OccurrenceFactory()
    many = [like.first_day + n * DAY for n in range(1, 62)]
    for days in ([], many):
        with pytest.raises(ActRefused, match="between 1 and 60"):
            series.repeat(like.pk, days, actor=office())
    with pytest.raises(WrongTime, match="passed"):
        series.repeat(like.pk, [like.first_day + DAY, like.first_day - 30 * DAY], actor=office())
    assert Occurrence.objects.count() == 1
