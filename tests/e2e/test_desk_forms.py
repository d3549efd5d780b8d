"""Forms of the desk in a browser: nothing typed is lost unsaid, and a press counts once."""

import pytest
from django.urls import reverse

from tests.factories import EventFactory, OccurrenceFactory, RegistrationFactory, event_page

NOTICED = 3000
"""Wagtail looks at a form two seconds after it was opened, then twice a second."""

COUNTED = """
document.querySelector("#w-editor-form").addEventListener("submit", (event) => {
  event.preventDefault();
  window.sent = (window.sent ?? 0) + 1;
});
"""
"""The form goes nowhere, as on a slow line."""


@pytest.fixture
def date(server):
    return RegistrationFactory(occurrence=OccurrenceFactory()).occurrence


@pytest.fixture
def warned(desk):
    """The warnings shown; each time one stays on the page."""
    found = []
    desk.on("dialog", lambda dialog: (found.append(dialog.type), dialog.dismiss()))
    return found


def leave(desk):
    desk.click(".desk-acts a:has-text('Back') >> nth=0", no_wait_after=True)
    desk.wait_for_timeout(500)


def test_a_mail_that_was_looked_at_is_not_lost_unsaid(desk, date, warned):
    desk.goto(f"{reverse('mailings:new')}?date={date.pk}")
    leave(desk)
    assert warned == []
    desk.goto(f"{reverse('mailings:new')}?date={date.pk}")
    desk.fill("[name=subject]", "The bus")
    desk.fill("[name=text]", "It leaves at 8.")
    desk.click("button[name=look]")
    desk.wait_for_selector("#preview")
    leave(desk)
    assert warned == ["beforeunload"]
    assert desk.input_value("[name=text]") == "It leaves at 8."


def test_words_shown_in_the_preview_beside_them_are_not_lost_unsaid(desk, warned):
    desk.goto(reverse("mail_texts:change", args=["prove", "en"]))
    desk.wait_for_timeout(NOTICED)
    desk.fill("[name=text]", "Quite other words.")
    desk.click("[formtarget=preview]")
    desk.frame_locator("[name=preview]").locator("text=Quite other words.").first.wait_for()
    desk.wait_for_timeout(NOTICED)
    leave(desk)
    assert warned == ["beforeunload"]


def test_saving_is_no_leaving(desk, date, warned):
    desk.goto(reverse("dates:capacity", args=[date.pk]))
    desk.wait_for_timeout(NOTICED)
    desk.fill("[name=capacity]", "17")
    desk.wait_for_timeout(NOTICED)
    desk.click(".desk-acts button[type=submit]")
    desk.wait_for_url(f"**{reverse('dates:edit', args=[date.pk])}")
    assert warned == []


def test_a_button_pressed_twice_sends_once_and_says_that_it_works(desk, server):
    page = event_page(EventFactory(kind="camp", title="Camp"))
    desk.goto(reverse("dates:add_to_page", args=[page.pk]))
    desk.evaluate(COUNTED)
    button = desk.locator(".desk-acts button[type=submit]")
    button.dblclick(delay=80)  # as a hand does; what is faster, the key of the form catches
    assert button.inner_text().strip() == "One moment…"
    assert button.is_disabled()
    assert desk.evaluate("window.sent") == 1
