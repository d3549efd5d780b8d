"""A coordinator words a mail: names by a tap, the preview beside the text, a test to oneself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from mail.models import Wording
from tests.e2e.conftest import Postbox

pytestmark = pytest.mark.slow


def test_a_mail_is_worded_tried_and_saved(desk: Page, postbox: Postbox, coordinator) -> None:
    desk.goto("/admin/mail-texts/place/en/")
    shown = desk.frame_locator("iframe[name=preview]")
    expect(shown.get_by_text("You have a place. We look forward")).to_have_count(2)

    desk.get_by_label("Text", exact=True).fill("Welcome to us. ")
    desk.get_by_role("button", name="Insert {title}").click()
    desk.get_by_role("button", name="Show the preview").click()
    expect(shown.get_by_text("Welcome to us. A day in practice")).to_have_count(2)
    assert not Wording.objects.exists()

    desk.get_by_role("button", name="Send me a test").click()
    expect(desk.get_by_text("A test is on its way")).to_be_visible()
    assert "Welcome to us. A day in practice" in postbox.newest(coordinator.email).text

    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("What is different from the standard")).to_be_visible()
    assert Wording.objects.get().text == "Welcome to us. {title}"
