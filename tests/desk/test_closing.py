"""Closing the list of who came: what it says beforehand, and that only the press closes it."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.domain import attendance, automatic
from events.models import AutomaticMail, Occurrence
from tests.desk.test_acts import text
from tests.events.people import office
from tests.factories import NOW, RegistrationFactory, open_occurrence
from tests.payments.rows import back, paid

pytestmark = pytest.mark.usefixtures("clock")

DAY = timedelta(days=1)


@pytest.fixture
def date(clock) -> Occurrence:
    """It has begun: Anna and Bo are there, Clara and Dina are not; each paid 300 kroner."""
    it = open_occurrence(deposit=30000, deposit_part_back=50, deposit_back_until=NOW + DAY)
    clock.stop(it.starts_at)
    for name in ("Anna", "Bo", "Clara", "Dina"):
        place = RegistrationFactory(occurrence=it, contact__name=f"{name} Holm")
        paid(place)
        if name in ("Anna", "Bo"):
            attendance.check_in(place.pk, it.first_day, actor=office())
    return it


def closing(date: Occurrence) -> str:
    return reverse("dates:close_list", args=[date.pk])


def sorry(date: Occurrence, days: int = 1) -> AutomaticMail:
    """A mail to those who did not come, so many days afterwards at 9."""
    told = {"recipients": "not_attended", "subject": "We missed you", "text": "Call us."}
    when = {"anchor": "end", "offset": days * DAY, "at_time": time(9)}
    return automatic.make(date.event, actor=office(), **when, **told)


def test_it_says_first_who_counts_as_not_come_and_closes_on_the_press_only(desk, date):
    page = text(desk.get(closing(date)))

    assert "2 of 4 are checked in." in page
    assert "2 count as not come:" in page
    assert "Clara Holm" in page
    assert "Anna Holm" not in page
    date.refresh_from_db()
    assert date.list_closed_at is None
    answer = desk.post(closing(date))
    assert answer.url == reverse("dates:attendance", args=[date.pk])
    date.refresh_from_db()
    assert date.list_closed_at


def test_the_buttons_lead_there_and_close_nothing_by_themselves(desk, date):
    for tab in ("edit", "attendance"):
        page = text(desk.get(reverse(f"dates:{tab}", args=[date.pk])))
        assert f'href="{closing(date)}"' in page
        assert f'formaction="{closing(date)}"' not in page


def test_it_says_what_becomes_of_deposits(desk, date):
    clara = date.registrations.get(contact__name="Clara Holm")
    back(clara.payments.get(), 10000)

    page = text(desk.get(closing(date))).replace("\xa0", " ")

    assert "DKK 600 of deposits go back to those who came." in page
    assert "DKK 500 of deposits stay with the office" in page


def test_while_the_date_runs_it_says_so(desk, date, clock):
    assert "The date runs until" in text(desk.get(closing(date)))
    clock.stop(date.ends_at)
    assert "The date runs until" not in text(desk.get(closing(date)))


def test_the_mail_whose_time_has_passed_leaves_in_five_minutes(desk, date, clock):
    sorry(date)
    assert "They get the mail “We missed you” on" in text(desk.get(closing(date)))
    clock.stop(date.ends_at + 3 * DAY)
    assert "They get the mail “We missed you” in five minutes." in text(desk.get(closing(date)))


def test_a_mail_that_is_left_out_or_has_nobody_to_reach_is_not_announced(desk, date):
    mail = sorry(date)
    automatic.skip(mail.pk, date.pk, actor=office())
    assert "We missed you" not in text(desk.get(closing(date)))
    automatic.take_back_skip(mail.pk, date.pk, actor=office())
    attendance.check_in_all(date.pk, date.first_day, actor=office())
    page = text(desk.get(closing(date)))
    assert "4 of 4 are checked in." in page
    assert "We missed you" not in page


def test_before_the_start_it_is_refused_and_said(desk):
    page = desk.post(closing(open_occurrence()))
    assert "once the date has begun" in text(page)
    assert 'data-w-unsaved-force-value="true"' not in text(page)  # nothing was typed


def test_many_people_and_mails_take_no_more_statements(desk, date):
    sorry(date)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert desk.get(closing(date)).status_code == 200
        return len(found)

    before = asked()
    for days in (2, 3, 4):
        paid(RegistrationFactory(occurrence=date))
        sorry(date, days)
    assert asked() == before
