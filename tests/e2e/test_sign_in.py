"""Signing in as a coordinator does it: an app, a passkey, a new password. Nothing in the way."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import Page

from tests.desk.signing_in import PASSWORD, code
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_axe import barriers_here

pytestmark = pytest.mark.slow
SHOTS = os.environ.get("SHOTS")
"""A folder for pictures of every page on the way, to be looked at."""


@pytest.fixture
def strict(settings):
    settings.MFA_REQUIRED = True


def look(page: Page, name: str) -> None:
    """Whatever stands here now has no barrier; the other width goes the whole way itself."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{page.viewport_size['width']}.png", full_page=True)
    found = barriers_here(page)
    assert not found, "\n".join(found)


def type_password(page: Page, user) -> None:
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def with_keys(page: Page) -> None:
    """The browser gets a device that holds passkeys and says yes by itself."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def add_app(page: Page) -> str:
    """Returns the app's secret, read off the page as a person would."""
    page.click("a[href$='/app/']")
    secret = page.inner_text(".secret").replace(" ", "")
    look(page, "app")
    page.fill("[name=code]", "000000")
    page.press("[name=code]", "Enter")
    page.wait_for_selector("#errors")
    look(page, "app-error")
    page.fill("[name=code]", code(page.inner_text(".secret").replace(" ", "")))
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/codes/")
    return secret


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_an_app_is_added_before_the_desk_is_seen(strict, coordinator, open_page, width):
    page = open_page(width)
    page.goto("/admin/dates/")
    look(page, "login")
    type_password(page, coordinator)
    page.wait_for_url("**/second-factor/")
    look(page, "factor-missing")

    secret = add_app(page)
    look(page, "codes")
    page.click("a.button[href='/admin/']")
    page.wait_for_url("**/admin/")

    page.goto("/admin/account/second-factor/")
    look(page, "factor")
    page.click("header button")
    page.goto("/admin/dates/")
    type_password(page, coordinator)
    page.wait_for_url("**/login/code/")
    look(page, "code")
    page.fill("[name=code]", code(secret, 1))
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/admin/dates/")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_passkey_alone_lets_one_in(strict, coordinator, open_page, width):
    page = open_page(width)
    with_keys(page)
    page.goto("/admin/")
    type_password(page, coordinator)
    page.wait_for_url("**/second-factor/")
    page.click("a[href$='/passkeys/add/']")
    look(page, "passkey-add")
    page.fill("[name=name]", "Telefon")
    page.click("#add_passkey")
    page.wait_for_url("**/codes/")

    page.goto("/admin/account/second-factor/passkeys/")
    look(page, "passkeys")
    page.click("header button")
    page.goto("/admin/dates/")
    page.click("#passkey_login")
    page.wait_for_url("**/admin/dates/")


def test_a_passkey_is_the_second_step_after_the_password(strict, coordinator, open_page):
    page = open_page()
    with_keys(page)
    page.goto("/admin/")
    type_password(page, coordinator)
    page.click("a[href$='/passkeys/add/']")
    page.click("#add_passkey")
    page.wait_for_url("**/codes/")
    page.goto("/admin/account/second-factor/")
    page.click("header button")
    page.goto("/admin/")
    type_password(page, coordinator)
    page.wait_for_url("**/login/code/")
    look(page, "code-or-passkey")
    page.click("#use_passkey")
    page.wait_for_url(re.compile("/admin/$"))


def test_without_a_device_the_page_says_what_happened(coordinator, open_page):
    page = open_page()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    page.goto("/admin/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    page.click("#passkey_login")
    page.wait_for_selector("#passkey-failed:not([hidden])")
    look(page, "passkey-failed")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_forgotten_password(coordinator, open_page, postbox, width):
    page = open_page(width)
    page.goto("/admin/login/")
    page.fill("[name=login]", "somebody")
    page.fill("[name=password]", "wrong")
    page.press("[name=password]", "Enter")
    page.wait_for_selector("#errors")
    look(page, "login-error")
    page.click("a[href$='/password_reset/']")
    look(page, "reset")
    page.fill("[name=email]", coordinator.email)
    page.press("[name=email]", "Enter")
    page.wait_for_url("**/sent/")
    look(page, "reset-sent")
    link = postbox.newest(coordinator.email, "password_reset").link
    page.goto(link)
    look(page, "reset-form")
    page.fill("[name=password1]", "quite another one")
    page.fill("[name=password2]", "quite another one")
    page.press("[name=password2]", "Enter")
    page.wait_for_url("**/done/")
    look(page, "reset-done")
    page.goto(link)
    look(page, "reset-old-link")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_how_one_signs_in_is_changed(coordinator, open_page, width):
    page = open_page(width)
    with_keys(page)
    page.goto("/admin/login/")
    type_password(page, coordinator)
    page.wait_for_url(re.compile("/admin/$"))
    page.goto("/admin/account/second-factor/")
    add_app(page)
    for name in ("app/remove/", "codes/new/", "passkeys/"):
        page.goto(f"/admin/account/second-factor/{name}")
        look(page, name.replace("/", "-"))
    page.goto("/admin/account/password/")
    look(page, "password")
    page.goto("/admin/login/again/code/")
    look(page, "again")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_offices_own_sign_in_has_pages_of_its_own(server, open_page, settings, width):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    page = open_page(width)
    page.goto("/admin/login/?next=/admin/dates/")
    look(page, "login-office")
    page.click("a[href*='/office/begin/']")
    page.wait_for_selector("h1")
    look(page, "office-down")
    page.goto("/admin/login/cancelled/")
    look(page, "office-cancelled")
