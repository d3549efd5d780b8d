"""The look by day and by night: no barriers, and no sideways scrolling where it is narrow."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_axe import barriers
from tests.factories import OccurrenceFactory, OfficeFactory, event_page

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
NARROW = 320
"""What 1280 px are at 400 %."""


@pytest.fixture
def pages(server) -> list[str]:
    """Home, an event with a title as long as they get, its sign-up."""
    long = "Vintercamp på Lolland-Falster med almenpraktiserendelægevikarordningen " * 3
    date = OccurrenceFactory(event__title=long[:200])
    page = event_page(
        date.event,
        title=long[:200],
        lead="Tre dage i klinik og på hjemmebesøg.",
        programme=[("day", {"title": "Fredag", "entries": [{"time": "14:00", "what": "Ankomst"}]})],
    )
    return ["/", page.url, reverse("signup:sign_up", args=[date.pk])]


@SCHEMES
def test_main_pages_by_day_and_by_night(pages, open_page, scheme):
    page = open_page(PHONE)
    page.emulate_media(color_scheme=scheme)
    assert look(page, *pages) == []
    page.set_viewport_size({"width": DESK, "height": 900})
    assert look(page, *pages) == []


@SCHEMES
def test_the_style_guide(desk, scheme):
    desk.emulate_media(color_scheme=scheme)
    for width in (DESK, PHONE):
        desk.set_viewport_size({"width": width, "height": 900})
        assert look(desk, "/styleguide/") == []


def test_nothing_scrolls_sideways_where_it_is_very_narrow(pages, desk):
    desk.set_viewport_size({"width": NARROW, "height": 256})
    for url in (*pages, "/styleguide/"):
        desk.goto(url)
        assert width(desk) <= NARROW, url


def test_an_office_s_colours_are_worn(server, open_page):
    OfficeFactory(colour_action="#5a1f4c", colour_accent="#7a3b00", colour_ground="#f4f4f8")
    page = open_page(PHONE)
    page.emulate_media(color_scheme="light")
    assert look(page, "/") == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(244, 244, 248)"
    page.emulate_media(color_scheme="dark")
    assert look(page, "/my-sign-ups/") == []


def test_forced_colours_leave_edges_around_what_matters(desk):
    desk.emulate_media(forced_colors="active")
    desk.goto("/styleguide/")
    for part in (".button", ".badge", ".notice", ".card"):
        edge = desk.locator(f".scheme {part}").first.evaluate(
            "it => getComputedStyle(it).borderTopStyle"
        )
        assert edge == "solid", part


def look(page: Page, *urls: str) -> list[str]:
    found = []
    for url in urls:
        page.goto(url)
        found += barriers(page)
    return found


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))
