"""A practice's pages in a browser: the door, the visit, who came, cancelling; without barriers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page

from contacts.models import StageRecord
from events.models import AnswerKind, CheckIn, Hosting, HostLink, Moment, Registration
from office import clock
from office.models import Office
from signup.domain.host_visit import path
from tests.e2e.conftest import OpenPage
from tests.e2e.test_axe import barriers
from tests.factories import (
    NOW,
    AnswerFactory,
    ContactFactory,
    EventFactory,
    HostingFactory,
    QuestionFactory,
    RegistrationFactory,
    TurnFactory,
)
from tests.signup.hosts import mailed

NAMES = ["Asta Marie Holm", "Bo Lind", "Carl-Christian Damsgaard Nielsen"]


@pytest.fixture
def visit(server) -> Hosting:
    """A visit in 19 days with three people and one who waits."""
    Office.objects.create(
        valid_from=date(2026, 1, 1), name="Praksisvej Sjælland", controller="Region Sjælland",
        email="kontoret@praksisvej.test", phone="70 20 30 40", privacy_email="dpo@region.test",
    )  # fmt: skip
    event = EventFactory(
        title="Praksisbesøg i Køge", contact_name="Mette Kjær", contact_phone="20 11 22 33"
    )
    hosting = HostingFactory(occurrence__event=event, occurrence__capacity=3)
    must = QuestionFactory(event=event, kind=AnswerKind.STATEMENT, moment=Moment.SIGN_UP)
    for name in NAMES:
        person = ContactFactory(name=name, phone="+45 20 30 40 50")
        StageRecord.objects.create(
            contact=person,
            stage="ka",
            study_start=date(2023, 9, 1),
            recorded_at=NOW,
            source="test",
        )
        RegistrationFactory(occurrence=hosting.occurrence, contact=person)
    first = Registration.objects.order_by("pk")[0]
    AnswerFactory(contact=first.contact, occurrence=hosting.occurrence, question=must, value=True)
    TurnFactory(occurrence=hosting.occurrence)
    return hosting


Look = Callable[[Page, str], None]


def before(page: Page, link: HostLink) -> Iterator[str]:
    """Through the door, and all there is before the visit."""
    page.goto(path(link))
    yield "door"
    page.click("text=Open")
    page.wait_for_selector("#guests")
    yield "visit"
    page.click("text=Notice for the waiting room")
    page.wait_for_selector(".sheet")
    yield "notice"
    page.goto(path(link))
    page.click("a:text-is('We must cancel')")
    page.wait_for_selector("[name=reason]")
    yield "cancel"
    page.click("main form button")
    page.wait_for_selector("#errors")
    yield "cancel without a reason"
    page.fill("[name=reason]", "The roof leaks")
    page.click("main form button")
    page.wait_for_selector("[value=take_back]")
    yield "cancelled"
    page.click("[value=take_back]")
    page.wait_for_selector(".notice.success")
    yield "taken back"


def after(page: Page, link: HostLink, hosting: Hosting) -> Iterator[str]:
    """Who came, the lines back, the closed list."""
    clock.stop(hosting.ends_at + timedelta(hours=1))
    page.goto(path(link))
    yield "who came"
    for n, came in enumerate(["Came", "Did not come"]):
        page.click(f"fieldset.choose >> nth={n} >> span:text-is('{came}')")
    page.fill("[name=lines]", "A good day. Next time we would like to begin at eight.")
    page.click("text=Yes")
    yield "ticked"
    page.click("[value=save]")
    page.wait_for_selector(".notice.success")
    yield "saved"
    page.click("fieldset.choose >> nth=2 >> span:text-is('Came')")
    page.click("[value=save]")
    page.wait_for_selector("text=closes by itself on")
    yield "all answered"
    hosting.occurrence.list_closed_at = clock.now()
    hosting.occurrence.save()
    page.goto(path(link))
    yield "closed"


def late(page: Page, link: HostLink, hosting: Hosting) -> Iterator[str]:
    """Cancelled in the morning of the visit."""
    clock.stop(hosting.starts_at - timedelta(minutes=45))
    page.goto(path(link, "host_cancel"))
    yield "cancel late"
    page.fill("[name=reason]", "The doctor cannot come")
    page.click("text=Call the visit off now")
    page.wait_for_selector("text=has been called off")
    yield "called off"


def elsewhere(page: Page, link: HostLink) -> Iterator[str]:
    """In a browser that does not keep the link, and with links that open nothing."""
    page.goto(path(link))
    yield "elsewhere"
    page.click("text=Send me a new one")
    page.wait_for_selector("text=on its way")
    yield "sent"
    page.goto(path(link).replace("-", "-A", 1)[:-2] + "/")
    yield "bad link"


def test_a_practices_pages_have_no_barrier(visit, open_page: OpenPage):
    page, link = open_page(), mailed(visit)
    found = []
    for _name in [*before_and_after(page, link, visit, found)]:
        pass
    assert found == []


def before_and_after(page: Page, link: HostLink, visit: Hosting, found: list[str]) -> Iterator[str]:
    for name in before(page, link):
        found += [f"{name}: {it}" for it in barriers(page)]
        yield name
    for name in after(page, link, visit):
        found += [f"{name}: {it}" for it in barriers(page)]
        yield name


def test_cancelling_on_the_morning_has_no_barrier(visit, open_page: OpenPage):
    page, link = open_page(), mailed(visit)
    page.goto(path(link))
    page.click("text=Open")
    page.wait_for_selector("#guests")
    assert [it for _ in late(page, link, visit) for it in barriers(page)] == []
    visit.occurrence.refresh_from_db()
    assert visit.occurrence.is_called_off


def test_another_browser_meets_no_barrier_and_nobody(visit, browser, open_page):
    link = mailed(visit)
    keeper = open_page()
    keeper.goto(path(link))
    keeper.click("text=Open")
    keeper.wait_for_selector("#guests")
    context = browser.new_context()
    page = context.new_page()
    page.goto(keeper.url)  # a refusal is an answer of 403, which a browser logs
    assert "Asta" not in page.content()
    found = barriers(page)
    page.click("text=Send me a new one")
    page.wait_for_selector("text=on its way")
    assert found + barriers(page) == []
    context.close()


def test_a_practice_marks_its_people_without_scripts(visit, browser, server):
    context = browser.new_context(java_script_enabled=False, base_url=server)
    page, link = context.new_page(), mailed(visit)
    page.goto(path(link))
    page.click("text=Open")
    clock.stop(visit.ends_at)
    page.goto(path(link))
    page.click("fieldset.choose >> nth=0 >> span:text-is('Came')")
    page.click("[value=save]")
    assert "Thank you, it is saved." in page.inner_text("main")
    assert CheckIn.objects.get().present
    page.goto(path(link, "host_notice"))
    assert page.is_visible("text=Print it from your browser")
    assert not page.is_visible("[data-print]")
    context.close()
