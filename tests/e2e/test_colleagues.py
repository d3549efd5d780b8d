"""An administrator invites a colleague, who accepts; the screens have no barrier."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page
from wagtail.users.models import UserProfile

from desk.models import Invitation
from tests.e2e.conftest import DESK, PASSWORD, PHONE
from tests.e2e.test_sign_in import look
from tests.factories import EventFactory, of_group

pytestmark = pytest.mark.slow


@pytest.fixture
def administrator(transactional_db):
    user = of_group("Administrator", first_name="Jens", last_name="Bro")
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


def signed_in(page: Page, user) -> Page:
    page.goto("/admin/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    return page


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_colleague_is_invited_accepts_and_leaves(administrator, open_page, postbox, width):
    page = signed_in(open_page(width), administrator)
    page.goto("/admin/colleagues/")
    look(page, "colleagues")
    page.click("a[href$='/invite/']")
    look(page, "invite")
    page.fill("[name=first_name]", "Signe")
    page.fill("[name=last_name]", "Dahl")
    page.fill("[name=email]", "signe@office.test")
    coordinators = Group.objects.get(name="Coordinator").pk
    page.check(f"[name=group][value='{coordinators}']")
    page.select_option("[name=language]", "en")
    page.click(".desk-acts button[type=submit]")
    page.wait_for_url("**/colleagues/")
    page.goto("/admin/colleagues/")  # without the message, whose colours fade in
    look(page, "colleagues-invited")

    link = postbox.newest("signe@office.test", "invitation").link
    new = open_page(width)
    new.goto(link)
    look(new, "invitation")
    new.fill("[name=password1]", "short")
    new.press("[name=password1]", "Enter")
    new.wait_for_selector("#errors")
    look(new, "invitation-error")
    new.fill("[name=password1]", "three words in a row")
    new.fill("[name=password2]", "three words in a row")
    new.press("[name=password2]", "Enter")
    new.wait_for_url("**/admin/")
    new.goto(link)
    look(new, "invitation-used")

    user = Invitation.objects.get().group.user_set.get()
    EventFactory(coordinator=user)
    page.goto(f"/admin/colleagues/{user.pk}/")
    look(page, "colleague")
    page.click("a[href$='/reset-factor/']")
    look(page, "reset-factor")
    page.goto(f"/admin/colleagues/{user.pk}/leave/")
    look(page, "leave")
    page.select_option("[name=successor]", label="Jens Bro")
    page.click(".desk-acts button[type=submit]")
    page.wait_for_url("**/colleagues/")
    page.goto("/admin/colleagues/")
    page.click("summary")
    look(page, "colleagues-gone")
    page.goto("/admin/log/")
    look(page, "log")
    page.goto("/admin/account/")
    page.click("#tab-label-actions")
    page.wait_for_selector("a[href='/admin/account/second-factor/']")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_was_typed_is_found_again(coordinator, open_page, width):
    page = signed_in(open_page(width), coordinator)
    page.goto("/admin/hosts/new/")
    page.fill("[name=name]", "Lægehuset ved havnen")
    page.fill("[name=street]", "Havnegade 1")
    age_sessions()
    page.click("form button[type=submit]:visible >> nth=-1")
    page.wait_for_url("**/login/**")
    look(page, "ended")
    page.fill("[name=login]", coordinator.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/kept-form/")
    look(page, "kept")
    page.click("text=Send it now")
    page.wait_for_url("**/admin/hosts/*/")
    assert "Lægehuset ved havnen" in page.content()


def age_sessions() -> None:
    """As if everybody had signed in 13 hours ago."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.sessions.models import Session

    from desk.access.sessions import SIGNED_IN_AT

    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in Session.objects.all():
        session = store(row.session_key)
        session[SIGNED_IN_AT] -= 13 * 3600
        session.save()
