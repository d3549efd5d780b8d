"""An event's poster: the page in short, the dates to come, a code that leads to the page."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from events.domain import scheduling
from events.models import Occurrence, OccurrenceState
from office import clock
from signup import qr
from tests.events.people import office
from tests.factories import OccurrenceFactory, event_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def camp(clock) -> Occurrence:
    return OccurrenceFactory(camp=True)


def shown(desk, occurrence, query=""):
    answer = desk.get(reverse("dates:print_poster", args=[occurrence.pk]) + query)
    return answer.content.decode()


def test_it_says_title_lead_dates_and_the_way_to_the_page(desk, camp):
    page = event_page(camp.event, title="Vintercamp på Ærø", lead="Tre dage ved havet.")
    html = shown(desk, camp)
    assert f">{page.title}</h1>" in html
    assert "Tre dage ved havet." in html
    assert html.count("<li>") == 1
    way = f"{settings.BASE_URL}/events/{camp.event_id}/"
    assert way.removeprefix("http://").removesuffix("/") in html
    drawn = qr.draw(f"{way}?fra=plakat", css="poster-code", title="x", desc="x")
    assert drawn.split("<path")[1] in html


def test_the_code_leads_to_the_page_and_keeps_where_people_came_from(client, camp):
    page = event_page(camp.event)
    answer = client.get(f"/events/{camp.event_id}/?fra=plakat")
    assert answer["Location"] == f"{page.url}?fra=plakat"


def test_without_a_published_page_it_says_what_to_do(desk, camp):
    assert "publish the event’s page first" in shown(desk, camp)
    event_page(camp.event, live=False)
    assert "publish the event’s page first" in shown(desk, camp)


def test_dates_that_are_over_called_off_or_drafts_are_not_on_it(desk, camp):
    event_page(camp.event)
    OccurrenceFactory(camp=True, event=camp.event, state=OccurrenceState.DRAFT)
    assert shown(desk, camp).count("<li>") == 1
    scheduling.call_off(camp.pk, revision=camp.revision, actor=office(), reason="Snow")
    assert "<li>" not in shown(desk, camp)


def test_more_than_four_dates_are_counted(desk, camp):
    event_page(camp.event)
    for _ in range(5):
        OccurrenceFactory(camp=True, event=camp.event)
    html = shown(desk, camp)
    assert html.count("<li>") == 4
    assert "og 2 datoer mere" in html


def test_each_language_of_the_page_has_its_own(desk, camp):
    page = event_page(camp.event, title="Vintercamp")
    english = Locale.objects.get_or_create(language_code="en")[0]
    twin = page.copy_for_translation(english, copy_parents=True)
    twin.title = "Winter camp"
    twin.save_revision().publish()
    assert ">Vintercamp</h1>" in shown(desk, camp)
    html = shown(desk, camp, "?language=en")
    assert ">Winter camp</h1>" in html
    assert '<article class="poster" lang="en">' in html
    assert 'href="?language=da"' in html


@pytest.mark.parametrize(
    ("title", "size"), [("x" * 45, ""), ("x" * 46, "long"), ("x" * 91, "longer")]
)
def test_a_long_title_is_set_smaller(desk, camp, title, size):
    event_page(camp.event, title=title)
    assert f'<h1 class="{size}">' in shown(desk, camp)


def test_forty_dates_cost_no_more_than_one(desk, camp):
    event_page(camp.event)
    shown(desk, camp)
    with CaptureQueriesContext(connection) as one:
        shown(desk, camp)
    for days in range(40):
        start = clock.now() + timedelta(days=30 + days)
        OccurrenceFactory(
            camp=True, event=camp.event, starts_at=start, ends_at=start + timedelta(hours=5)
        )
    with CaptureQueriesContext(connection) as many:
        shown(desk, camp)
    assert len(many) == len(one) <= 20
