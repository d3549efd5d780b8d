"""A mail as a program shows it: on a small phone, in light and in dark, loading nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from mail.domain.composing import build
from mail.letter import Item, Letter, Section
from tests.e2e.test_axe import barriers
from tests.factories import OfficeFactory
from tests.mail import letters
from tests.mail.letters import queue

LONG = "Donaudampfschifffahrtsgesellschaftskapitaen@example.org"
SAID = Letter(
    "Your place",
    ["You have a place.", f"Write to {LONG}."],
    [("When", "Saturday 21 November 2026 at 13:00"), ("Where", "x" * 60)],
    "See your place",
    ["If you cannot come, tell us."],
    sections=[Section("Today", [Item(LONG, "6 of 8 places", "https://example.org/" + "a" * 90)])],
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mail_fits_a_small_phone_and_can_be_read(
    browser: Browser, transactional_db: None, clock: object, scheme: str
) -> None:
    OfficeFactory(colour_action="#7a1f5a")
    letters.register(render=lambda message: SAID)
    page = browser.new_page(viewport={"width": 320, "height": 600}, color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(build(queue()).alternatives[0][0])
    assert barriers(page) == []
    assert asked == []
    page.close()
