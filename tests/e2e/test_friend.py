"""Coming with a friend, in a browser: the link to share, the name, the word in the address."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from camps.models import CampIndexPage
from events.models import Friend, Registration
from signup.domain import claims
from tests.e2e.conftest import PHONE
from tests.e2e.people import sign_up
from tests.e2e.test_axe import look_at
from tests.factories import (
    ContactFactory,
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
    event_page,
)


@pytest.fixture
def camp(server):
    event = EventFactory(kind="camp", title="Islandcamp")
    event_page(event, below=CampIndexPage.objects.get())
    return OccurrenceFactory(event=event)


@pytest.fixture
def mine(camp) -> str:
    contact = ContactFactory(language="en")
    place = RegistrationFactory(occurrence=camp, contact=contact, language="en")
    return claims.path(place)


def test_the_page_of_a_place_has_no_barrier(mine, open_page):
    look_at(open_page(), mine)


def test_the_link_is_copied_where_nothing_can_be_shared(camp, mine, open_page, server):
    page: Page = open_page(PHONE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    page.goto(mine)
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_text("The link is copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{server}/en/events/{camp.event_id}/?fra=ven"


def test_a_friend_named_stays(mine, open_page):
    page: Page = open_page(PHONE)
    page.goto(mine)
    page.get_by_text("Would you like to be placed with somebody?").click()
    page.get_by_label("Your friend’s name").fill("Emil Kjær")
    page.get_by_role("button", name="Keep the name").click()
    expect(page.get_by_text("Thank you, we have noted it.")).to_be_visible()
    expect(page.get_by_text("You have named Emil K.")).to_be_visible()
    assert Friend.objects.get().name == "Emil Kjær"


def test_the_word_of_a_poster_goes_along_without_a_cookie(camp, open_page):
    page: Page = open_page(PHONE)
    page.goto("/en/?fra=Plakat")
    page.goto("/en/camps/?fra=plakat")
    page.get_by_role("link", name="Islandcamp").first.click()
    assert page.url.endswith("?fra=plakat")
    assert not page.context.cookies()
    sign_up(page, page.url, "Asta Holm", "asta@student.ku.dk")
    assert Registration.objects.get().came_from == "plakat"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
