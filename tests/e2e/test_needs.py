"""Telling one's needs on a phone, and the sheets the office prints of them."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from events.models import EmergencyContact, Need, Registration
from signup.domain import claims
from tests.e2e.test_axe import barriers
from tests.factories import NOW, EventFactory, OccurrenceFactory, RegistrationFactory, event_page


@pytest.fixture
def place(server) -> Registration:
    event = EventFactory(kind="camp", asks_food=True, asks_access=True, asks_emergency=True)
    event_page(event)
    return RegistrationFactory(occurrence=OccurrenceFactory(event=event), contact__phone="20304050")


def tell(place: Registration) -> None:
    mine = {"occurrence": place.occurrence, "contact": place.contact, "recorded_at": NOW}
    Need.objects.create(does_not_eat=["nuts"], food_note="celery", access_note="a ramp", **mine)
    EmergencyContact.objects.create(name="Ida", phone="99887766", **mine)


def look(page: Page, *buttons: str) -> list[str]:
    """Open each sheet from the tab by its button; what axe finds on them."""
    found = barriers(page)
    tab = page.url
    for button in buttons:
        page.goto(tab)
        page.click(f"text={button}")
        page.wait_for_selector("text=This look stands in the log")
        found += barriers(page)
    return found


def test_what_one_needs_is_told_and_taken_back(place, open_page):
    page = open_page()
    page.goto(claims.path(place))
    page.click("#needs ~ details summary")
    page.click("#emergency ~ details summary")
    found = barriers(page)
    page.click("[value=tell_needs]")
    expect(page.locator("#needs-said.error")).to_be_focused()
    expect(page.locator("#needs-said")).to_be_in_viewport()
    found += barriers(page)
    page.check("[value=nuts]")
    page.check("[name=yes] >> nth=0")
    page.click("[value=tell_needs]")
    page.wait_for_selector("[value=forget_needs]")
    assert page.url.endswith("?done=needs#needs-said")
    expect(page.locator("#needs-said.success")).to_be_in_viewport()
    found += barriers(page)
    assert Need.objects.get().does_not_eat == ["nuts"]
    page.click("[value=forget_needs]")
    page.wait_for_selector("[value=forget_needs]", state="detached")
    assert not Need.objects.exists()
    assert found == []


def test_the_sheets_at_the_desk(place, desk):
    tell(place)
    desk.goto(reverse("dates:needs", args=[place.occurrence_id]))
    sheets = ["Sheet for the kitchen", "Show who told what", "Sheet for the leader"]
    assert look(desk, *sheets) == []
