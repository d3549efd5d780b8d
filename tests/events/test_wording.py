from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from events.domain.wording import hours_words, moment_words, span_words
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


def test_hours_of_a_visit_and_of_a_camp():
    with translation.override("en"):
        assert hours_words(OccurrenceFactory.build()) == "09:00–15:00"
        camp = OccurrenceFactory.build(camp=True)
        assert hours_words(camp) == "from Friday at 15:00 to Sunday at 13:00"
