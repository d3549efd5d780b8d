"""The look by day and by night: no barriers, and no sideways scrolling where it is narrow."""

from __future__ import annotations

import pytest
from django.urls import reverse

from signup.domain import claims
from tests.e2e.conftest import DESK
from tests.e2e.test_axe import look_at
from tests.factories import (
    OccurrenceFactory,
    OfficeFactory,
    QuestionFactory,
    RegistrationFactory,
    event_page,
)


@pytest.fixture
def pages(server) -> list[str]:
    """Home, an event with a title as long as they get, its sign-up."""
    long = "Vintercamp på Lolland-Falster med almenpraktiserendelægevikarordningen " * 3
    date = OccurrenceFactory(event__title=long[:200])
    page = event_page(
        date.event,
        title=long[:200],
        lead="Tre dage i klinik og på hjemmebesøg.",
        programme=[("day", {"title": "Fredag", "entries": [{"time": "14:00", "what": "Ankomst"}]})],
    )
    return ["/", page.url, reverse("signup:sign_up", args=[date.pk])]


def test_main_pages(pages, open_page):
    look_at(open_page(), *pages)


def test_the_form_stands_beside_what_it_is_about_where_there_is_room(pages, open_page):
    for size, beside in ((DESK, True), (None, False)):
        page = open_page(size) if size else open_page()
        page.goto(pages[-1])
        form, side = (page.locator(it).bounding_box() for it in (".columns > form", ".side"))
        assert form
        assert side
        if beside:
            assert form["x"] + form["width"] < side["x"]
        else:
            assert side["y"] + side["height"] + 8 < form["y"]


def test_a_long_question_leaves_room_for_its_answer(server, open_page):
    place = RegistrationFactory()
    QuestionFactory(event=place.occurrence.event, wording="Og hvorfor? " * 30, due_days=900)
    page = open_page(DESK)
    page.goto(claims.path(place))
    answer = page.locator("section .facts dd").last.bounding_box()
    assert answer
    assert answer["width"] > 200


def test_the_style_guide(desk):
    look_at(desk, "/styleguide/")


def test_an_office_s_colours_are_worn(server, open_page):
    OfficeFactory(colour_action="#5a1f4c", colour_accent="#7a3b00", colour_ground="#f4f4f8")
    page = open_page()
    page.emulate_media(color_scheme="light")
    look_at(page, "/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(244, 244, 248)"
    look_at(page, "/my-sign-ups/")


def test_forced_colours_leave_edges_around_what_matters(desk):
    desk.emulate_media(forced_colors="active")
    desk.goto("/styleguide/")
    for part in (".button", ".badge", ".notice", ".card"):
        edge = desk.locator(f".scheme {part}").first.evaluate(
            "it => getComputedStyle(it).borderTopStyle"
        )
        assert edge == "solid", part


def test_forced_colours_tell_where_one_is_in_the_menu(server, open_page):
    page = open_page(DESK)
    page.emulate_media(forced_colors="active")
    page.goto("/camps/")
    edges = page.locator(".menu a").evaluate_all(
        "them => them.map((it) => getComputedStyle(it).borderBottomColor)"
    )
    here = page.locator(".menu a[aria-current]").evaluate(
        "it => getComputedStyle(it).borderBottomColor"
    )
    assert edges.count(here) == 1
