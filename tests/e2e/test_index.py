"""The lists of camps and visits in a browser: four views of one filter."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from camps.models import CampIndexPage
from events.models import Event
from office.models import Municipality
from tests.e2e.conftest import DESK
from tests.e2e.test_axe import look_at
from tests.factories import EventFactory, OccurrenceFactory, event_page

VIEWS = ["", "?view=list", "?view=calendar", "?view=map", "?view=map&area=dk0400"]


@pytest.fixture
def camps(server) -> None:
    for title, town in [("Islandcamp", "Bornholm"), ("Towncamp", "Køge")]:
        event = EventFactory(kind="camp", title=title)
        event_page(event, below=CampIndexPage.objects.get())
        place = Municipality.objects.get(name=town)
        OccurrenceFactory(event=event, municipality=place)


def test_no_view_has_a_barrier(camps, open_page):
    nothing = "?area=dk0400&places=free&month=2027-12"
    look_at(open_page(), *[f"/camps/{it}" for it in [*VIEWS, nothing]])


def test_choosing_narrows_at_once_and_keeps_the_focus(camps, open_page):
    page: Page = open_page(DESK)
    page.goto("/camps/?view=list")
    page.locator("#filter-area").focus()
    page.select_option("#filter-area", "dk0400")
    expect(page.locator("#results")).not_to_contain_text("Towncamp")
    expect(page.locator("#results")).to_contain_text("Islandcamp")
    expect(page.locator("#filter-area")).to_be_focused()
    assert page.url.endswith("/camps/?view=list&area=dk0400")
    assert "Bornholm" in page.title()
    hrefs = page.locator(".languages [lang=en]").evaluate_all("all => all.map((it) => it.href)")
    assert [it.partition("?")[2] for it in hrefs] == ["area=dk0400&view=list"] * 2
    page.check("#filter-places")
    page.wait_for_url("**/camps/?view=list&area=dk0400&places=free")


def test_a_language_is_chosen_like_all_else(camps, open_page):
    Event.objects.filter(title="Towncamp").update(language="en")
    page: Page = open_page(DESK)
    page.goto("/en/camps/?view=list")
    page.select_option("#filter-language", label="English (1)")
    expect(page.locator("#results")).not_to_contain_text("Islandcamp")
    expect(page.locator("#results")).to_contain_text("Towncamp")
    page.wait_for_url("**/en/camps/?view=list&language=en")
    page.get_by_role("link", name="Held in English").click()
    expect(page.locator("#results")).to_contain_text("Islandcamp")


def test_the_map_is_walked_by_keyboard(camps, open_page):
    page: Page = open_page(DESK)
    page.goto("/camps/?view=map")
    markers = page.locator(".marker")
    markers.first.focus()
    page.keyboard.press("Tab")
    expect(markers.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**area=dk0259**")
    expect(page.locator(".index-group")).to_have_count(1)
    page.locator(".index-clear").press("Enter")
    expect(page.locator(".index-group")).to_have_count(2)
