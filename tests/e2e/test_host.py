"""A visit from its practice's offer to *attended*, with nobody at the practice logging in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from events.domain import registrations
from events.models import AnswerKind, Hosting, Occurrence, Registration
from mail.models import Message
from office import clock
from office.actor import PERSON
from tests.calendar_readers import ical_js
from tests.e2e import people
from tests.e2e.conftest import PASSWORD
from tests.events.people import address, comes
from tests.factories import (
    EventFactory,
    HostContactFactory,
    HostFactory,
    OccurrenceFactory,
    QuestionFactory,
    event_page,
)

SECRETARY, DOCTOR = "sekretaer@praksis.test", "laege@praksis.test"
OTHER = "sekretaer@nabo.test"
OPEN = "[name=act][value=open]"


@pytest.fixture
def visit_event(server, coordinator):
    """A visit with a published page, whose people sign a statement; no dates yet."""
    event = EventFactory(title="Landpraksis i Nakskov", coordinator=coordinator)
    QuestionFactory(
        event=event, kind=AnswerKind.STATEMENT, wording="I keep to myself what I hear.", due_days=0
    )
    event_page(event)
    return event


@pytest.fixture
def practice(server):
    host = HostFactory(name="Lægerne Havnen")
    HostContactFactory(host=host, name="Birthe Vang", email=SECRETARY, language="en")
    HostContactFactory(host=host, name="Lone Holt", email=DOCTOR, language="en")
    return host


def test_a_visit_reaches_attended_without_anyone_logging_in(
    visit_event, practice, desk, open_page, postbox
):
    secretary = open_page()
    _offer_days(secretary, postbox)
    visit = _made_into_a_date(desk, practice)
    _fill(visit)
    assert _sequences(postbox, SECRETARY) == _sequences(postbox, DOCTOR) == [0]
    _moved_a_week(desk, visit)
    assert _sequences(postbox, SECRETARY) == _sequences(postbox, DOCTOR) == [0, 1]
    _sign(open_page(), postbox, "Anna")

    clock.stop(visit.starts_at - timedelta(days=7))
    page = _open(open_page(), postbox, "host_who_comes")
    assert _names(page) == ["Anna Holm", "Bo Holm", "Clara Holm"]
    assert page.locator(".guests li", has_text="Anna").locator(".badge.success").count() == 1
    assert page.locator(".guests .badge.warning").count() == 2

    _replaced_the_evening_before(visit, open_page, postbox)
    assert _names(_open(open_page(), postbox, "host_people_changed")) == [
        "Anna Holm",
        "Bo Holm",
        "Dina Holm",
    ]
    _says_who_came(visit, open_page(), postbox)
    _closes_by_itself(visit, postbox)
    people.sign_in_again(desk, PASSWORD)
    assert _said_of(desk, "Anna") == _said_of(desk, "Bo") == "attended"
    assert _said_of(desk, "Dina") == "did not come"
    assert "gladly again" in _text(desk, reverse("hosts:edit", args=[practice.pk]))


def test_a_practice_cancels_at_a_quarter_past_seven_and_everybody_knows(
    visit_event, coordinator, open_page, postbox
):
    host = HostFactory(name="Lægerne Nabo")
    HostContactFactory(host=host, email=OTHER, language="en")
    starts = datetime(2027, 1, 20, 8, tzinfo=UTC)
    visit = OccurrenceFactory(event=visit_event, host=host, capacity=2, starts_at=starts)
    for name in ("Emil", "Freja", "Gry"):
        comes(visit, name)
    page = _open(open_page(), postbox, "host_invited", OTHER)

    clock.stop(datetime(2027, 1, 20, 6, 15, tzinfo=UTC))
    postbox.kinds(OTHER)
    page.reload()
    page.click("a.button.danger")
    page.fill("[name=reason]", "The doctor is ill.")
    page.click("button.danger")
    page.wait_for_load_state()

    for name in ("Emil", "Freja"):
        assert postbox.kinds(address(name))[-1] == "called_off"
        assert ical_js(postbox.invites(address(name))[-1])["method"] == "CANCEL"
        assert "ill" not in postbox.newest(address(name), "called_off").text
    assert ical_js(postbox.invites(OTHER)[-1])["method"] == "CANCEL"
    assert "host_cancelled" in postbox.kinds(coordinator.email)
    queued = Message.objects.filter(kind="called_off").values_list("queued_at", flat=True)
    assert set(queued) <= {clock.now()}


# The practice offers, the office takes it up, students come


def _offer_days(page: Page, postbox) -> None:
    page.goto("/host/")
    page.fill("[name=email]", SECRETARY)
    page.click("main form button.button")
    page.wait_for_load_state()
    page.goto(postbox.newest(SECRETARY, "host_year").link)
    page.click(OPEN)
    page.click("a[href='?step=offer']")
    page.fill("[name=places]", "3")
    page.check("[name=weekdays][value='2']")
    page.fill("[name=first_day]", "2027-01-13")
    page.fill("[name=last_day]", "2027-01-29")
    page.fill("[name=dates]", "1")
    page.click("[value=preview]")
    page.click("[value=offer]")
    page.wait_for_selector(".notice.success")


def _made_into_a_date(desk: Page, practice) -> Occurrence:
    """One press; the date's waitlist is then let run until 22:00 the evening before."""
    desk.goto(reverse("offers:edit", args=[practice.offers.get().pk]))
    assert desk.locator("[name=day]:checked").count() == 1
    desk.click("text=Make the dates and tell the practice")
    desk.wait_for_selector("text=The dates it became")
    visit = Occurrence.objects.get(host=practice)
    assert (visit.state, visit.capacity, visit.first_day.weekday()) == ("scheduled", 3, 2)
    desk.goto(reverse("dates:window", args=[visit.pk]))
    evening = visit.local_start.replace(hour=22, minute=0) - timedelta(days=1)
    desk.fill("[name=offers_until]", evening.strftime("%Y-%m-%dT%H:%M"))
    _save(desk)
    return visit


