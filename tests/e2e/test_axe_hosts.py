"""The pages of host practices, at the desk and behind their links, have no barrier axe can find."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from events.domain import host_links
from events.models import Hosting, HostOffer
from mail.domain import links
from office import clock
from tests.conftest import NOW
from tests.e2e.test_axe import barriers, look_at
from tests.factories import (
    HostContactFactory,
    HostOfferFactory,
    OccurrenceFactory,
    RegistrationFactory,
    event_page,
)


@pytest.fixture
def practice(server) -> dict[str, Any]:
    """A practice with visits to come and past, and an offer in every state."""
    contact = HostContactFactory(host__name="Lægerne Torvet")
    coming = OccurrenceFactory(host=contact.host, event__title="En dag i praksis")
    event_page(coming.event)
    RegistrationFactory.create_batch(2, occurrence=coming)
    past = NOW - timedelta(days=20)
    was = OccurrenceFactory(
        host=contact.host,
        event=coming.event,
        starts_at=past,
        opens_at=past - timedelta(days=40),
        list_closed_at=NOW,
    )
    RegistrationFactory.create_batch(2, occurrence=was)
    Hosting.objects.create(
        occurrence=was,
        host=contact.host,
        made_at=past,
        lines="De spurgte så godt.\nKom igen.",
        gladly_again=True,
        wrote_at=NOW,
    )
    told = {"host": contact.host, "contact": contact}
    offer = HostOfferFactory(**told, dates=2, note="Gerne efter kl. 9.")
    for state in HostOffer.State.values[1:]:
        HostOfferFactory(**told, state=state, answered_at=NOW, answer="Vi skriver til sommer.")
    link = host_links.make(contact, None, clock.now())
    token = links.make("host", link.pk, contact.link_version)
    return {"contact": contact, "offer": offer, "url": reverse("signup:host", args=[token])}


def test_a_practice_s_year_and_its_offers(practice, open_page):
    page = open_page()
    page.goto(practice["url"])
    assert barriers(page) == []
    page.click("[name=act][value=open]")
    page.wait_for_selector("#coming")
    assert barriers(page) == []
    page.click("a[href='?step=offer']")
    page.wait_for_selector("[name=act][value=preview]")
    assert barriers(page) == []
    page.click("[name=act][value=preview]")
    page.wait_for_selector("#errors")
    assert barriers(page) == []
    page.check("[name=weekdays][value='2']")
    page.fill("[name=first_day]", "2027-03-01")
    page.fill("[name=last_day]", "2027-03-31")
    page.click("[name=act][value=preview]")
    page.wait_for_selector("#days")
    assert barriers(page) == []
    page.click("[name=act][value=offer]")
    page.wait_for_selector(".notice.success")
    assert barriers(page) == []
    page.locator("[name=act][value=withdraw]").first.click()
    page.wait_for_selector("[name=act][value=take_back]")
    assert barriers(page) == []


def test_asking_for_the_link(practice, open_page):
    page = open_page()
    look_at(page, reverse("signup:host_ask"))
    page.click("main form button.button[type=submit]")
    page.wait_for_selector("#errors")
    assert barriers(page) == []
    page.fill("[name=email]", practice["contact"].email)
    page.click("main form button.button[type=submit]")
    page.wait_for_selector(f".lead:has-text('{practice['contact'].email}')")
    assert barriers(page) == []


def test_the_desks_pages_about_practices(practice, desk):
    host, contact = practice["contact"].host_id, practice["contact"].pk
    one = ["edit", "change", "add_contact", "history"]
    of_contact = ["change_contact", "take_off", "renew_links"]
    offers = HostOffer.objects.values_list("pk", flat=True)
    look_at(
        desk,
        *(reverse(f"{it}:index") for it in ("hosts", "offers")),
        *(reverse(f"hosts:{it}", args=[host]) for it in one),
        *(reverse(f"hosts:{it}", args=[host, contact]) for it in of_contact),
        *(reverse("offers:edit", args=[pk]) for pk in offers),
        reverse("offers:decline", args=[practice["offer"].pk]),
    )
    desk.goto(reverse("offers:edit", args=[practice["offer"].pk]))
    while desk.locator("[name=day]:checked").count():
        desk.locator("[name=day]:checked").first.uncheck()
    desk.locator("main form button.button[type=submit]").last.click()
    desk.wait_for_selector("main .help-critical")
    assert barriers(desk) == []
