from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.formats import date_format

from desk import words
from events.domain.wording import (
    hours_words,
    moment_words,
    span_words,
    time_words,
    when_inside_words,
)
from tests.factories import OccurrenceFactory

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def test_days_of_one_month_share_the_month():
    with translation.override("en"):
        assert span_words(date(2027, 4, 9), date(2027, 4, 11)) == "9–11 April 2027"


def test_days_over_the_turn_of_a_year_name_both_years():
    with translation.override("en"):
        words = span_words(date(2026, 12, 30), date(2027, 1, 2))
    assert words == "30 December 2026 – 2 January 2027"


def test_days_of_two_months_share_the_year():
    with translation.override("en"):
        assert span_words(date(2027, 4, 30), date(2027, 5, 2)) == "30 April – 2 May 2027"


def test_one_day_is_named_with_its_weekday():
    with translation.override("en"):
        assert span_words(date(2027, 4, 9), date(2027, 4, 9)) == "Friday 9 April 2027"


def test_a_moment_is_told_on_the_wall_clock_in_winter_and_in_summer():
    with translation.override("en"):
        winter = moment_words(datetime(2027, 2, 8, 16, tzinfo=UTC), COPENHAGEN)
        summer = moment_words(datetime(2027, 7, 5, 15, tzinfo=UTC), COPENHAGEN)
    assert winter == "Monday 8 February 2027 at 17:00"
    assert summer == "Monday 5 July 2027 at 17:00"


@pytest.mark.parametrize(
    ("language", "time", "in_a_table", "in_full"),
    [
        ("da", "17.30", "08.02.2027 17.30", "8. februar 2027 17.30"),
        ("nb", "17.30", "08.02.2027 17.30", "8. februar 2027 17.30"),
        ("en", "17:30", "8 Feb 2027 17:30", "8 February 2027 17:30"),
    ],
)
def test_a_time_is_written_in_tables_as_in_sentences(language, time, in_a_table, in_full):
    at = datetime(2027, 2, 8, 16, 30, tzinfo=UTC)
    with translation.override(language):
        assert time_words(at, COPENHAGEN) == date_format(at.astimezone(COPENHAGEN), "TIME_FORMAT")
        assert time_words(at, COPENHAGEN) == time
        assert time in moment_words(at, COPENHAGEN)
        assert words.moment(at, COPENHAGEN) == in_a_table
        assert date_format(at.astimezone(COPENHAGEN), "DATETIME_FORMAT") == in_full


def test_hours_of_a_visit_and_of_a_camp():
    with translation.override("en"):
        assert hours_words(OccurrenceFactory.build()) == "09:00–15:00"
        camp = OccurrenceFactory.build(camp=True)
        assert hours_words(camp) == "from Friday at 15:00 to Sunday at 13:00"


@pytest.mark.parametrize("language", ["da", "nb"])
def test_no_word_of_ours_takes_the_place_of_a_day_or_a_month(language):
    with translation.override(language):
        days = [date_format(date(2027, 2, 1) + timedelta(days=it), "l") for it in range(7)]
        months = [date_format(date(2027, it, 1), "F") for it in range(1, 13)]
    assert [it for it in days + months if it != it.lower()] == []


def test_a_day_inside_a_sentence_begins_small():
    occurrence = OccurrenceFactory.build()
    with translation.override("da"):
        assert when_inside_words(occurrence) == "torsdag den 10. december 2026"
        camp = OccurrenceFactory.build(camp=True)
        assert when_inside_words(camp) == span_words(camp.first_day, camp.last_day)
