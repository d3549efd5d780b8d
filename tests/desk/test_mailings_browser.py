"""A coordinator writes to people in a real browser, wide and on a phone, and stops it."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from events.domain import mailing_out, mailings
from events.models import AutomaticMail, Mailing
from tests.e2e.test_axe import STILL
from tests.events.postman import Postman
from tests.factories import NOW, OccurrenceFactory, RegistrationFactory, TurnFactory

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PICTURES = os.environ.get("PICTURES")
"""A folder for pictures of what the browser showed, to look at."""


@pytest.fixture
def date(clock):
    it = OccurrenceFactory(event__title="A day in practice in Nakskov", capacity=40)
    AutomaticMail.objects.create(
        event=it.event,
        recipients="confirmed",
        anchor="start",
        offset=-timedelta(days=2),
        at_time="09:00",
        subject="What to bring for {title}",
        text="Boots.",
        since=NOW,
    )
    RegistrationFactory.create_batch(22, occurrence=it)
    TurnFactory.create_batch(3, occurrence=it)
    OccurrenceFactory(event__title="Winter camp", event__kind="camp")
    return it


class Looked:
    """A page that is looked at after every step."""

    def __init__(self, page, width):
        self.page, self.width, self.n = page, width, 0

    def at(self, what):
        from axe_playwright_python.sync_playwright import Axe

        self.n += 1
        self.page.wait_for_load_state()
        self.page.evaluate(STILL)  # Wagtail lets its messages fade in
        if PICTURES:
            self.page.set_viewport_size({"width": self.width, "height": 2600})
            path = Path(PICTURES) / f"{self.width}-{self.n:02}-{what}.png"
            self.page.screenshot(path=path)
        found = Axe().run(self.page, options={"runOnly": STANDARDS}).response["violations"]
        faults = [(it["id"], it["nodes"][0]["html"]) for it in found]
        assert faults == [], what
        over = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, what


@pytest.mark.parametrize("width", [390, 1280])
def test_a_mail_to_everybody_is_written_looked_at_stopped_changed_and_sent(
    live_server, settings, browser, coordinator, date, clock, width
):
    settings.ALLOWED_HOSTS = ["*"]
    with browser.new_page(viewport={"width": width, "height": 1200}) as page:
        page.goto(live_server.url + reverse("wagtailadmin_login"))
        page.fill("input[name=login], input[name=username]", coordinator.username)
        page.fill("input[name=password]", "a password for tests")
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/admin/")
        looked = Looked(page, width)
        _write(live_server.url, page, looked, date)
        _automatic(live_server.url, page, looked, date)
    assert Mailing.objects.filter(sent_at__isnull=False).count() == 1
    assert AutomaticMail.objects.count() == 2


def _write(server, page, looked, date):
    page.goto(server + reverse("dates:messages", args=[date.pk]))
    looked.at("messages")
    page.click("text=Write a mail")
    page.click("text=Who is that?")
    page.click("text=Names you can use")
    looked.at("compose")
    page.fill("[name=subject]", "The bus for {title}")
    page.fill("[name=text]", "The bus leaves at 8 from the station.\n\n{frist_name}, be there.")
    page.click("button[name=look]")
    looked.at("mistyped name")
    page.fill("[name=text]", "The bus leaves at 8 from the station.\n\nBring {link}")
    page.click("button[name=look]")
    looked.at("preview")
    page.click("button[name=go]")
    looked.at("not sure yet")
    page.check("[name=sure]")
    page.click("button[name=go]")
    looked.at("waits")
    page.click("text=Stop and change")
    page.fill("[name=subject]", "The bus at 9 for {title}")
    page.click("button[name=look]")
    page.check("[name=sure]")
    page.click("button[name=go]")
    page.goto(server + reverse("dates:messages", args=[date.pk]))
    looked.at("messages with one waiting")
    Mailing.objects.pending().update(leaves_at=NOW)
    mailing_out.send_due()
    Postman(fails={date.registrations.first().contact.email}).deliver()
    page.click('main a:has-text("The bus at 9 for A day")')
    looked.at("sent")
    page.goto(server + reverse("mailings:index"))
    looked.at("list")
    page.goto(server + reverse("mailings:choose"))
    looked.at("choose dates")
    page.check("input[name=date] >> nth=0")
    page.check("input[name=date] >> nth=1")
    page.click("text=Write to them")
    looked.at("two dates")
    contact = date.registrations.first().contact
    page.goto(server + reverse("contacts:write", args=[contact.pk]))
    page.fill("[name=subject]", "Your coat")
    page.fill("[name=text]", "It is here.")
    page.click("button[name=look]")
    looked.at("to one person")
    assert timedelta(minutes=5) == mailings.WAIT


def _automatic(server, page, looked, date):
    page.goto(server + reverse("dates:automatic", args=[date.event_id]))
    looked.at("automatic mails")
    page.click("text=Add an automatic mail")
    page.fill("[name=subject]", "The way to the door")
    page.fill("[name=text]", "{where}: ring twice.")
    page.check("[name=recipients][value=confirmed]")
    page.click("button[name=look]")
    looked.at("automatic preview")
    page.click("button[name=go]")
    looked.at("automatic saved")
    page.click('main a[href$="/delete/"] >> nth=0')
    looked.at("automatic delete")
