"""Content pages: their blocks, and the contents of a long one."""

import re

import pytest

from home.models import ContentPage, HomePage
from tests.factories import OccurrenceFactory, event_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def page(*body, **fields):
    fields = {"title": "Om almen praksis", "slug": "om", "body": list(body), **fields}
    return HomePage.objects.get().add_child(instance=ContentPage(**fields))


def html(client, path="/om/"):
    return client.get(path).content.decode()


def test_a_long_page_begins_with_its_contents_and_each_leads_to_its_heading(client):
    page(*[("heading", title) for title in ("Vejen dertil", "Æbler & øl", "Vejen dertil")])
    said = html(client)
    nav = said.split('class="contents"')[1].split("</nav>")[0]
    anchors = re.findall(r'href="#([^"]+)"', nav)
    assert anchors == ["part-vejen-dertil", "part-abler-ol", "part-vejen-dertil-2"]
    for anchor in anchors:
        assert said.count(f'id="{anchor}"') == 1


def test_a_short_page_has_no_contents(client):
    page(("heading", "Et"), ("heading", "To"))
    assert 'class="contents"' not in html(client)


def test_answers_open_without_a_script(client):
    page(("answers", {"questions": [{"question": "Koster det?", "answer": "<p>Nej.</p>"}]}))
    assert re.search(r"<details>\s*<summary>Koster det\?</summary>.*?Nej\.", html(client), re.S)


def test_people_are_shown_with_the_ways_to_reach_them(client):
    person = {"name": "Karen Lund", "role": "Koordinator", "email": "k@x.test", "phone": "20 30"}
    page(("people", {"people": [{**person, "picture": None}]}))
    said = html(client)
    assert 'href="mailto:k@x.test"' in said
    assert 'href="tel:2030"' in said
    assert ">KL</span>" in said


def test_next_dates_stand_on_a_content_page_in_the_visitors_language(client):
    event_page(OccurrenceFactory().event)
    page(("next_dates", {"heading": "Snart", "number": 3}), ("text", "<p>Ord</p>"))
    said = html(client, "/en/om/")
    assert said.count('class="card linked"') == 1
    assert re.search(
        r'<div class="section" lang="da"><div class="text stack"><p[^>]*>Ord',
        re.sub(r">\s+<", "><", said),
    )


def test_a_page_of_all_blocks_asks_little(client, django_assert_max_num_queries):
    event_page(OccurrenceFactory().event)
    person = {"name": "Karen Lund", "role": "Koordinator", "email": "", "phone": ""}
    said = {"text": "Godt", "name": "Asta", "about": ""}
    page(
        *[("heading", f"Afsnit {n}") for n in range(4)],
        ("people", {"people": [{**person, "picture": None}] * 3}),
        ("voice", {**said, "picture": None}),
        ("next_dates", {"heading": "Snart", "number": 3}),
    )
    html(client)
    with django_assert_max_num_queries(11):
        html(client)
