"""The page of an event in a browser: no barriers, whatever stands on it; a bar that is in reach
and in nobody's way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from camps.models import CampIndexPage
from events.models import Event
from tests.camps.pages import EMOJI, LONG, many_dates, whole_page
from tests.e2e.conftest import PHONE
from tests.e2e.test_axe import NARROW, look_at
from tests.factories import NOW, EventFactory, OccurrenceFactory, event_page

COVERED = """() => {
  const bar = document.querySelector('.reach'), it = document.activeElement
  if (getComputedStyle(bar).visibility == 'hidden' || it === document.body) return ''
  const a = it.getBoundingClientRect(), b = bar.getBoundingClientRect()
  const under = a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top
  return under ? it.textContent.trim() : ''
}"""

DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def camp(title: str, **fields) -> str:
    """The address of a page with every block and one date."""
    event = EventFactory(kind="camp", title=title[:200])
    OccurrenceFactory(event=event, starts_at=NOW + timedelta(days=30))
    return whole_page(event, below=CampIndexPage.objects.get(), title=title, **fields).url


@pytest.fixture
def pages(server) -> list[str]:
    """Every block, a long title, emoji, forty dates, and next to nothing."""
    forty, bare = (EventFactory(kind="camp", title=title) for title in ("Forty", "Bare"))
    many_dates(forty)
    index = CampIndexPage.objects.get()
    return [
        *(camp(title) for title in ("Whole", LONG, EMOJI)),
        whole_page(forty, below=index).url,
        event_page(bare, below=index).url,
    ]


def test_pages_have_no_barriers_whatever_stands_on_them(pages, open_page):
    look_at(open_page(), *pages)


def test_the_bar_goes_while_the_dates_are_in_view_and_comes_back(server, open_page):
    page = open_page(PHONE)
    page.goto(camp("Whole"))
    assert page.locator(".reach").is_visible()
    page.locator(".date-list").scroll_into_view_if_needed()
    page.wait_for_selector(".reach", state="hidden")
    page.locator("#people").scroll_into_view_if_needed()
    page.wait_for_selector(".reach", state="visible")


def test_the_bar_leads_to_the_sign_up_and_lies_still_where_there_is_little_height(
    server, open_page
):
    page = open_page(PHONE)
    url = camp("Whole")
    page.goto(url)
    page.click(".reach .button")
    page.wait_for_url("**/sign-up/*/")
    page.set_viewport_size({"width": NARROW, "height": 256})
    page.goto(url)
    assert page.evaluate("getComputedStyle(document.querySelector('.reach')).position") == "static"


def test_what_has_the_focus_is_never_behind_the_bar(server, open_page):
    page = open_page(PHONE)
    page.goto(camp("Whole", people=[]))
    assert Event.objects.count() == 1
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    assert covered(page) == []


def covered(page: Page) -> list[str]:
    """What stands behind the bar while it has the focus, from the first to the last."""
    found = []
    for _ in range(60):
        page.keyboard.press("Tab")
        page.evaluate(DRAWN)
        found.append(page.evaluate(COVERED))
        assert not page.evaluate("document.activeElement.closest('.reach')")
    return [it for it in found if it]
