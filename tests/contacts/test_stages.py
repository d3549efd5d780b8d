"""Where somebody is on the way, and how that is remembered."""

from datetime import date, timedelta

import pytest

from contacts.domain import stages
from contacts.domain.stages import Stage, semester_on
from tests.conftest import NOW
from tests.factories import ContactFactory

SEPTEMBER_2023 = date(2023, 9, 1)


@pytest.mark.parametrize(
    ("start", "on", "semester"),
    [
        (SEPTEMBER_2023, date(2023, 9, 1), 1),
        (SEPTEMBER_2023, date(2024, 1, 31), 1),
        (SEPTEMBER_2023, date(2024, 2, 1), 2),
        (SEPTEMBER_2023, date(2026, 8, 31), 6),
        (SEPTEMBER_2023, date(2026, 9, 1), 7),
        (date(2024, 2, 1), date(2027, 1, 29), 6),
        (SEPTEMBER_2023, date(2023, 8, 31), 0),
    ],
)
def test_semesters_are_counted_in_half_years_from_february_and_september(start, on, semester):
    assert semester_on(start, on) == semester


def test_a_correction_moves_every_later_semester():
    assert semester_on(SEPTEMBER_2023, date(2026, 9, 1), shift=-2) == 5
    assert semester_on(SEPTEMBER_2023, date(2027, 2, 1), shift=-2) == 6


@pytest.mark.django_db
def test_the_history_grows_only_when_something_new_is_told():
    contact = ContactFactory()
    student = Stage("ka", school="KU", study_start=SEPTEMBER_2023)
    first = stages.record(contact, student, source="sign-up 1", at=NOW)
    again = stages.record(contact, student, source="sign-up 2", at=NOW + timedelta(days=1))
    doctor = stages.record(contact, Stage("kbu"), source="my data", at=NOW + timedelta(days=2))
    assert again is None
    assert list(contact.stages.all()) == [doctor, first]
