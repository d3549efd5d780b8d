"""Which days the office works, in Denmark and in Norway."""

from datetime import date

import pytest
from django.utils.translation import override

from office.domain.working_days import holiday, is_working_day, last_working_day, next_working_day

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
EASTER = [date(2027, 3, day) for day in (25, 26, 28, 29)]


def test_weekends_are_no_working_days():
    worked = [day for day in range(16, 23) if is_working_day(date(2026, 11, day))]
    assert worked == [16, 17, 18, 19, 20]


@pytest.mark.parametrize("day", EASTER)
def test_nobody_works_at_easter(day):
    assert not is_working_day(day)
    assert holiday(day)


def test_christmas_eve_is_free_though_no_law_says_so():
    assert not is_working_day(date(2026, 12, 24))
    assert is_working_day(date(2026, 12, 23))


def test_each_country_has_its_own_holidays(settings):
    constitution_day = date(2027, 5, 17)
    settings.COUNTRY = "NO"
    assert not is_working_day(constitution_day)
    settings.COUNTRY = "DK"
    assert is_working_day(date(2028, 5, 17))


def test_a_holiday_is_named_in_the_language_in_use():
    day = date(2027, 3, 26)
    with override("da"):
        assert holiday(day) == "Langfredag"
    with override("en"):
        assert holiday(day) == "Good Friday"
    with override("nb"):
        assert holiday(day)


def test_the_next_working_day_steps_over_weekend_and_holidays():
    assert next_working_day(FRIDAY) == MONDAY
    assert last_working_day(MONDAY) == FRIDAY
    assert next_working_day(date(2027, 3, 24)) == date(2027, 3, 30)
