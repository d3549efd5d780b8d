"""Two helpers in a doorway with bad reception: nothing is lost, and nothing stays on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.domain import attendance, helper_passes, registrations
from events.models import CheckIn, WalkIn
from mail.domain import links
from office import clock as office_clock
from office.folding import fold
from tests.e2e.at_the_door import KEPT, NAMES, camp, here, holds_no_name, phones
from tests.e2e.test_axe import barriers
from tests.events.people import office

__all__ = ["camp", "phones"]


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
    expect(ida.page.locator(".door-people li:visible")).to_have_count(1)


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
    assert barriers(ida.page) == []
    refused.locator("button").click()
    expect(refused).to_have_count(0)


def test_a_phone_without_network_opens_its_list_again(camp, phones):
    ida, _bo = phones
    ida.offline()
    ida.tap("Bo Holm")
    ida.shows("1 not sent yet")
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
    ida.shows("1 not sent yet")
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


def test_no_barriers_at_the_door(camp, browser, server):
    made = helper_passes.make(camp.pk, "Idas", actor=office())
    context = browser.new_context(base_url=server)
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


def test_the_bar_to_undo_covers_nothing_that_has_the_focus(phones):
    page = phones[0].page
    page.emulate_media(reduced_motion="reduce")  # else it scrolls smoothly
    phones[0].tap(NAMES[0])
    page.focus(".door-people li:nth-child(3) button")
    for _ in range(8):
        page.keyboard.press("Tab")
        assert _bottom(page, ":focus") <= page.locator("[data-last]").bounding_box()["y"]
    page.click("[data-add] summary")
    page.focus("#door-name")
    assert page.evaluate("getComputedStyle(document.querySelector('[data-last]')).position") == (
        "static"
    )


def _bottom(page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    return box["y"] + box["height"]
