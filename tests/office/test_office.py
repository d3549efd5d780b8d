from datetime import UTC, date, datetime

import pytest

from office.models import Office

pytestmark = pytest.mark.django_db

NEW_YEAR = datetime(2026, 12, 31, 23, tzinfo=UTC)
"""Midnight in Copenhagen."""


def settings_from(day: date, name: str) -> Office:
    return Office.objects.create(valid_from=day, name=name, sender_name=name)


def test_the_newest_settings_that_have_begun_are_the_current_ones():
    assert Office.objects.current(NEW_YEAR) is None
    settings_from(date(2026, 1, 1), "Øst")
    settings_from(date(2020, 1, 1), "Sjælland")
    settings_from(date(2028, 1, 1), "Hele landet")
    assert str(Office.objects.current(NEW_YEAR)) == "Øst"


def test_settings_begin_at_midnight_where_the_office_is():
    settings_from(date(2026, 1, 1), "Sjælland")
    settings_from(date(2027, 1, 1), "Øst")
    assert str(Office.objects.current(NEW_YEAR)) == "Øst"
    assert str(Office.objects.current(NEW_YEAR.replace(hour=22))) == "Sjælland"
