"""Sign-up under a minute: how many pages, fields and taps it takes; the figures are printed.

The seconds are the machine's, and those of a person by a keystroke model: so long for a key, a tap,
a choice from a list, and to fetch the code from the mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from events.models import Occurrence, Registration
from tests.conftest import NOW
from tests.e2e.conftest import PHONE
from tests.e2e.test_axe import barriers
from tests.factories import EventFactory, OccurrenceFactory, event_page

KEY, TAP, CHOICE, FETCH = 0.28, 1.1, 2.5, 12.0
TYPED = {"name": "Asta Marie Holm", "email": "asta@student.test", "phone": "20304050"}
CHOSEN = {"stage": "ka", "school": "KU", "start_month": "9", "start_year": "2023"}
FIELDS = len(TYPED) + len(CHOSEN)


@dataclass
class Person:
    """One person at a browser, counting."""

    page: Page
    by_keyboard: bool = False
    fields: int = 0
    taps: int = 0
    keys: int = 0
    choices: int = 0
    pages: list[str] = field(default_factory=list)
    begun: float = field(default_factory=monotonic)

    def fill(self, name: str, text: str) -> None:
        self._go_to(f"[name={name}]")
        self.page.keyboard.type(text)
        self.fields, self.keys = self.fields + 1, self.keys + len(text)

    def choose(self, name: str, value: str) -> None:
        self._go_to(f"[name={name}]", tap=False)
        self.page.select_option(f"[name={name}]", value)
        self.fields, self.choices = self.fields + 1, self.choices + 1

    def press(self, selector: str) -> None:
        self.pages.append(self.page.url)
        self._go_to(selector, tap=False)
        if self.by_keyboard:
            self.page.keyboard.press("Enter")
        else:
            self.page.click(selector)
        self.taps += 1
        self.page.wait_for_load_state()

    def _go_to(self, selector: str, *, tap: bool = True) -> None:
        """By Tab alone, or with the finger."""
        if not self.by_keyboard:
            if tap:
                self.page.click(selector)
                self.taps += 1
            return
        wanted = self.page.locator(selector).first
        for _ in range(80):
            if wanted.evaluate("it => it === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            self.keys += 1
        raise AssertionError(f"{selector} is not reached by Tab")

    def told(self, who: str) -> str:
        by_hand = self.keys * KEY + self.taps * TAP + self.choices * CHOICE + FETCH
        by_machine = monotonic() - self.begun
        return (
            f"{who}: {len(self.pages)} pages, {self.fields} fields, {self.taps} taps, "
            f"{self.keys} keys, {self.choices} choices; {by_machine:.1f} s by machine, "
            f"about {by_hand:.0f} s by hand"
        )


Sit = Callable[..., Person]


@pytest.fixture
def sit(browser: Browser, server: str) -> Iterator[Sit]:
    """Sit a person down at a browser of their own."""
    contexts = []

    def down(width: int = PHONE, *, script: bool = True, by_keyboard: bool = False) -> Person:
        viewport = {"width": width, "height": 844}
        context = browser.new_context(
            viewport=viewport, base_url=server, java_script_enabled=script, locale="en"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return Person(page, by_keyboard=by_keyboard)

    yield down
    for context in contexts:
        context.close()


@pytest.fixture
def camp(server: str) -> Occurrence:
    event = EventFactory(kind="camp", title="Summer camp on Bornholm")
    event_page(event)
    return OccurrenceFactory(event=event, capacity=10, opens_at=NOW.replace(month=1))


def sign_up(person: Person, date: Occurrence) -> None:
    person.page.goto(f"/en{reverse('signup:sign_up', args=[date.pk])}".replace("/en/en", "/en"))
    for name, text in TYPED.items():
        person.fill(name, text)
    for name, value in CHOSEN.items():
        person.choose(name, value)
    person.press("main form button.button[type=submit]")
    person.page.wait_for_url("**/sent/")


def confirm(person: Person, postbox) -> None:
    """Read the code off the notification, type it."""
    subject = postbox.newest(TYPED["email"], "prove").subject
    person.fill("code", re.match(r"\d{6}", subject)[0])
    person.press("main form:has([name=code]) button")
    person.page.wait_for_url("**/registration/**")


@pytest.mark.parametrize("way", ["a finger", "the keyboard alone", "a finger, without JavaScript"])
def test_signing_up_takes_one_form_and_six_digits(sit, camp, postbox, way):
    person = sit(script="without" not in way, by_keyboard=way == "the keyboard alone")
    sign_up(person, camp)
    confirm(person, postbox)
    print("\n" + person.told(f"new, with {way}"))
    assert Registration.objects.get().is_confirmed
    assert (len(person.pages), person.fields) == (2, FIELDS + 1)


def test_whoever_comes_back_is_asked_no_more_than_the_first_time(sit, camp, postbox):
    first = sit()
    sign_up(first, camp)
    confirm(first, postbox)
    again = OccurrenceFactory(event=camp.event, capacity=10, opens_at=NOW.replace(month=1))
    person = sit()
    sign_up(person, again)
    confirm(person, postbox)
    print("\n" + person.told("coming back"))
    assert (len(person.pages), person.fields) == (2, FIELDS + 1)


def test_the_page_with_the_code_has_no_barrier(sit, camp):
    person = sit()
    sign_up(person, camp)
    assert barriers(person.page) == []
    person.fill("code", "12")
    person.press("main form:has([name=code]) button")
    person.page.wait_for_selector("#errors")
    assert barriers(person.page) == []


def test_from_a_full_date_to_another_with_what_was_typed(sit, camp):
    full = OccurrenceFactory(event=camp.event, capacity=0, waitlist_limit=5, opens_at=camp.opens_at)
    person = sit()
    person.page.goto(f"/en/sign-up/{full.pk}/")
    assert barriers(person.page) == []
    for name, text in TYPED.items():
        person.fill(name, text)
    person.choose("stage", "kbu")
    person.press("#elsewhere button")
    person.page.wait_for_url(f"**/sign-up/{camp.pk}/")
    assert person.page.input_value("[name=email]") == TYPED["email"]
    assert not Registration.objects.exists()
    assert barriers(person.page) == []
