"""A deposit, by the people whom it is for: paid at the stand-in, seen at the desk, given back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from camps.models import CampIndexPage
from demo.domain.bank import office_time
from demo.stand_in.server import StandIn
from events.models import Occurrence, Registration
from office import clock
from payments import tasks
from payments.models import Payment, Refund, RefundState
from signup.domain import claims
from tests.conftest import NOW
from tests.e2e import people
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.focus import stand, tab_to
from tests.e2e.test_axe import look_at
from tests.factories import EventFactory, OccurrenceFactory, event_page
from tests.payments.world import KEY, SECRET

ANNA, BO = "anna@student.test", "bo@student.test"


@pytest.fixture
def stripe(server, settings) -> Iterator[StandIn]:
    """The stand-in and our site, each telling the other."""
    with StandIn(now=office_time) as running:
        settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRETS = KEY, [SECRET]
        settings.STRIPE_API_BASE = settings.STRIPE_CHECKOUT_ORIGIN = running.url
        settings.STRIPE_LIVE, settings.PAYMENTS_ON = False, True
        running.webhooks.url = server + reverse("stripe_webhook")
        running.webhooks.secret = SECRET
        yield running


@pytest.fixture
def camp(stripe) -> Occurrence:
    event = EventFactory(kind="camp", title="Vintercamp", coordinator=None)
    event_page(event, below=CampIndexPage.objects.get(), lead="Three days by the sea.")
    date = OccurrenceFactory(event=event, capacity=4, deposit=30000, deposit_part_back=50)
    date.deposit_back_until = date.starts_at - timedelta(days=1)
    date.save()
    return date


def work(stripe: StandIn) -> None:
    """A second of the worker that sees to the money, and what Stripe tells in turn."""
    stripe.webhooks.settle()
    tasks.work.call()
    stripe.webhooks.settle()
    tasks.work.call()


def proven(page: Page, postbox, name: str, email: str) -> Registration:
    """Found on the site, signed up for, and the mail's button pressed."""
    people.sign_up(page, f"/camps/event-{Occurrence.objects.get().event_id}/", name, email)
    people.press(page, postbox.newest(email, "prove"), "confirm")
    found = Registration.objects.get(contact__email=email)
    expect(page.locator("[name=act][value=pay]")).to_be_visible()
    return found


def pays(page: Page) -> None:
    """On to Stripe's page, a card, and back."""
    page.click("[name=act][value=pay]")
    page.wait_for_url("**/pay/cs_*")
    page.click("[name=act][value=pay]")
    page.wait_for_url("**/payment/*/")


def test_a_deposit_from_the_sign_up_until_it_is_back(camp, desk, open_page, postbox, stripe):
    student = open_page(PHONE)
    anna = proven(student, postbox, "Anna Holm", ANNA)
    pays(student)
    work(stripe)
    expect(student.locator("#payment[data-waits=yes]")).to_have_count(0)
    expect(student.locator("h1")).to_have_text("Betalt. Pladsen er din")
    assert ANNA not in student.content()
    student.goto(postbox.newest(ANNA, "place").link)
    expect(student.locator(".ticket")).to_contain_text("300 kr.")
    assert "Anna Holm" in _at_the_desk(desk, camp, "paid")

    student.goto(claims.path(anna) + "?step=cancel")
    expect(student.locator(".notice.warning")).to_contain_text("300 kr.")
    student.click("[name=act][value=cancel]")
    student.wait_for_load_state()
    work(stripe)
    student.reload()
    assert Refund.objects.get().state == RefundState.DONE
    expect(student.locator("section[aria-labelledby=deposit] dl > div")).to_have_count(2)
    assert "300" in postbox.newest(ANNA, "given_back").subject
    assert "Anna Holm" in _at_the_desk(desk, camp, "given_back")

    bo = proven(student, postbox, "Bo Lind", BO)
    pays(student)
    work(stripe)
    _comes(desk, camp, bo)
    work(stripe)
    assert Payment.objects.get(registration=bo).left == 0
    assert "Bo Lind" in _at_the_desk(desk, camp, "given_back")
    student.goto(claims.path(bo))
    expect(student.locator("section[aria-labelledby=deposit] dl > div")).to_have_count(2)
    assert sum(it["amount"] for it in stripe.books.all("balance_transaction")) == 0


def _at_the_desk(desk: Page, date: Occurrence, only: str) -> str:
    """The tab of payments, with those of one kind."""
    desk.goto(reverse("dates:payments", args=[date.pk]) + f"?only={only}")
    return desk.inner_text("main table")


def _comes(desk: Page, date: Occurrence, registration: Registration) -> None:
    """Checked in on the day, and the list closed."""
    clock.stop(date.starts_at + timedelta(minutes=10))
    people.sign_in_again(desk, "a password for tests")
    desk.goto(reverse("dates:attendance", args=[date.pk]))
    desk.click(f"#registration-{registration.pk} [formaction$='/check-in/']")
    desk.wait_for_selector(f"#registration-{registration.pk} .desk-present")
    clock.stop(date.ends_at + timedelta(hours=1))
    people.close_list(desk, date)


def test_paying_by_keyboard_and_leaving_without_having_paid(camp, open_page, postbox, stripe):
    page = open_page(DESK)
    page.emulate_media(reduced_motion="reduce")
    mine = proven(page, postbox, "Anna Holm", ANNA)
    tab_to(page, "[name=act][value=pay]")
    stand(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/pay/cs_*")
    page.click("main a")
    page.wait_for_url("**/payment/*/?left=1")
    expect(page.locator("#payment a.button")).to_contain_text("300 kr.")
    tab_to(page, "#payment a.button")
    stand(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/pay/cs_*")
    page.click("[name=act][value=pay]")
    page.wait_for_url("**/payment/*/")
    stripe.webhooks.settle()
    assert Payment.objects.get(registration=mine).is_begun, "nothing has been worked off yet"
    waits = page.locator("#payment[data-waits=yes]")
    expect(waits).to_have_count(1)
    work(stripe)
    expect(page.locator("#payment h1")).to_have_text("Betalt. Pladsen er din")


def test_without_scripts_the_link_looks_again(camp, browser, server, open_page, postbox, stripe):
    proven(open_page(PHONE), postbox, "Anna Holm", ANNA)
    context = browser.new_context(java_script_enabled=False, base_url=server)
    page = context.new_page()
    page.goto(claims.path(Registration.objects.get()))
    pays(page)
    before = page.inner_text("h1")
    work(stripe)
    page.click("#payment a.button")
    assert page.inner_text("h1") == "Betalt. Pladsen er din" != before
    context.close()


def test_no_page_of_paying_has_a_barrier(camp, open_page, postbox, stripe):
    page = open_page(DESK)
    mine = proven(page, postbox, "Anna Holm", ANNA)
    url = claims.path(mine)
    look_at(page, url)
    page.click("[name=act][value=pay]")
    page.wait_for_url("**/pay/cs_*")
    back = reverse("signup:payment", args=[Payment.objects.get().reference])
    look_at(page, back, f"{back}?left=1", reverse("signup:payment", args=["unknown"]))
    clock.stop(NOW + timedelta(minutes=56))
    look_at(page, url)
    clock.stop(NOW)
    page.goto(url)
    pays(page)
    work(stripe)
    look_at(page, back, url, f"{url}?step=cancel")
