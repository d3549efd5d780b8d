"""Two helpers in a doorway with bad reception: nothing is lost, and nothing stays on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from events.domain import attendance, helper_passes, registrations
from events.models import CheckIn, Occurrence, WalkIn
from mail.domain import links
from office import clock as office_clock
from office.folding import fold
from tests.e2e.conftest import PHONE
from tests.e2e.test_axe import WIDTHS, barriers
from tests.events.people import office
from tests.factories import OccurrenceFactory, RegistrationFactory

FIRST = ["Anna", "Bo", "Clara", "Dina", "Eva", "Fie", "Gro", "Ida", "Jens", "Karl"]
LAST = ["Holm", "Quistgaard", "Ås"]
NAMES = [f"{first} {last}" for last in LAST for first in FIRST]

expect.set_options(timeout=20_000)  # a busy machine is no failure

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
        self.button(name).click()

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
    return not any(word in everywhere for name in NAMES for word in name.split() if len(word) > 2)


def test_two_phones_without_network_check_in_the_same_thirty(camp, phones):
    ida, bo = phones
    for phone in phones:
        phone.offline()
    for name in NAMES:
        ida.tap(name)
    for name in NAMES[:10]:  # later than Ida's: not here after all
        bo.tap(name)
        bo.tap(name)
    for name in NAMES[5:10]:  # and later still, here
        ida.tap(name)
        ida.tap(name)
    ida.shows("40 not sent yet")
    bo.shows("20 not sent yet")
    assert ida.here() == set(NAMES)
    assert bo.here() == set()
    assert not CheckIn.objects.exists()

    bo.offline(False)
    expect(bo.page.locator(".door-sent")).not_to_contain_text("not sent")
    ida.offline(False)
    expect(ida.page.locator(".door-sent")).not_to_contain_text("not sent")
    expected = set(NAMES[5:])
    assert here(camp) == expected
    assert CheckIn.objects.count() == 60
    assert CheckIn.objects.filter(recorded_by=ida.actor).count() == 40
    for phone in phones:
        expect(phone.page.locator(".door-people [aria-pressed=true]")).to_have_count(
            25, timeout=30_000
        )
        expect(phone.page.locator(".door-count")).to_contain_text("25")
        assert phone.here() == expected


def test_what_one_taps_the_other_sees_and_undo_takes_it_back(camp, phones):
    ida, bo = phones
    ida.tap("Anna Holm")
    expect(bo.button("Anna Holm")).to_have_attribute("aria-pressed", "true", timeout=30_000)
    bo.tap("Anna Holm")
    bo.page.click("[data-undo]")
    bo.shows("Everything sent")
    assert here(camp) == {"Anna Holm"}
    ida.page.fill("[type=search]", "quist anna")
    assert ida.page.locator(".door-people li:visible").count() == 1


def test_a_tap_for_a_place_that_ended_is_told_on_the_phone(camp, phones):
    ida, _bo = phones
    ida.offline()
    ida.tap("Clara Holm")
    ida.tap("Dina Holm")
    ida.shows("2 not sent yet")
    place = camp.registrations.get(contact__name="Clara Holm")
    registrations.cancel(place.pk, actor=office(), reason="Ill")
    ida.offline(False)
    refused = ida.page.locator("[data-refused] li")
    expect(refused).to_contain_text("Clara Holm: This sign-up has ended.")
    assert here(camp) == {"Dina Holm"}
    refused.locator("button").click()
    expect(refused).to_have_count(0)


def test_a_phone_without_network_opens_its_list_again(camp, phones):
    ida, _bo = phones
    ida.offline()
    ida.tap("Bo Holm")
    ida.page.close()
    ida.open()
    ida.shows("1 not sent yet")
    assert ida.here() == {"Bo Holm"}
    ida.page.click("[data-add] summary")
    ida.page.fill("#door-name", "Signe Uden")
    ida.page.click("[data-add-form] button")
    ida.shows("2 not sent yet")
    ida.offline(False)
    ida.shows("Everything sent")
    assert here(camp) == {"Bo Holm"}
    assert WalkIn.objects.get().name == "Signe Uden"


def test_closing_the_list_clears_both_phones_once_all_is_sent(camp, phones):
    ida, bo = phones
    ida.offline()
    ida.tap("Clara Holm")
    ida.shows("1 not sent yet")
    attendance.close_list(camp.pk, actor=office())
    expect(bo.page.locator("[data-gone]")).to_be_visible(timeout=30_000)
    ida.offline(False)
    expect(ida.page.locator("[data-gone]")).to_be_visible(timeout=30_000)
    for phone in phones:
        assert holds_no_name(phone)
        phone.page.reload()
        phone.is_ready()
        assert holds_no_name(phone)
    assert here(camp) == {"Clara Holm"}


def test_a_revoked_phone_forgets_and_says_what_does_not_count(camp, phones):
    ida, _bo = phones
    ida.offline()
    ida.tap("Clara Holm")
    helper_passes.revoke(ida.made.pk, actor=office())
    ida.offline(False)
    expect(ida.page.locator("[data-gone-left]")).to_contain_text("1 tap", timeout=30_000)
    assert holds_no_name(ida)
    assert ida.waiting() == 0
    assert here(camp) == set()


def test_a_phone_that_was_off_clears_itself_also_without_network(camp, phones):
    ida, _bo = phones
    ida.offline()
    ida.tap("Clara Holm")
    ida.shows("1 not sent yet")
    ida.page.close()
    ida.context.clock.set_system_time(camp.ends_at + timedelta(hours=13))
    ida.context.add_init_script(
        """addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
             if (document.querySelector(".door-people li")) window.sawSomebody = true;
           }).observe(document, { childList: true, subtree: true }));"""
    )
    ida.open()
    expect(ida.page.locator("[data-gone]")).to_be_visible()
    expect(ida.page.locator("[data-gone-left]")).to_contain_text("1 tap is not sent yet")
    assert holds_no_name(ida)
    assert not ida.page.evaluate("() => window.sawSomebody")
    assert ida.waiting() == 1
    kept = ida.kept()["stores"]["queue"][0]
    assert set(kept) == {"tap", "occurrence", "registration", "day", "present", "at"}


def test_whoever_is_signed_out_keeps_numbers_and_sends_them_later(camp, desk):
    page = desk
    page.goto(reverse("signup:door", args=[camp.pk]))
    page.wait_for_selector("[data-door][data-ready]")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    page.context.set_offline(True)
    page.locator(".door-people button", has_text="Clara Holm").click()
    expect(page.locator(".door-sent")).to_contain_text("1 ")
    session = page.context.cookies()
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.locator("[data-gone-sign-in]")).to_be_visible(timeout=30_000)
    kept = page.evaluate(KEPT)
    assert "Clara" not in kept["text"] + page.content()
    assert len(kept["stores"]["queue"]) == 1
    page.context.add_cookies(session)
    page.reload()
    page.wait_for_selector(".door-sent:not(.waits):not(:empty)")
    assert here(camp) == {"Clara Holm"}


def test_a_phone_past_its_time_sends_whom_it_wrote_down_before_it_forgets(camp, phones):
    ida, _bo = phones
    ida.offline()
    ida.page.click("[data-add] summary")
    ida.page.fill("#door-name", "Signe Uden")
    ida.page.click("[data-add-form] button")
    expect(ida.page.locator(".door-sent.waits")).to_be_visible()
    ida.page.close()
    ida.offline(False)
    office_clock.move(timedelta(days=3))
    ida.context.clock.set_system_time(camp.ends_at + timedelta(days=1))
    ida.open()
    expect(ida.page.locator("[data-gone]")).to_be_visible()
    assert "Signe" not in ida.kept()["text"] + ida.page.content()
    assert WalkIn.objects.get().name == "Signe Uden"


@pytest.mark.parametrize("text", ["Søren Ås", "KJÆR", "Kjaer", "Zoë Åse", "Þóra Łukasz", "oe aa"])
def test_the_phone_finds_as_the_office_does(camp, phones, text):
    assert phones[0].page.evaluate("(text) => Door.fold(text)", text) == fold(text).strip()


@WIDTHS
def test_no_barriers_at_the_door(camp, browser, server, width):
    made = helper_passes.make(camp.pk, "Idas", actor=office())
    context = browser.new_context(viewport={"width": width, "height": 844}, base_url=server)
    page = context.new_page()
    found = []
    page.goto(helper_passes.url(made))
    found += barriers(page)
    page.click("main form button")
    page.wait_for_selector("[data-door][data-ready]")
    page.locator(".door-people button").nth(5).click()
    page.click("[data-add] summary")
    page.wait_for_selector(".door-last:not([hidden])")
    found += barriers(page)
    place = camp.registrations.first()
    page.goto(links.url("check-in", place.pk, place.link_version))
    found += barriers(page)
    page.click("main form button")
    page.wait_for_selector(".notice.success")
    found += barriers(page)
    attendance.close_list(camp.pk, actor=office())
    for url in (reverse("signup:door", args=[camp.pk]), "/helper/1-x/", "/c/1-x/"):
        page.goto(url)
        found += barriers(page)
    other = browser.new_context(base_url=server).new_page()
    other.goto(helper_passes.url(made))
    found += barriers(other)
    context.close()
    other.context.close()
    assert found == []
