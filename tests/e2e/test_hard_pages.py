"""Pages nobody would write, and somebody will: all of everything, and nothing at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from camps.models import CampIndexPage, CampPage, VisitIndexPage, VisitPage
from events.models import Event
from home.models import ContentPage, HomePage
from office.models import Municipality
from signup.domain import claims
from tests.blocks import full
from tests.conftest import NOW
from tests.e2e.test_axe import look_at
from tests.factories import EventFactory, OccurrenceFactory, RegistrationFactory, event_page

LONG = ("Vintercamp på Lolland-Falster med almenpraktiserendelægevikarordningen " * 3)[:200]
EMOJI = "🏝️ Sommercamp 👩‍⚕️👨🏽‍⚕️ på en ø 🌅"
DATES = 40


def event(kind: str, title: str, dates: int) -> Event:
    """With so many dates, a week apart, every second one full."""
    found = EventFactory(kind=kind, title=title)
    town = Municipality.objects.get(name="Bornholm")
    for n in range(dates):
        starts = NOW + timedelta(days=30 + 7 * n)
        OccurrenceFactory(
            event=found,
            starts_at=starts,
            municipality=town,
            capacity=10 * (n % 2),
            opens_at=NOW - timedelta(days=7),
        )
    return found


@pytest.fixture
def home(server) -> HomePage:
    return HomePage.objects.get()


def test_every_block_a_long_title_and_forty_dates(home, open_page):
    camp = event_page(
        event("camp", LONG, DATES), below=CampIndexPage.objects.get(), **full(CampPage)
    )
    visit = event_page(
        event("visit", EMOJI, 1), below=VisitIndexPage.objects.get(), **full(VisitPage)
    )
    page = ContentPage(title=LONG, slug="long", show_in_menus=True, **full(ContentPage))
    content = home.add_child(instance=page)
    look_at(open_page(), home.url, camp.url, visit.url, content.url)


def test_nothing_but_a_title(home, open_page):
    """No picture, no lead, no programme, no dates."""
    camp = event_page(event("camp", LONG, 0), below=CampIndexPage.objects.get())
    content = home.add_child(instance=ContentPage(title=EMOJI, slug="nothing"))
    look_at(open_page(), camp.url, content.url)


def test_a_long_name_and_an_emoji_go_everywhere_a_name_goes(home, open_page):
    place = RegistrationFactory(occurrence=event("camp", LONG, DATES).occurrences.first())
    other = event("visit", EMOJI, 2)
    for it in (place.occurrence.event, other):
        index = CampIndexPage if it.is_camp else VisitIndexPage
        event_page(it, below=index.objects.get())
    sign_up = reverse("signup:sign_up", args=[other.occurrences.first().pk])
    views = [f"/camps/?view={it}" for it in ("list", "calendar", "map")]
    look_at(open_page(), "/camps/", *views, sign_up, claims.path(place))
