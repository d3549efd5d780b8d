"""The word of an address goes along to the sign-up, and nowhere else."""

import gzip
import re

import pytest
from django.utils import translation

from camps.models import CampPage
from config import page_cache
from config.came_from import carries, put_in
from events.domain import registrations
from events.models import Registration, Turn
from home.models import ContentPage, HomePage
from mail.models import Message
from office.actor import PERSON
from office.domain.reference import load_country
from tests.factories import OccurrenceFactory, RegistrationFactory, event_page
from tests.signup.people import STUDENT, press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def date():
    load_country("dk")
    date = OccurrenceFactory(camp=True, waitlist_limit=5)
    event_page(date.event)
    return date


@pytest.fixture
def page(date):
    return CampPage.objects.get(translation_key=date.event.page_key)


@pytest.fixture
def kept(settings):
    settings.PAGE_CACHE_SECONDS = 5
    page_cache.pages.clear()
    yield page_cache.pages
    page_cache.pages.clear()


def words(answer):
    return answer.content.decode()


def test_the_word_is_in_the_links_that_lead_to_a_sign_up(client, page, date):
    text = words(client.get(f"{page.url}?fra=sams"))
    assert f'href="/sign-up/{date.pk}/?fra=sams"' in text
    assert re.search(r'<a[^>]* href="/\?fra=sams"', text)


def test_search_engines_and_calendars_are_told_no_word(client, page):
    head = words(client.get(f"{page.url}?fra=sams")).split("</head>")[0]
    assert 'rel="canonical"' in head
    assert "sams" not in head
    text = words(client.get(f"{page.url}?fra=sams"))
    others = [it for it in re.findall(r'href="([^"]*)"', text) if "sams" in it]
    assert all(carries(it.partition("?")[0]) for it in others)
    assert others


def test_somebody_who_comes_by_a_word_and_signs_up_brings_it_along(client, page, date):
    text = words(client.get(f"{page.url}?fra=SAMS"))
    [link] = set(re.findall(r'href="(/sign-up/[^"]*)"', text))
    wrong = client.post(link, {**STUDENT, "email": "no"})
    assert wrong.status_code == 200
    done = client.post(link, STUDENT)
    assert "fra" not in done["Location"]
    assert Registration.objects.get().came_from == "sams"
    assert "sams" not in str(list(Message.objects.values()))


def test_the_word_stays_when_the_address_is_confirmed_or_corrected(client, date):
    client.post(f"/sign-up/{date.pk}/?fra=sams", STUDENT)
    client.post(f"/sign-up/{date.pk}/sent/", {"email": "other@student.ku.dk"})
    found = Registration.objects.get(email="other@student.ku.dk")
    press(client, found)
    found.refresh_from_db()
    assert (found.state, found.came_from) == ("confirmed", "sams")


def test_the_word_goes_along_from_the_waitlist(client, date):
    date.capacity = 1
    date.save()
    first = RegistrationFactory(occurrence=date)
    client.post(f"/sign-up/{date.pk}/?fra=sams", STUDENT)
    press(client, Turn.objects.get())
    registrations.cancel(first.pk, actor=PERSON)
    assert Registration.objects.get(state="offered").came_from == "sams"


@pytest.mark.parametrize(
    "junk", ["<script>", "a b", "x" * 25, "-a", "a--b", "%22onload=", "søren", "a.b", ""]
)
def test_what_is_no_word_is_ignored(client, page, date, junk):
    answer = client.get(page.url, {"fra": junk})
    assert words(answer) == words(client.get(page.url))
    client.post(f"/sign-up/{date.pk}/?fra=%3Cscript%3E", STUDENT)
    assert Registration.objects.get().came_from == ""


def test_a_page_is_kept_once_for_all_words(client, page, kept, django_assert_num_queries):
    first = words(client.get(f"{page.url}?fra=sams"))
    with django_assert_num_queries(0):
        second = words(client.get(f"{page.url}?fra=plakat"))
        third = words(client.get(page.url))
    assert len(kept) == 1
    assert first.replace("sams", "plakat") == second
    assert "plakat" not in third
    assert "sams" not in third


def test_what_was_packed_is_packed_again(client, page, kept):
    plain = client.get(f"{page.url}?fra=sams")
    packed = client.get(f"{page.url}?fra=sams", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content)
    assert int(plain["Content-Length"]) == len(plain.content)


def test_a_word_sets_no_cookie(client, page):
    assert not client.get(f"{page.url}?fra=sams").cookies


def test_the_filter_of_an_index_keeps_the_word(client, page):
    text = words(client.get("/camps/?fra=sams&view=list"))
    assert '<input type="hidden" name="fra" value="sams">' in text
    assert 'href="/camps/?fra=sams#results"' in text
    assert 'href="/camps/?view=map&amp;fra=sams#results"' in text or "view=map" not in text


def test_a_search_keeps_the_word(client, page):
    home = HomePage.objects.get()
    for n in range(11):
        home.add_child(instance=ContentPage(title=f"Bus {n}", slug=f"bus-{n}"))
    text = words(client.get("/search/?q=bus&fra=sams"))
    assert '<input type="hidden" name="fra" value="sams">' in text
    assert 'href="/search/?q=bus&amp;page=2&amp;fra=sams"' in text


def test_a_redirect_keeps_the_word(client, page, date):
    answer = client.get(f"/events/{date.event_id}/?fra=sams")
    assert answer["Location"] == f"{page.url}?fra=sams"
    tidy = client.get("/camps/?kind=&area=x&fra=sams")
    assert tidy["Location"] == "/camps/?area=x&fra=sams"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/camps/#results", "/camps/?fra=x#results"),
        ("/en/camps/?view=list", "/en/camps/?view=list&fra=x"),
        ("/camps/?fra=ven", "/camps/?fra=ven"),
        ("/calendar/all.ics", "/calendar/all.ics"),
        ("/registration/5-abc/", "/registration/5-abc/"),
        ("/my-sign-ups/", "/my-sign-ups/"),
        ("/admin/", "/admin/"),
        ("https://other.test/camps/", "https://other.test/camps/"),
        ("//other.test/camps/", "//other.test/camps/"),
    ],
)
def test_only_addresses_that_lead_to_a_sign_up_carry_it(address, told):
    assert put_in(address, "x") == told


def test_whichever_language_was_in_use_addresses_are_known(client):
    carries.cache_clear()
    with translation.override("nb"):
        assert carries("/en/camps/")
        assert carries("/camps/")
