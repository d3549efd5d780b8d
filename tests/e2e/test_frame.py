"""What stands around every page: one row, a menu that needs no script, a search by keyboard."""

from __future__ import annotations

import pytest

from home.models import HomePage
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_axe import barriers_here, look_at
from tests.factories import OccurrenceFactory, OfficeFactory, event_page

ROW = 80
"""A head of one row is no higher."""


@pytest.fixture
def site(server):
    OfficeFactory(name="Praksisvej")
    event_page(OccurrenceFactory(event__title="Vintercamp").event)


def height(page):
    return page.locator(".site-header").bounding_box()["height"]


@pytest.mark.parametrize("width", [320, PHONE, 800, DESK])
def test_the_head_is_one_row(site, open_page, width):
    page = open_page(width)
    page.goto("/")
    assert height(page) <= ROW
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_menu_opens_closes_and_gives_the_focus_back_by_keyboard(site, open_page):
    page = open_page(PHONE)
    page.goto("/en/")
    assert not page.locator(".site-menu").is_visible()
    page.keyboard.press("Tab")  # the skip link
    page.keyboard.press("Tab")  # the name
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".site-menu").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.menu') !== null")
    assert not barriers_here(page)
    page.keyboard.press("Escape")
    assert not page.locator(".site-menu").is_visible()
    assert page.evaluate("document.activeElement.className") == "menu-button"


def test_the_menu_and_the_languages_need_no_script(site, browser, server):
    for width, button, inside in (
        (PHONE, ".menu-button", ".site-menu .languages"),
        (DESK, ".language-button", ".site-languages .languages"),
    ):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=server, java_script_enabled=False
        )
        page = context.new_page()
        page.goto("/")
        page.click(button)
        page.click(f"{inside} >> text=English")
        assert page.url.endswith("/en/")
        context.close()


def test_on_a_lost_page_somebody_finds_on_by_keyboard(site, open_page):
    page = open_page(PHONE)
    page.goto("/en/nothing/")
    page.focus("#search")
    page.keyboard.type("vinter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=vinter")
    page.click("text=Vintercamp")
    assert page.locator("h1").inner_text() == "Vintercamp"


def test_search_and_lost_pages_have_no_barrier(site, open_page):
    HomePage.objects.get().save()
    look_at(open_page(), "/search/", "/search/?q=camp", "/search/?q=zebra", "/nothing/")
