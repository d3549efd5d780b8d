"""By keyboard alone, seeing all the while where one is: menu, event, filters, map, cancelling.

(Signing up by keyboard: `test_minute.py`.)
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from camps.models import CampIndexPage
from events.models import Registration
from office.models import Municipality
from signup.domain import claims
from tests.conftest import NOW
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.focus import stand, tab_to
from tests.factories import EventFactory, OccurrenceFactory, RegistrationFactory, event_page

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])


@pytest.fixture
def place(server) -> Registration:
    """On a camp with a page, a second one elsewhere, and many dates."""
    index = CampIndexPage.objects.get()
    for town in ("Bornholm", "Køge"):
        event = EventFactory(kind="camp", title=f"Camp in {town}")
        page = event_page(event, below=index, lead="Three days by the sea.")
        where = Municipality.objects.get(name=town)
        opens = NOW.replace(month=1)
        date = OccurrenceFactory(event=event, municipality=where, capacity=10, opens_at=opens)
    date.page = page
    return RegistrationFactory(occurrence=date, language="en")


@pytest.fixture
def sit(open_page):
    def down(width: int) -> Page:
        page = open_page(width)
        page.emulate_media(reduced_motion="reduce")
        return page

    return down


@WIDTHS
def test_the_whole_of_a_page_is_walked_and_every_stop_is_seen(place, sit, width):
    page = sit(width)
    for url in ("/", "/camps/", place.occurrence.page.url, claims.path(place)):
        page.goto(url)
        walk(page)


def walk(page: Page) -> None:
    """Tab from the top to the end; the first stop leads past the menu."""
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for stops in range(200):
        stand(page)
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            assert stops > 5, page.url
            return
    raise AssertionError(f"{page.url}: the walk does not end")


def test_the_skip_link_leads_to_the_content(place, sit):
    page = sit(PHONE)
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@WIDTHS
def test_the_menu_leads_to_a_camp_and_on_to_its_sign_up(place, sit, width):
    page = sit(width)
    page.goto("/en/")
    if page.locator(".menu-button").is_visible():
        tab_to(page, ".menu-button")
        page.keyboard.press("Enter")
    tab_to(page, ".site-header a[href$='/camps/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/camps/")
    tab_to(page, "main a[href*='/camps/event']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/camps/event-*/")
    tab_to(page, "main a[href*='/sign-up/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-up/*/")


@WIDTHS
def test_the_filter_and_the_map_are_walked(place, sit, width):
    page = sit(width)
    page.goto("/en/camps/?view=map")
    if not page.locator("#filter-area").is_visible():
        tab_to(page, ".index-filter summary")
        page.keyboard.press("Enter")
    tab_to(page, "#filter-area")
    page.keyboard.type("Køge")
    page.wait_for_url("**area=dk0259**")
    expect(page.locator(".index-group")).to_have_count(1)
    stand(page)
    tab_to(page, ".index-clear")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "area" not in url)
    tab_to(page, ".marker")
    page.keyboard.press("Enter")
    page.wait_for_url("**area=dk**")


@WIDTHS
def test_a_place_is_given_back(place, sit, width):
    page = sit(width)
    page.goto(claims.path(place))
    tab_to(page, "[href*='step=cancel']")
    page.keyboard.press("Enter")
    page.wait_for_url("**step=cancel**")
    tab_to(page, "[name=act][value=cancel]")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "step=" not in url)
    assert not Registration.objects.get().is_holding
