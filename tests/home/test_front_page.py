"""The front page: a promise, what is next, ways in, and finished also where nothing is yet."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from wagtail.models import Locale

from home.models import HomePage
from office.models import CareerStage
from tests.factories import OccurrenceFactory, OfficeFactory, event_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

filling = import_module("home.migrations.0004_front_page")


def home_with(*blocks):
    home = HomePage.objects.get()
    home.body = list(blocks)
    home.save()
    return home


def dated(n):
    for _ in range(n):
        event_page(OccurrenceFactory().event)


def test_a_new_site_begins_with_a_promise_ways_in_steps_and_somebody_to_ask(client):
    OfficeFactory()
    html = client.get("/").content.decode()
    assert "<h1>Mærk efter, om almen praksis er noget for dig</h1>" in html
    for part in ('id="next-', 'id="who-', 'id="steps-', 'id="ask-', 'class="empty"'):
        assert part in html
    assert html.count("<img") >= 2  # no picture is chosen: ours stand in
    assert "mailto:office@office.test" in html


def test_without_a_promise_the_title_is_the_first_word(client):
    home = HomePage.objects.get()
    home.promise = ""
    home.save()
    assert f"<h1>{home.title}</h1>" in client.get("/").content.decode()


def stage(key, **fields):
    return CareerStage.objects.create(
        country="DK", order=1, key=key, label_da=key, label_en=key, label_nb=key, **fields
    )


def test_each_way_in_leads_to_what_is_for_that_stage(client):
    CareerStage.objects.all().delete()
    for key in ("ba", "ka", "kbu"):
        stage(key)
    html = client.get("/").content.decode()
    links = re.findall(r'href="([^"]*stage=[^"]*)"', html)
    assert links == [f"/camps/?kind=all&amp;stage={key}" for key in ("ba", "ka", "kbu")]
    page = client.get(links[0].replace("&amp;", "&"))
    assert page.context["chosen"].stage == "ba"
    assert not page.context["unknown"]


def test_a_stage_that_is_not_known_here_is_left_out_of_the_address(client):
    CareerStage.objects.all().delete()
    html = client.get("/").content.decode()
    assert "stage=" not in html
    assert '<a href="/camps/">' in html


def test_practices_find_their_way_in(client):
    html = client.get("/en/").content.decode()
    assert 'href="/en/host/">We are a practice</a>' in html


def test_so_many_next_dates_as_the_coordinator_wants_and_a_way_to_the_rest(client):
    dated(4)
    home_with(("next_dates", {"heading": "Snart", "number": 3}))
    html = client.get("/en/").content.decode()
    assert html.count('class="card linked"') == 3
    assert 'href="/en/camps/"' in html.split('id="next-')[1].split("</section>")[0]
    home_with(("next_dates", {"heading": "Snart", "number": 4}))
    part = client.get("/en/").content.decode().split('id="next-')[1].split("</section>")[0]
    assert 'href="/en/camps/"' not in part


def test_a_face_without_a_picture_has_initials(client):
    home_with(("voice", {"text": "Godt", "name": "Karen Lund", "about": "", "picture": None}))
    html = client.get("/").content.decode()
    assert '<span class="face" aria-hidden="true">KL</span>' in html


def test_under_another_interface_the_words_of_the_page_say_their_language(client):
    dated(1)
    html = client.get("/en/").content.decode()
    assert re.search(r'<h2 id="next-\d" lang="da">', html)
    card = html.split('class="card linked"')[1].split("</li>")[0]
    assert 'class="badge' in card
    assert not re.search(r'<div class="section" lang="da">(?:(?!</div>).)*class="badge', html, re.S)
    assert re.search(
        r'<div class="section" lang="da">\s*<section[^>]*aria-labelledby="steps-\d"', html
    )


def test_a_home_page_that_was_written_keeps_its_words_below_what_is_next(db):
    home = home_with(("text", "<p>Vores egne ord</p>"))
    home.promise = ""
    home.save_revision()
    home.save()
    filling.fill_front_pages(apps, None)
    home = HomePage.objects.get()
    assert [block.block_type for block in home.body] == ["next_dates", "text"]
    written = home.get_latest_revision_as_object()
    assert [block.block_type for block in written.body] == ["next_dates", "text"]
    assert "Vores egne ord" in str(home.body)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_home_page_in_another_language_is_filled_in_it(language):
    locale = Locale.objects.get(language_code=language)
    twin = HomePage.objects.get().copy_for_translation(locale)
    HomePage.objects.filter(pk=twin.pk).update(promise="", body="[]", latest_revision=None)
    filling.fill_front_pages(apps, None)
    twin.refresh_from_db()
    assert twin.promise == filling.TEXTS[language]["promise"]
    assert twin.body[1].block_type == "doors"


def test_the_three_languages_say_the_same():
    shapes = [
        {name: len(it) if isinstance(it, list) else type(it) for name, it in texts.items()}
        for texts in filling.TEXTS.values()
    ]
    assert shapes[0] == shapes[1] == shapes[2]


def test_a_block_that_stands_twice_is_named_by_its_own_heading(client):
    steps = {"steps": [{"title": "Find", "text": ""}, {"title": "Kom", "text": ""}]}
    blocks = [
        ("next_dates", {"number": 3}),
        ("doors", {"doors": [], "hosts": ""}),
        ("steps", steps),
        ("ask", {"text": "", "page": None}),
    ]
    home_with(
        *[(name, {"heading": f"{name} {n}", **rest}) for n in (1, 2) for name, rest in blocks]
    )
    html = client.get("/").content.decode()
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    main = html.partition("<main")[2].partition("</main>")[0]
    for label in re.findall(r'<section[^>]* aria-labelledby="([^"]+)"', main):
        assert f'<h2 id="{label}"' in main
    assert len(re.findall(r"<section", main)) == 8
