"""A real Chromium against a real server, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page
from wagtail.users.models import UserProfile

from demo.domain.mailbox import Opened, opened
from desk.domain import alerts
from events.domain import host_asking, hosting, spots_telling
from events.domain.tick import tick
from mail.domain.delivery import deliver_due
from mail.models import Message
from office import clock as office_clock
from office.domain.reference import load_country
from tests import html_pages
from tests.conftest import NOW
from tests.factories import CoordinatorFactory

PHONE, DESK = 390, 1280
PASSWORD = "a password for tests"

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.postgres)


@pytest.fixture(autouse=True)
def _html_keeps_to_the_standard() -> Iterator[None]:
    """Every page of ours that the test was served; not without Node.js (`test_html.py`)."""
    html_pages.served.clear()
    yield
    faults = html_pages.faults() if html_pages.can_read() else []
    assert not faults, "\n".join(faults)


@pytest.fixture
def server(live_server, transactional_db, settings) -> Iterator[str]:
    """The address of a running server; mailed links lead there, and the clock stands."""
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    load_country("dk")
    office_clock.stop(NOW)
    yield live_server.url
    html_pages.wait_for_silence()  # before the database is emptied


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[OpenPage]:
    """Open a browser of its own, so wide; whatever it complains about fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_(width: int = PHONE) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=server)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda it: _complain(complaints, it))
        page.on("pageerror", lambda it: complaints.append(f"{page.url}: {it}"))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def _complain(complaints: list[str], said: ConsoleMessage) -> None:
    expected = "status of 4", "net::ERR_INTERNET_DISCONNECTED"
    if said.type == "error" and not any(it in said.text for it in expected):
        complaints.append(f"{said.location['url']}:{said.location['lineNumber']} {said.text}")


@pytest.fixture
def coordinator(transactional_db):
    user = CoordinatorFactory(username="desk", first_name="Karen", last_name="Lund")
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


@pytest.fixture
def desk(open_page: OpenPage, coordinator, server: str) -> Page:
    """The coordinator's browser, signed in. How one comes there: `test_sign_in.py`."""
    client = Client()
    client.force_login(coordinator)
    name = settings.SESSION_COOKIE_NAME
    page = open_page(DESK)
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server}])
    return page


class Postbox:
    """What lies in somebody's inbox, once the worker has done its part."""

    def newest(self, address: str, kind: str = "") -> Opened:
        work()
        found = Message.objects.filter(to=address, state="sent").order_by("-pk")
        message = (found.filter(kind=kind) if kind else found).first()
        assert message, f"no mail {kind} to {address}"
        return opened(message)

    def kinds(self, address: str) -> list[str]:
        work()
        return list(
            Message.objects.filter(to=address).order_by("pk").values_list("kind", flat=True)
        )

    def invites(self, address: str) -> list[str]:
        """The calendar part of each mail that has one, in the order they left."""
        work()
        mails = map(opened, Message.objects.filter(to=address, state="sent").order_by("pk"))
        return [mail.calendar for mail in mails if mail.calendar]


def work() -> None:
    """What the worker does in a second or two."""
    for _ in range(3):
        while deliver_due():
            pass
        tick()
        hosting.follow()
        host_asking.answer_due()
        spots_telling.tell_due()
        alerts.queue_due()


@pytest.fixture
def postbox(server: str) -> Postbox:
    return Postbox()
