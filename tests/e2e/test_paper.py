"""What participants print: the certificate and the ticket, each on one page of A4."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from events.domain import attendance
from office import clock
from office.actor import SYSTEM
from signup.domain import claims
from tests.factories import ContactFactory, OccurrenceFactory, RegistrationFactory, event_page


@pytest.fixture
def place(server):
    """A place on a visit on 10 December."""
    contact = ContactFactory(name="Asta Marie Holm", language="en")
    return RegistrationFactory(contact=contact, language="en", occurrence=OccurrenceFactory())


def pages(printed: bytes) -> int:
    return printed.count(b"/Type /Page\n")


@pytest.mark.parametrize("days", [1, 14])
def test_a_certificate_prints_on_one_page(open_page, server, days):
    length = {"ends_at": clock.now() + timedelta(days=55 + days)} if days > 1 else {}
    date = OccurrenceFactory(camp=days > 1, hours_a_day=Decimal(7), **length)
    contact = ContactFactory(name="Asta Marie Holm")
    place = RegistrationFactory(occurrence=date, contact=contact, language="en")
    clock.stop(date.ends_at)
    for day in date.days:
        attendance.check_in(place.pk, day, actor=SYSTEM)
    page = open_page()
    page.goto(claims.certificate_path(place))
    printed = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")
    told = page.inner_text("body")
    assert pages(printed) == 1
    assert told.count("7 hours") >= len(date.days)
    assert "Asta Marie Holm" in told
    assert "My sign-ups" not in told


def test_a_ticket_with_all_that_can_be_brought_prints_on_one_page(open_page, place):
    lines = [f"Ting nummer {n}, som man kan få brug for på et besøg" for n in range(18)]
    event_page(place.occurrence.event, bring="\n".join(lines))
    page = open_page()
    page.goto(claims.path(place))
    assert pages(page.pdf(format="A4")) == 1
    page.emulate_media(media="print")
    assert lines[-1] in page.inner_text(".ticket")


@pytest.mark.parametrize("before_the_start", [timedelta(days=10), timedelta(hours=2)])
def test_the_personal_page_prints_as_a_ticket(open_page, place, before_the_start):
    clock.stop(place.occurrence.starts_at - before_the_start)
    page = open_page()
    page.goto(claims.path(place))
    printed = page.pdf(format="A4")
    page.emulate_media(media="print", color_scheme="dark")
    told = page.inner_text("body")
    white = page.eval_on_selector(
        ".ticket .code-frame", "it => getComputedStyle(it).backgroundColor"
    )
    page.set_viewport_size({"width": 680, "height": 960})  # as wide as A4 within its margins
    facts, door, sheet = (
        page.locator(it).bounding_box() for it in (".ticket .facts", ".ticket-door", ".ticket")
    )
    assert facts["x"] + facts["width"] <= door["x"] + 1
    assert door["x"] + door["width"] <= sheet["x"] + sheet["width"] + 1
    assert pages(printed) == 1
    assert white == "rgb(255, 255, 255)"
    programme = reverse("event", args=[place.occurrence.event_id])
    for said in ("Lægehuset, Torvet 1", "Thursday 10 December 2026", "Karen Lund", programme):
        assert said in told
    assert "Asta H." in told
    assert "My sign-ups" not in told
    assert "Cancel my place" not in told
