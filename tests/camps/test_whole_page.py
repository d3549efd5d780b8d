"""The page of an event with all that it can have, and with next to nothing."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from camps.models import CampIndexPage, CampPage, VisitIndexPage
from camps.parts import lines
from events.models import Audience, Event, Kind
from home.templatetags.people import initials
from office.domain.reference import load_country
from office.models import Picture
from tests.camps.pages import EMOJI, LONG, every_block, many_dates, whole_page
from tests.factories import NOW, EventFactory, OccurrenceFactory, RegistrationFactory, event_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def camp(title: str = "Camp", **fields) -> CampPage:
    """A page with every block below the list of camps."""
    event = EventFactory(kind=Kind.CAMP, title=title[:200])
    return whole_page(event, below=CampIndexPage.objects.get(), title=title, **fields)


def bare_camp(title: str = "Camp", **fields) -> CampPage:
    event = EventFactory(kind=Kind.CAMP, title=title)
    return event_page(event, below=CampIndexPage.objects.get(), **fields)


def date(page, **fields):
    return OccurrenceFactory(event=Event.objects.get(page_key=page.translation_key), **fields)


def shown(client, page) -> str:
    response = client.get(f"/en{page.url}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def headings(text: str) -> list[str]:
    """The parts of the page, by the ids of their headings."""
    return re.findall(r'<h2 id="([^"]+)"', text.partition("</main>")[0])


def bar(text: str) -> str:
    found = re.search(r'<div class="reach".*?</div>', text)
    return found[0] if found else ""


def test_every_part_of_a_page_is_shown_in_its_place(client):
    page = camp()
    date(page)
    text = shown(client, page)
    assert headings(text) == [
        *("sights", "dates", "programme", "included", "travel", "practicalities"),
        *("people", "faq", "whom-to-ask", "friend", "others"),
    ]
    for words in (
        *("Sygebesøg på gårdene", "på en gammel højskole", "bedstemoren og båden"),
        *("Vejen ned til vandet.", "hvad bådene hedder", "Hos din værtslæge", "Alle måltider"),
        *("København H, under uret", "On the way home", "Søndag kl. 15.00", "Signe Bøgh Holm"),
        *("Tre læger, der deler huset", "Skal jeg kunne noget", "tavshedspligt"),
    ):
        assert words in text, words


def test_a_page_says_that_it_costs_nothing_unless_it_does(client):
    free, paid = camp("Free"), camp("Paid", cost="300 kroner for maden")
    date(free)
    date(paid)
    assert "Nothing, and there is no deposit." in shown(client, free)
    assert "300 kroner for maden" in shown(client, paid)
    told = [json.loads(JSON_LD.findall(shown(client, it))[0]) for it in (free, paid)]
    assert [it.get("isAccessibleForFree") for it in told] == [True, None]
    assert [it["offers"].get("price") for it in told] == ["0", None]


def test_questions_and_answers_are_told_to_search_engines(client):
    page = camp()
    told = [json.loads(it) for it in JSON_LD.findall(shown(client, page))]
    (faq,) = [it for it in told if it["@type"] == "FAQPage"]
    assert faq["mainEntity"][0]["name"] == "Skal jeg kunne noget på forhånd?"
    assert faq["mainEntity"][0]["acceptedAnswer"]["text"] == "<p>Nej.</p>"
    assert not JSON_LD.findall(shown(client, bare_camp("Bare")))


def test_whom_to_ask_stands_beside_the_address_and_not_twice(client):
    page = camp()
    text = shown(client, page)
    people, _, ask = text.partition('id="whom-to-ask"')
    assert "Har været med på alle camps." in ask
    assert "Har været med på alle camps." not in people
    Event.objects.update(contact_name="Jonas Frost")
    text = shown(client, page)
    people, _, ask = text.partition('id="whom-to-ask"')
    assert "Har været med på alle camps." in people
    assert '<span class="face" aria-hidden="true">JF</span>' in ask


def test_whoever_took_a_picture_of_a_face_or_a_practice_is_named(client):
    page = camp()
    Picture.objects.filter(title="A face").update(credit="Ida Holm")
    Picture.objects.filter(title="A road").update(credit="Bo Lind")
    text = shown(client, page)
    named = '<small class="credit">Picture: {}</small>'
    assert text.count(named.format("Ida Holm")) == 3  # a voice, a person, whom to ask
    practice = text.partition('class="card practice"')[2].partition("</article>")[0]
    assert named.format("Bo Lind") in practice
    assert text.count(named.format("Bo Lind")) == 1


def test_the_bar_leads_to_the_only_date_one_can_sign_up_for(client):
    page = camp()
    occurrence = date(page)
    reach = bar(shown(client, page))
    assert f'href="/en/sign-up/{occurrence.pk}/"' in reach
    assert "Thursday 10 December 2026" in reach
    assert 'aria-hidden="true"' in reach
    assert 'tabindex="-1"' in reach


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choose a date"),
        ({"opens_at": NOW + timedelta(days=1)}, "Not open yet"),
        ({"state": "called_off", "called_off_at": NOW}, ""),
        ({"capacity": 0, "waitlist_limit": 0}, "See the date"),
    ],
)
def test_the_bar_leads_to_the_dates_where_there_is_not_one_to_sign_up_for(client, fields, said):
    page = camp()
    date(page, **fields)
    date(page, **{"starts_at": NOW + timedelta(days=50), **fields})
    reach = bar(shown(client, page))
    assert said in reach
    assert bool(said) == bool(reach)
    assert ('href="#dates"' in reach) == bool(said)


def test_the_bar_names_a_date_with_places_before_one_with_a_waitlist(client):
    page = camp()
    full = date(page, capacity=1)
    RegistrationFactory(occurrence=full)
    date(page, starts_at=NOW + timedelta(days=50))
    assert "Sunday 10 January 2027" in bar(shown(client, page))


def test_of_forty_dates_three_are_shown_at_once_and_all_can_be_opened(client):
    page = camp()
    made = many_dates(Event.objects.get())
    text = shown(client, page)
    assert text.count('<article class="card date"') == 3
    assert "37 later dates" in text
    urls = re.findall(r'href="(/en/sign-up/\d+/)"', text)
    can = [it for week, it in enumerate(made) if week % 5 in {0, 1, 2}]
    assert urls == [f"/en/sign-up/{it.pk}/" for it in can]


def test_who_can_come_is_said_once_unless_it_differs(client):
    load_country("dk")
    page = camp()
    for day, stage in ((30, "ka"), (40, "ka")):
        made = date(page, starts_at=NOW + timedelta(days=day))
        Audience.objects.create(occurrence=made, stage=stage)
    assert shown(client, page).count("Medical student (master)") == 1
    Audience.objects.create(occurrence=made, stage="kbu")
    assert shown(client, page).count("Medical student (master)") == 2


@pytest.mark.parametrize("title", [LONG, EMOJI, "Én"])
def test_titles_of_all_kinds_are_kept_whole(client, title):
    page = camp(title)
    date(page)
    text = shown(client, page)
    assert title.strip() in text
    assert json.loads(JSON_LD.findall(text)[0])["name"] == page.title


def test_a_page_with_nothing_on_it_has_no_empty_parts(client):
    text = shown(client, bare_camp())
    assert headings(text) == ["dates", "whom-to-ask", "others"]
    assert "No date has been set yet." in text
    assert not bar(text)


def test_the_page_of_a_past_event_says_what_comes_next(client):
    past, next_one = camp("Last year"), bare_camp("This year")
    date(past, starts_at=NOW - timedelta(days=60), opens_at=NOW - timedelta(days=90))
    text = shown(client, past)
    assert "It was last held" in text
    assert "This is what comes next" not in text
    date(next_one)
    text = shown(client, past)
    assert "This is what comes next" in text
    assert next_one.title in text


def test_other_events_are_of_the_same_kind_and_have_dates_ahead(client):
    page, same, other, over, off = (
        *(camp("One"), bare_camp("Two")),
        event_page(EventFactory(title="A visit"), below=VisitIndexPage.objects.get()),
        *(bare_camp("Over"), bare_camp("Off")),
    )
    for it in (page, same, other):
        date(it)
    date(over, starts_at=NOW - timedelta(days=60), opens_at=NOW - timedelta(days=90))
    date(off, state="called_off", called_off_at=NOW)
    assert [it.title for it in client.get(page.url).context["more"]] == ["Two"]


@pytest.mark.parametrize("others", [1, 5])
def test_a_whole_page_asks_as_much_whatever_else_there_is(client, others):
    page = camp()
    date(page)
    for number in range(others):
        date(camp(f"Other {number}"))
    client.get(page.url)
    cache.clear()
    Site.get_site_root_paths()
    with CaptureQueriesContext(connection) as captured:
        client.get(page.url)
    assert len(captured) == 25, "\n".join(q["sql"][:120] for q in captured)


def test_lines_are_what_people_write_in_a_list():
    assert lines("- Bed\n\n * Food \n• Bus–ferry\n–") == ["Bed", "Food", "Bus–ferry"]


def test_initials_are_those_of_the_first_and_the_last_name():
    names = ["Signe Bøgh Holm", "Dr. Ali Hassan", "Øyvind", "  ", "👩‍⚕️ Ida", "åse berg"]
    assert [initials(it) for it in names] == ["SH", "AH", "Ø", "", "I", "ÅB"]


def test_all_that_is_written_on_a_page_is_found(client):
    indexed = {it.field_name for it in CampPage.search_fields}
    assert set(every_block()) - {"picture", "picture_alt"} <= indexed


def test_a_past_date_does_not_come_into_the_bar(client):
    page = camp()
    date(page, starts_at=NOW - timedelta(days=20), opens_at=NOW - timedelta(days=60))
    assert not bar(shown(client, page))