def _save(desk: Page) -> None:
    with desk.expect_navigation():
        desk.click("footer button[type=submit], .desk-acts button[type=submit]")
    assert desk.locator(".messages .error").count() == 0


def _fill(visit: Occurrence) -> None:
    """Anna, Bo and Clara have the three places; Dina waits."""
    for name in ("Anna", "Bo", "Clara", "Dina"):
        comes(visit, name)


def _moved_a_week(desk: Page, visit: Occurrence) -> None:
    desk.goto(reverse("dates:move", args=[visit.pk]))
    for name, at in (("starts_at", visit.local_start), ("ends_at", visit.local_end)):
        desk.fill(f"[name={name}]", (at + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M"))
    _save(desk)
    was = visit.starts_at
    visit.refresh_from_db()
    assert visit.starts_at == was + timedelta(days=7)


def _sign(page: Page, postbox, name: str) -> None:
    page.goto(postbox.newest(address(name), "moved").link)
    page.check("[data-question] input[type=checkbox], .question input[type=checkbox]")
    page.click("[value=tell_answers]")
    page.wait_for_selector(".notice.success")


def _replaced_the_evening_before(visit: Occurrence, open_page, postbox) -> None:
    """Clara cannot come at 17:00; at 17:20 Dina, who waited, takes the place."""
    clock.stop(visit.starts_at - timedelta(days=1))
    postbox.kinds(SECRETARY)
    evening = (visit.local_start - timedelta(days=1)).replace(hour=17, minute=0)
    clock.stop(evening)
    registrations.cancel(_place(visit, "Clara").pk, actor=PERSON)
    offer = postbox.newest(address("Dina"), "offer")
    clock.stop(evening + timedelta(minutes=20))
    people.press(open_page(), offer, "accept")


# At the practice


def _open(page: Page, postbox, kind: str, email: str = SECRETARY) -> Page:
    """The mail's link in a browser that is new to it: a door, then the page."""
    mail = postbox.newest(email, kind)
    assert "Holm" not in mail.text
    page.goto(mail.link)
    assert "Holm" not in page.content()
    page.click(OPEN)
    page.wait_for_selector("h1")
    return page


def _names(page: Page) -> list[str]:
    return page.locator(".guests h3").all_inner_texts()


def _says_who_came(visit: Occurrence, page: Page, postbox) -> None:
    clock.stop(visit.ends_at + timedelta(hours=1))
    _open(page, postbox, "host_who_came")
    for name, said in (("Anna", "yes"), ("Bo", "yes"), ("Dina", "no")):
        choices = page.locator("fieldset", has_text=name)
        choices.locator(f"label:has(input[value={said}])").click()
    page.fill("[name=lines]", "Curious and kind to the patients.")
    page.locator("[name=gladly_again][value=yes]").check()
    page.click("[value=save]")
    page.wait_for_selector(".notice.success")


def _closes_by_itself(visit: Occurrence, postbox) -> None:
    clock.move(timedelta(days=3) - timedelta(minutes=5))
    postbox.kinds(SECRETARY)
    visit.refresh_from_db()
    assert visit.list_closed_at is None
    clock.move(timedelta(minutes=6))
    postbox.kinds(SECRETARY)
    visit.refresh_from_db()
    assert visit.list_closed_at == clock.now()
    assert Hosting.objects.get(occurrence=visit).asked_at


# What the office sees


def _place(visit: Occurrence, name: str) -> Registration:
    return Registration.objects.get(occurrence=visit, contact__email=address(name))


def _said_of(desk: Page, name: str) -> str:
    contact = Registration.objects.get(contact__email=address(name)).contact
    text = _text(desk, reverse("contacts:edit", args=[contact.pk]))
    return next(said for said in ("did not come", "attended") if said in text)


def _text(desk: Page, url: str) -> str:
    desk.goto(url)
    return desk.inner_text("#main").casefold()


def _sequences(postbox, email: str) -> list[int]:
    texts = [ical_js(text) for text in postbox.invites(email)]
    assert len({text["events"][0]["uid"] for text in texts}) == 1
    assert all("Holm" not in str(text) for text in texts)
    return [text["events"][0]["sequence"] for text in texts]
