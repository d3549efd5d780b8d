"""Where people come from, at the desk: counts, addresses to copy, the year."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from desk import figures
from desk.sheets import delimiter
from events.domain.figures import Figures
from tests.desk.test_figures import YEAR, held
from tests.factories import NOW, OccurrenceFactory, RegistrationFactory, event_page

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def date(db):
    found = OccurrenceFactory(camp=True)
    event_page(found.event, slug="winter")
    RegistrationFactory.create_batch(2, occurrence=found, came_from="sams")
    RegistrationFactory(occurrence=found)
    other = OccurrenceFactory(event=found.event)
    RegistrationFactory(occurrence=other, came_from="flyer")
    return found


def url(date):
    return reverse("dates:sources", args=[date.pk])


def told(answer):
    return {
        it.word: (it.here.sign_ups, it.ever.sign_ups, it.address.rpartition("/winter/")[2])
        for it in answer.context["lines"]
    }


def test_each_word_has_its_count_and_its_address(desk, date):
    lines = told(desk.get(url(date)))
    assert lines["sams"] == (2, 2, "?fra=sams")
    assert lines["flyer"] == (0, 1, "?fra=flyer")
    assert lines["plakat"] == (0, 0, "?fra=plakat")
    assert lines[""] == (1, 1, "")


def test_a_word_that_is_typed_becomes_an_address(desk, date):
    answer = desk.get(url(date), {"word": "SAMS forår <b>"})
    assert next(iter(told(answer))) == "sams-foraar-b"
    assert "<b>" not in answer.content.decode().split("desk-filters")[1].split("</form>")[0]
    assert "No word can be made of that." in desk.get(url(date), {"word": "!"}).content.decode()


def test_a_page_that_is_not_live_has_an_address_that_will_lead_there(desk, db):
    date = OccurrenceFactory()
    lines = desk.get(url(date)).context["lines"]
    assert lines[0].address.endswith(f"/events/{date.event_id}/?fra=plakat")


def test_the_counts_are_taken_out_as_a_file(desk, date):
    answer = desk.get(url(date), {"export": "csv"})
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=delimiter()))
    assert [row[:2] for row in rows[1:]] == [["sams", "2"], ["flyer", "0"], ["No word", "1"]]


def test_many_people_are_shown_by_as_many_questions_as_few(desk, date):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            desk.get(url(date))
        return len(seen)

    asked()
    few = asked()
    RegistrationFactory.create_batch(4, occurrence=date, came_from="post")
    assert asked() == few


def test_in_the_year_small_groups_are_told_together(db):
    visit = held(10)
    for word, count in [("sams", 7), ("flyer", 2), ("", 6)]:
        RegistrationFactory.create_batch(count, occurrence=visit, came_from=word)
    title = "By where people came from"
    table = next(it for it in figures.tables(Figures(YEAR, NOW)) if it.title == title)
    assert {row.label: row.counts["filled"] for row in table.rows} == {
        "sams": 7,
        "Others together": 8,
    }
