"""The public search: what is found by which words, in which order, and what never is."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from camps.models import CampIndexPage, CampPage
from events.models import Event, Kind
from home.models import ContentPage, HomePage
from home.search.words import MOST, indexed, marked, typed
from office.models import Municipality, Tally
from tests.factories import EventFactory, OccurrenceFactory, OfficeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TITLE = re.compile(r'<li class="result">.*?<h3><a href="([^"]+)"[^>]*>(.*?)</a>', re.S)


def page(title, slug, **fields):
    return HomePage.objects.get().add_child(instance=ContentPage(title=title, slug=slug, **fields))


def camp(title, slug, **date):
    event = EventFactory(kind=Kind.CAMP, title=title)
    OccurrenceFactory(event=event, **date)
    instance = CampPage(title=title, slug=slug, translation_key=event.page_key)
    return CampIndexPage.objects.get().add_child(instance=instance)


def over(**more):
    starts = datetime(2026, 10, 1, 9, tzinfo=UTC)
    return {"starts_at": starts, "opens_at": starts - timedelta(days=40), **more}


def searched(client, words, prefix="", **more):
    response = client.get(f"{prefix}/search/", {"q": words, **more})
    assert response.status_code == 200
    return response.content.decode()


def found(client, words, prefix="", **more):
    """Titles, without the marks, in order."""
    html = searched(client, words, prefix, **more)
    return [re.sub("</?mark>", "", title) for _url, title in TITLE.findall(html)]


def test_a_page_is_found_by_its_title_its_lead_and_its_text(client):
    page("Om kontoret", "om", lead="Vi er fire", body=[("text", "<p>Rejsen betaler vi</p>")])
    for words in ("kontoret", "fire", "rejsen", "REJSEN vi", "fire kontoret"):
        assert found(client, words) == ["Om kontoret"], words


def test_the_beginning_of_a_word_is_enough_and_the_end_of_a_long_one(client):
    camp("Sommercamp", "sommer")
    for words in ("somm", "sommercamp", "mercamp", "ercam"):
        assert found(client, words) == ["Sommercamp"], words
    assert "Sommercamp" in found(client, "camp")


@pytest.mark.parametrize("words", ["Ærø", "aeroe", "AERO", "ærø", "Århus", "aarhus", "arhus"])
def test_letters_are_found_however_they_are_written(client, words):
    page("Ærø og Aarhus", "her")
    assert found(client, words) == ["Ærø og Aarhus"]


def test_an_event_is_found_by_where_its_dates_are_also_together_with_its_words(client):
    town = Municipality.objects.create(code="0400", name="Bornholm", country="DK")
    camp("Sommercamp", "sommer", municipality=town, location="Højskolen, Gudhjem")
    for words in ("bornholm", "gudhjem", "sommer bornholm", "hojskolen camp"):
        assert found(client, words) == ["Sommercamp"], words


def test_what_is_over_comes_last_and_says_so(client):
    camp("Efteraarscamp", "efter", **over())
    camp("Vintercamp", "vinter")
    assert found(client, "efteraarscamp") == ["Efteraarscamp"]
    titles = found(client, "camp")
    assert titles[-1] == "Efteraarscamp"
    assert titles.index("Vintercamp") < titles.index("Efteraarscamp")
    assert 'class="badge past"' in searched(client, "efteraarscamp")


def test_a_result_says_what_else_than_the_page_the_event_is_held_in(client):
    made = camp("Vintercamp", "vinter")
    assert "Holdes på engelsk" not in searched(client, "vintercamp")
    Event.objects.filter(page_key=made.translation_key).update(language="en")
    assert "Holdes på engelsk" in searched(client, "vintercamp")


def test_a_title_comes_before_a_text(client):
    page("Noget andet", "andet", lead="Her står lidt om færgen")
    page("Færgen", "faerge")
    assert found(client, "færgen") == ["Færgen", "Noget andet"]


def test_drafts_and_what_is_behind_a_password_are_never_found(client):
    page("Hemmelig kladde", "kladde", live=False)
    hidden = page("Hemmelig side", "side", lead="Kodeordet er fisk")
    below = hidden.add_child(instance=ContentPage(title="Hemmelig under", slug="under"))
    assert below.live
    hidden.view_restrictions.create(restriction_type="password", password="x")
    for words in ("hemmelig", "fisk"):
        html = searched(client, words)
        assert TITLE.findall(html) == []
        assert "Hemmelig side" not in html


def test_a_draft_date_does_not_lead_to_its_event(client):
    camp("Vintercamp", "vinter", state="draft", location="Hemmelighavn")
    assert found(client, "hemmelighavn") == []


def test_an_unpublished_change_is_not_found(client):
    it = page("Om kontoret", "om")
    it.lead = "Endnu ikke sagt"
    it.save_revision()
    assert found(client, "endnu") == []
    it.get_latest_revision().publish()
    assert found(client, "endnu") == ["Om kontoret"]


def test_a_page_is_found_once_in_the_visitors_language_and_others_are_named(client):
    original = page("Om praksis", "praksis", lead="Hverdagen")
    page("Kun her", "kun", lead="Hverdagen igen")
    locale = Locale.objects.get(language_code="en")
    twin = original.copy_for_translation(locale, copy_parents=True)
    twin.title, twin.lead = "About practice", "The everyday"
    twin.save_revision().publish()
    html = searched(client, "hverdagen", "/en")
    assert "About practice" in html
    assert "Om praksis" not in html
    assert re.search(r'lang="da">Kun her</a>', html)
    assert html.count("This page is in Danish") == 1
    assert "This page is in" not in searched(client, "hverdagen")


def test_what_was_looked_for_is_marked_and_nothing_typed_becomes_html(client):
    page("Om kontoret", "om", lead="Vi <b>bor</b> i Ærø")
    assert "i <mark>Ærø</mark>" in searched(client, "aeroe")
    html = searched(client, '"><script>alert(1)</script>')
    assert "<script>alert" not in html
    assert str(marked("<i> Ærø", typed("aeroe"))) == "&lt;i&gt; <mark>Ærø</mark>"


def test_with_no_page_that_has_all_words_those_with_some_are_shown_and_it_is_said(client):
    page("Om kontoret", "om")
    assert found(client, "kontoret zebra", "/en") == ["Om kontoret"]
    assert "No page has all of your words" in searched(client, "kontoret zebra", "/en")
    assert "No page has all of your words" not in searched(client, "kontoret", "/en")


def test_no_result_says_what_can_be_done_and_what_is_next(client):
    OfficeFactory()
    camp("Vintercamp", "vinter")
    html = searched(client, "zebra", "/en")
    assert "Nothing here for “zebra”" in html
    assert "mailto:office@office.test" in html
    assert "Vintercamp" in html
    assert 'value="zebra"' in html


@pytest.mark.parametrize(
    "query",
    ["", "?q=", "?q=%20", "?q=+&page=9", "?page=x", "?q=a", "?q=%00'\"*", "?q=%ff%ed%a0%80%F0"],
)
def test_empty_and_odd_queries_show_the_field(client, query):
    response = client.get(f"/en/search/{query}")
    assert response.status_code == 200
    assert 'role="search"' in response.content.decode()


def test_input_is_limited(client):
    assert len(typed(" ".join(f"ord{n}" for n in range(40)))) == MOST
    assert typed("x" * 500) == ["x" * 80]
    assert 'maxlength="80"' in searched(client, "x" * 500)


@pytest.mark.parametrize("query", ["x" * 3_500, "sommer & !(vinter) | <-> :*" * 20, "٣² ǅ" * 9])
def test_however_much_is_typed_the_page_says_that_nothing_was_found(client, query):
    OfficeFactory()
    assert "Nothing here for" in searched(client, query, "/en")
    assert "Nothing here for" in searched(client, query, "/en", page="9" * 200)


def test_more_than_so_much_a_minute_is_asked_to_wait_and_keeps_its_words(client):
    """Sixty from one network, as for a sign-up; nothing is looked for."""
    page("Vinteren", "vinteren")
    assert found(client, "vinter", "/en") == ["Vinteren"]
    Tally.objects.update(count=59)  # as if so many had asked
    assert found(client, "vinter", "/en") == ["Vinteren"]
    answer = client.get("/en/search/", {"q": "vinter"})
    text = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "wait a minute" in text
    assert "Vinteren</a></h3>" not in text
    assert 'value="vinter"' in text
    assert client.get("/en/search/", {"q": "vinter"}, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_results_come_ten_at_a_time(client):
    for n in range(12):
        page(f"Side nummer {n:02}", f"side-{n}")
    assert len(found(client, "nummer")) == 10
    assert len(found(client, "nummer", page=2)) == 2
    assert len(found(client, "nummer", page=99)) == 2
    html = searched(client, "nummer")
    assert "?q=nummer&amp;page=2" in html
    assert 'start="11"' in searched(client, "nummer", page=2)


def test_the_search_is_for_people_not_for_machines(client):
    html = searched(client, "noget")
    assert '<meta name="robots" content="noindex">' in html
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /search/" in robots
    assert "Disallow: /en/search/" in robots
    assert client.post("/search/").status_code == 405


def queries(client, words):
    with CaptureQueriesContext(connection) as captured:
        searched(client, words)
    return len(captured)


def test_ten_results_cost_what_one_costs(client):
    camp("Alfacamp", "alfa")
    page("Beta alfa", "beta")
    searched(client, "alfa")
    once = queries(client, "alfa")
    for n in range(5):
        camp(f"Alfacamp {n}", f"alfa-{n}")
        page(f"Alfa {n}", f"alfa-side-{n}")
    assert len(found(client, "alfa")) == 10
    assert queries(client, "alfa") == once
    assert once <= 14


def test_the_index_holds_each_word_once(client):
    words = indexed(page("Sommercamp sommercamp", "s", lead="på camp")).split()
    assert len(words) == len(set(words))
    assert "camp" in words


def test_every_page_leads_to_the_search_and_a_lost_one_has_the_field(client):
    assert 'href="/search/"' in client.get("/").content.decode()
    lost = client.get("/en/nothing/").content.decode()
    assert re.search(r'<form class="search-form" role="search"[^>]* action="/en/search/">', lost)
