"""A year of the office, as a coordinator lives it, in her browser; it ends with its figures."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Page

from camps.models import CampIndexPage, CampPage
from events.domain import mailing_out, question_mails
from events.models import Event, Mailing, Occurrence, Question, Registration
from office import clock
from tests.conftest import NOW
from tests.e2e import people
from tests.e2e.conftest import PASSWORD, PHONE, work
from tests.events.people import address, comes
from tests.factories import CoordinatorFactory, EventFactory, OccurrenceFactory, event_page

NEW_YEAR = datetime(2027, 1, 4, 9, tzinfo=UTC)
GO = "button[name=go]"


@pytest.fixture
def visit(server, coordinator) -> Event:
    """A visit on a Wednesday at 8 in January; its page is published."""
    start = datetime(2027, 1, 13, 7, tzinfo=UTC)
    event = EventFactory(title="Landpraksis i Nakskov", coordinator=coordinator)
    OccurrenceFactory(event=event, capacity=3, starts_at=start, opens_at=NOW)
    event_page(event)
    return event


@pytest.fixture
def camp(server, coordinator) -> Event:
    """Last summer's camp, which is over; its page is still there."""
    start = datetime(2026, 8, 18, 12, tzinfo=UTC)
    event = EventFactory(kind="camp", title="Sommercamp Bornholm", coordinator=coordinator)
    ends = start + timedelta(days=3)
    opens = start - timedelta(days=90)
    OccurrenceFactory(event=event, capacity=8, starts_at=start, ends_at=ends, opens_at=opens)
    event_page(event, below=CampIndexPage.objects.get())
    return event


def test_a_year_of_the_office(desk, visit, camp, open_page, postbox):
    clock.stop(NEW_YEAR)
    dates = _twelve_more(desk, visit)
    summer = _copied(desk, camp)
    _signed_up(dates)
    missing = _attendance(desk, dates[0])
    _mail_to_those_who_did_not_come(desk, dates[0], missing, postbox)
    _snowstorm(desk, dates, postbox)
    _export(desk, dates[0])
    _late_questions(desk, summer, open_page, postbox)
    _handover(desk)
    _figures(desk)


def _look(desk: Page) -> None:
    """What an act would do is shown before it is done."""
    with desk.expect_navigation():
        desk.click("button[name=look]")


def _twelve_more(desk: Page, visit: Event) -> list[Occurrence]:
    """Every Wednesday until April, opened at once; across the change to summer time at 8."""
    first = visit.occurrences.get()
    desk.goto(reverse("dates:repeat", args=[first.pk]))
    desk.fill("[name=first]", "2027-01-20")
    desk.fill("[name=last]", "2027-04-07")
    desk.check("[name=opened]")
    _look(desk)
    assert desk.locator("[name=day]:checked").count() == 12
    desk.click(GO)
    desk.wait_for_url("**/admin/dates/?*")
    dates = list(visit.occurrences.in_order())
    assert len(dates) == 13
    assert {(it.local_start.hour, it.local_start.weekday()) for it in dates} == {(8, 2)}
    assert {it.state for it in dates} == {"scheduled"}
    return dates


def _copied(desk: Page, camp: Event) -> Occurrence:
    """Last year's camp on the same weekdays of this year: a draft, published with its date."""
    desk.goto(reverse("dates:copy_event", args=[camp.pk]))
    desk.fill("[name=first]", "2027-08-17")
    _look(desk)
    desk.click(GO)
    desk.wait_for_url("**/edit/*")
    people.publish(desk)
    page = CampPage.objects.live().order_by("-pk").first()
    copy = Occurrence.objects.get(event__page_key=page.translation_key)
    assert (copy.first_day, copy.last_day) == (date(2027, 8, 17), date(2027, 8, 20))
    assert (copy.state, copy.capacity) == ("scheduled", 8)
    return copy


def _signed_up(dates: list[Occurrence]) -> None:
    """Four want the first visit's three places; two come to each of the next."""
    for name in ("Anna", "Bo", "Clara", "Dina"):
        comes(dates[0], name)
    for it in dates[1:3]:
        comes(it, "Emil")
        comes(it, "Freja")
    work()


def _late_questions(desk: Page, summer: Occurrence, open_page, postbox) -> None:
    """Asked when all six have signed up already; four answer, two do not."""
    clock.stop(summer.opens_at)
    for name in ("Anna", "Bo", "Clara", "Dina", "Emil", "Freja"):
        comes(summer, name)
    work()
    _later(desk, summer.starts_at - timedelta(days=30))
    desk.goto(reverse("dates:question_add", args=[summer.event_id]))
    desk.select_option("[name=moment]", "after_place")
    desk.fill("[name=wording]", "Where do you get on the bus?")
    desk.select_option("[name=kind]", "choice")
    desk.fill("[name=options]", "Copenhagen\nKøge")
    desk.check("[name=required]")
    desk.fill("[name=due_days]", "14")
    desk.click(".desk-acts button[type=submit]")
    desk.wait_for_url("**/questions/")
    desk.goto(reverse("dates:ask_now", args=[summer.pk]))
    assert "6" in desk.inner_text(".desk-explanation")
    desk.click(".desk-acts button[type=submit]")
    desk.wait_for_url("**/answers/")
    student = open_page(PHONE)
    for name in ("Anna", "Bo", "Clara", "Dina"):
        _answers(student, postbox.newest(address(name), "questions").link)
    desk.goto(reverse("dates:answers", args=[summer.pk]) + "?show=missing")
    assert "Who has not answered (2)" in desk.inner_text("main")
    assert "Emil Holm" in desk.inner_text("main")
    assert "Anna Holm" not in desk.inner_text("main")
    clock.stop(summer.starts_at - timedelta(days=16))
    question_mails.remind()
    assert "questions_reminder" in postbox.kinds(address("Emil"))
    assert "questions_reminder" not in postbox.kinds(address("Anna"))


