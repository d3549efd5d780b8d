"""The style guide is for who is signed in to the admin; it shows colours before they count."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from office.models import Office
from tests.factories import OfficeFactory

URL = "/styleguide/"
CSS = settings.ROOT / "static" / "css"
ONLY_ON_ITS_PAGE = {
    *("event-ask", "columns", "side", "wide", "pair", "on-paper", "ticket-foot"),
    *("index-agenda", "index-results"),
}
"""Of the sheets of single pages what is no part: how the page is laid out."""


def test_it_is_for_those_who_are_signed_in(db, outsider):
    for client in (Client(), outsider):
        for url in (URL, "/styleguide/theme.css?action=%231f5a4c"):
            answer = client.get(url)
            assert answer.status_code == 302
            assert "/admin/" in answer["Location"]


def test_it_shows_both_schemes_and_a_form_with_errors(desk):
    html = desk.get(URL).content.decode()
    assert 'class="scheme light stack"' in html
    assert 'class="scheme dark stack"' in html
    assert html.count('aria-invalid="true"') >= 4


def tokens() -> set[str]:
    """Colours, room, shape, elevation, motion; type stands there as what it is for."""
    found = re.findall(r"^\s+--([\w-]+):", (CSS / "tokens.css").read_text(), re.MULTILINE)
    return {it for it in found if not it.startswith("size")} - {"text", "edge", "measure", "width"}


def test_every_token_has_its_sample(desk):
    html = desk.get(URL).content.decode()
    assert tokens() - set(re.findall(r"[\w-]+", re.sub(r"<[^>]+>", " ", html))) == set()


@pytest.mark.parametrize("sheet", ["event.css", "signup.css", "index.css"])
def test_every_part_of_a_page_of_its_own_is_shown(desk, sheet):
    html = desk.get(URL).content.decode()
    assert f"css/{sheet}" in html
    shown = {it for found in re.findall(r'class="([^"]*)"', html) for it in found.split()}
    rules = re.sub(r"/\*.*?\*/|{[^{}]*}", " ", (CSS / sheet).read_text(), flags=re.DOTALL)
    assert set(re.findall(r"\.([a-z][\w-]*)", rules)) - shown - ONLY_ON_ITS_PAGE == set()


def test_colours_are_shown_before_they_are_saved(admin_desk):
    office = OfficeFactory()
    html = admin_desk.post(URL, {"colour_action": "#5a1f4c"}).content.decode()
    assert "/styleguide/theme.css?action=%235a1f4c" in html
    sheet = admin_desk.get("/styleguide/theme.css?action=%235a1f4c&accent=}body{}")
    assert "--pine:light-dark(#5a1f4c," in sheet.content.decode()
    assert "body" not in sheet.content.decode()
    assert Office.objects.get(pk=office.pk).colour_action == ""


def test_it_says_which_colours_cannot_be_read(admin_desk):
    html = admin_desk.post(URL, {"colour_action": "#8fd3bd"}).content.decode()
    assert "4.5" in html


def test_an_administrator_sets_the_colours_and_hears_why_not(admin_desk):
    office = OfficeFactory()
    url = reverse("office:edit", args=[office.pk])
    page = admin_desk.get(url)
    assert 'formaction="/styleguide/"' in page.content.decode()
    assert "js/desk_beside" in page.content.decode()  # so that Wagtail goes on warning
    given = {it.html_name: it.value() for it in page.context["form"] if it.value() is not None}
    given["municipalities"] = []
    refused = admin_desk.post(url, given | {"colour_accent": "#f0a36b"})
    assert "4.5" in refused.context["form"].errors["colour_accent"][0]
    assert admin_desk.post(url, given | {"colour_accent": "#a8481c"}).status_code == 302
    office.refresh_from_db()
    assert office.colour_accent == "#a8481c"


@pytest.mark.parametrize("method", ["put", "delete"])
def test_it_takes_no_other_method(desk, method):
    assert getattr(desk, method)(URL).status_code == 405
