"""Pages nobody would write, and somebody will: every field as long as it gets, or nothing at all.

(The page of an event, as people write it: `test_event_page.py`.)
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from camps.models import CampIndexPage, VisitIndexPage, VisitPage
from home.models import ContentPage, HomePage
from office.models import Municipality
from signup.domain import claims
from tests.blocks import full
from tests.camps.pages import EMOJI, LONG, many_dates
from tests.e2e.test_axe import look_at
from tests.factories import EventFactory, OccurrenceFactory, RegistrationFactory, event_page


@pytest.fixture
def home(server) -> HomePage:
    return HomePage.objects.get()


def test_every_block_filled_to_the_brim(home, open_page):
    event = OccurrenceFactory(event__title=EMOJI).event
    visit = event_page(event, below=VisitIndexPage.objects.get(), **full(VisitPage))
    page = ContentPage(title=LONG, slug="long", show_in_menus=True, **full(ContentPage))
    content = home.add_child(instance=page)
    for name, value in full(HomePage).items():
        setattr(home, name, value)
    home.save()
    look_at(open_page(), home.url, visit.url, content.url)


def test_nothing_but_a_title(home, open_page):
    content = home.add_child(instance=ContentPage(title=EMOJI, slug="nothing"))
    look_at(open_page(), content.url)


def test_a_long_name_and_an_emoji_go_everywhere_a_name_goes(home, open_page):
    town = Municipality.objects.get(name="Bornholm")
    camp, visit = EventFactory(kind="camp", title=LONG), EventFactory(title=EMOJI)
    dates = many_dates(camp, municipality=town)
    sign_up = OccurrenceFactory(event=visit)
    for it in (camp, visit):
        index = CampIndexPage if it.is_camp else VisitIndexPage
        event_page(it, below=index.objects.get())
    views = [f"/camps/?view={it}" for it in ("list", "calendar", "map")]
    place = RegistrationFactory(occurrence=dates[0])
    urls = [reverse("signup:sign_up", args=[sign_up.pk]), claims.path(place)]
    look_at(open_page(), "/camps/", *views, *urls)