def _answers(student: Page, link: str) -> None:
    question = Question.objects.get()
    student.goto(link)
    student.check(f"[name=q{question.pk}v{question.version}][value='Køge']")
    student.click("[name=act][value=tell_answers]")
    student.wait_for_load_state()


def _later(desk: Page, at: datetime) -> None:
    """The clock moves on; a sign-in has ended by then."""
    clock.stop(at)
    people.sign_in_again(desk, PASSWORD)


def _snowstorm(desk: Page, dates: list[Occurrence], postbox) -> None:
    """Snow in the last week of January: one visit is called off, the next is moved by a day."""
    _later(desk, datetime(2027, 1, 19, 5, 30, tzinfo=UTC))
    off, moved = dates[1], dates[2]
    desk.goto(reverse("dates:call_off", args=[off.pk]))
    assert "2 with a place" in desk.inner_text(".desk-explanation")
    desk.fill("[name=reason]", "Snow")
    desk.click(".desk-acts button[type=submit]")
    desk.wait_for_url(f"**/{off.pk}/")
    desk.goto(reverse("dates:move", args=[moved.pk]))
    desk.fill("[name=starts_at]", "2027-01-28T08:00")
    desk.fill("[name=ends_at]", "2027-01-28T14:00")
    desk.click(".desk-acts button[type=submit]")
    desk.wait_for_url(f"**/{moved.pk}/")
    for name in ("Emil", "Freja"):
        kinds = postbox.kinds(address(name))
        assert (kinds.count("called_off"), kinds.count("moved")) == (1, 1)


def _attendance(desk: Page, first: Occurrence) -> str:
    """Two of three are there; who is missing is known once the list is closed."""
    _later(desk, first.ends_at + timedelta(hours=1))
    desk.goto(reverse("dates:attendance", args=[first.pk]))
    for name in ("Anna", "Bo"):
        place = Registration.objects.get(occurrence=first, contact__email=address(name))
        desk.click(f"#registration-{place.pk} [formaction$='/check-in/']")
        desk.wait_for_selector(f"#registration-{place.pk} .desk-present")
    people.close_list(desk, first)
    return address("Clara")


def _mail_to_those_who_did_not_come(desk: Page, first: Occurrence, missing: str, postbox) -> None:
    """Written, stopped, written better, and sent after five minutes: to the one it is meant for."""
    _writes(desk, first, "We mised you")
    desk.click("[formaction$='/stop/']")
    desk.wait_for_load_state()
    assert Mailing.objects.get().stopped_at
    _writes(desk, first, "We missed you")
    clock.move(timedelta(minutes=5))
    mailing_out.send_due()
    assert Mailing.objects.filter(sent_at__isnull=False).get().count == 1
    mail = postbox.newest(missing, "mailing")
    assert mail.subject == "We missed you"
    assert "mailing" not in postbox.kinds(address("Anna"))


def _writes(desk: Page, first: Occurrence, subject: str) -> None:
    desk.goto(f"{reverse('mailings:new')}?date={first.pk}&to=not_attended")
    desk.fill("[name=subject]", subject)
    desk.fill("[name=text]", "Would another day suit you?")
    _look(desk)
    assert "To 1 person" in desk.inner_text("#preview")
    desk.click(GO)
    desk.wait_for_load_state()


def _export(desk: Page, first: Occurrence) -> None:
    """The participants as a spreadsheet that a spreadsheet program takes for text."""
    desk.goto(reverse("dates:edit", args=[first.pk]))
    links = "[href*='export=xlsx'], button[name=export][value=xlsx]"
    assert desk.locator(links).count() == 1
    answer = desk.request.get(f"{desk.url}?export=xlsx")
    rows = list(load_workbook(BytesIO(answer.body())).active.values)
    names = {row[rows[0].index("Name")] for row in rows[1:]}
    assert names == {"Anna Holm", "Bo Holm", "Clara Holm"}


def _handover(desk: Page) -> None:
    """Whoever leaves hands all of it over in one act."""
    successor = CoordinatorFactory(first_name="Mette", last_name="Kjær")
    desk.goto(reverse("dates:hand_over"))
    desk.select_option("[name=to]", str(successor.pk))
    desk.check("[name=which][value=all]")
    _look(desk)
    desk.click(GO)
    desk.wait_for_url("**/admin/dates/*")
    assert set(Event.objects.values_list("coordinator", flat=True)) == {successor.pk}


def _figures(desk: Page) -> None:
    """What the office would report of the year."""
    desk.goto(f"{reverse('figures:index')}?first=2027-01-01&last=2027-12-31")
    rows = desk.locator("table.desk-figures").first.locator("tbody tr").all()
    told = {row.locator("th").inner_text(): row.locator("td").first.inner_text() for row in rows}
    asked = ("Dates", "Called off", "Places", "Filled", "Attended", "Did not come", "Waited")
    assert {name: int(told[name]) for name in asked} == {
        "Dates": 14,
        "Called off": 1,
        "Places": 12 * 3 + 8,
        "Filled": 3 + 2 + 6,
        "Attended": 2,
        "Did not come": 1,
        "Waited": 1,
    }
