"""The screens about questions and answers in a real browser, wide and on a phone."""

import pytest
from django.urls import reverse

from events.domain import attendance
from events.models import Registration
from office.actor import coordinator as actor
from signup.domain import claims
from tests.desk.asking import addresses_about, ask_everything
from tests.factories import OccurrenceFactory

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def occurrence(clock):
    occurrence = OccurrenceFactory()
    ask_everything(occurrence)
    return occurrence


@pytest.fixture
def opened(live_server, settings, browser, coordinator):
    """A browser of this width in which a coordinator has logged in."""
    settings.ALLOWED_HOSTS = ["*"]
    with browser.new_context() as context:

        def opened(width):
            page = context.new_page()
            page.set_viewport_size({"width": width, "height": 1200})
            page.goto(live_server.url + reverse("wagtailadmin_login"))
            page.fill("input[name=login]", coordinator.username)
            page.fill("input[name=password]", "a password for tests")
            page.press("input[name=password]", "Enter")
            page.wait_for_selector("main")
            return page

        yield opened


def faults_of(page, address):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0, address
    return [(it["id"], it["nodes"][0]["html"]) for it in found]


@pytest.mark.parametrize("width", [390, 1280])
def test_screens_about_questions_have_no_accessibility_faults(
    live_server, opened, occurrence, width
):
    page, faults = opened(width), {}
    for address in addresses_about(occurrence):
        page.goto(live_server.url + address)
        if found := faults_of(page, address):
            faults[address] = found

    assert faults == {}


@pytest.mark.parametrize("width", [390, 1280])
def test_a_stopped_question_and_pages_of_participants_have_none_either(
    live_server, opened, occurrence, clock, coordinator, width
):
    page, faults = opened(width), {}
    page.goto(live_server.url + reverse("dates:question_add", args=[occurrence.event_id]))
    page.fill("[name=wording]", "Any allergies?")
    page.click("main button[type=submit]")
    page.wait_for_selector(".desk-sensitive")
    faults["stopped"] = faults_of(page, "stopped")
    asked = Registration.objects.last()
    page.goto(live_server.url + claims.path(asked))
    faults["asked"] = faults_of(page, "asked")
    clock.stop(occurrence.starts_at)
    attendance.check_in(asked.pk, occurrence.first_day, actor=actor(coordinator))
    page.goto(live_server.url + claims.path(asked))
    page.wait_for_selector("#evaluation")
    faults["evaluation"] = faults_of(page, "evaluation")

    assert not any(faults.values()), faults


def test_a_conditional_question_shows_itself_only_when_it_is_asked(live_server, opened, occurrence):
    page = opened(1280)
    page.goto(live_server.url + reverse("dates:questions_preview", args=[occurrence.event_id]))
    stop = page.get_by_label("Which stop?")

    assert not stop.is_visible()
    page.get_by_label("Bus", exact=True).first.check()
    assert stop.is_visible()
    page.get_by_label("Car", exact=True).first.check()
    assert not stop.is_visible()


def test_everything_can_be_asked_and_put_in_order_with_the_keyboard(
    live_server, opened, occurrence
):
    page = opened(1280)
    page.goto(live_server.url + reverse("dates:questions", args=[occurrence.event_id]))
    first = page.get_by_role("button", name="Later: What about text, sign up?")
    first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    shown = page.locator(".desk-wording").all_text_contents()
    assert shown[:2] == ["What about long text, sign up?", "What about text, sign up?"]
