"""A camp, and helpers' phones with the link opened on them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from events.domain import helper_passes
from events.models import CheckIn, Occurrence
from office import clock as office_clock
from tests.e2e.conftest import PHONE
from tests.events.people import office
from tests.factories import OccurrenceFactory, RegistrationFactory

FIRST = ["Anna", "Bo", "Clara", "Dina", "Eva", "Fie", "Gro", "Ida", "Jens", "Karl"]
LAST = ["Holm", "Quistgaard", "Ås"]
NAMES = [f"{first} {last}" for last in LAST for first in FIRST]

KEPT = """async () => {
  const db = await new Promise((resolve, reject) => {
    const request = indexedDB.open("door");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const all = (name) => new Promise((resolve) => {
    const request = db.transaction(name).objectStore(name).getAll();
    request.onsuccess = () => resolve(request.result);
  });
  const stores = {};
  for (const name of db.objectStoreNames) stores[name] = await all(name);
  db.close();
  const pages = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      pages.push(await (await cache.match(request)).text());
    }
  }
  const session = JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage});
  return { stores, pages: pages.join(""), text: JSON.stringify(stores) + session };
}"""


@pytest.fixture
def camp(server: str, settings) -> Occurrence:
    """A camp of three days that begins now, by the clock on the wall, with thirty people on it.

    The page speaks the site's first language: English, as it stands in the code.
    """
    settings.LANGUAGE_CODE = "en"
    office_clock.reset()
    now = office_clock.now()
    begun = {"starts_at": now - timedelta(hours=2), "ends_at": now + timedelta(days=2)}
    camp = OccurrenceFactory(camp=True, capacity=30, event__title="Vintercamp Falster", **begun)
    for name in NAMES:
        RegistrationFactory(occurrence=camp, contact__name=name)
    return camp


class Phone:
    """A helper's phone, with the link opened on it."""

    def __init__(self, browser: Browser, server: str, camp: Occurrence, name: str) -> None:
        self.made = helper_passes.make(camp.pk, name, actor=office())
        self.camp = camp
        self.context: BrowserContext = browser.new_context(
            viewport={"width": PHONE, "height": 844}, base_url=server, locale="en"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.goto(helper_passes.url(self.made))
        self.page.click("main form button")
        self.is_ready()
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")

    @property
    def actor(self) -> str:
        return f"helper:{self.made.pk}"

    def is_ready(self) -> None:
        self.page.wait_for_selector("[data-door][data-ready]")

    def open(self) -> None:
        self.page = self.context.new_page()
        self.page.goto(reverse("signup:door", args=[self.camp.pk]))
        self.is_ready()

    def offline(self, is_off: bool = True) -> None:
        self.context.set_offline(is_off)

    def tap(self, name: str) -> None:
        button = self.button(name)
        was = button.get_attribute("aria-pressed")
        button.click()
        expect(button).not_to_have_attribute("aria-pressed", was)

    def button(self, name: str):
        return self.page.locator(".door-people button", has_text=name).first

    def here(self) -> set[str]:
        pressed = self.page.locator(".door-people button[aria-pressed=true] .door-name")
        return {" ".join(it.split()) for it in pressed.all_inner_texts()}

    def kept(self) -> dict:
        return self.page.evaluate(KEPT)

    def waiting(self) -> int:
        return len(self.kept()["stores"]["queue"])

    def shows(self, text: str) -> None:
        expect(self.page.locator(".door-sent")).to_contain_text(text)


@pytest.fixture
def phones(browser: Browser, server: str, camp: Occurrence):
    pair = [Phone(browser, server, camp, name) for name in ("Idas", "Bos")]
    yield pair
    for phone in pair:
        phone.context.close()


def here(camp: Occurrence) -> set[str]:
    rows = CheckIn.objects.filter(registration__occurrence=camp).present()
    return set(rows.values_list("registration__contact__name", flat=True))


def holds_no_name(phone: Phone) -> bool:
    kept = phone.kept()
    everywhere = kept["text"] + kept["pages"] + phone.page.content()
    words = {word for name in NAMES for word in name.split() if len(word) > 2}
    return not any(re.search(rf"\b{word}\b", everywhere) for word in words)
