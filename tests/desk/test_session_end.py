"""A sign-in ends after 12 hours. What was typed is not lost."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from desk.access.sessions import KEPT, SIGNED_IN_AT, end_all_of
from events.models import Host
from tests.desk.signing_in import sign_in

ADD = "/admin/hosts/new/"
TYPED = {"name": "Lægehuset", "town": "Køge", "street": "Torvet 1\r\nopgang B"}


def grow_old(client, hours=12.01):
    session = client.session
    session[SIGNED_IN_AT] -= hours * 3600
    session.save()


@pytest.fixture
def old(desk):
    grow_old(desk)
    return desk


def test_just_before_twelve_hours_all_goes_on(desk):
    grow_old(desk, 11.99)

    assert desk.get("/admin/dates/").status_code == 200


def test_after_twelve_hours_one_signs_in_again_and_reads_why(old):
    answer = old.get("/admin/dates/?q=camp", follow=True)

    address, _ = answer.redirect_chain[-1]
    assert address == "/admin/login/?next=%2Fadmin%2Fdates%2F%3Fq%3Dcamp&ended=1"
    assert 'class="notice" role="status"' in answer.content.decode()
    assert Session.objects.count() == 0


def test_being_busy_does_not_prolong_it(desk):
    before = desk.session[SIGNED_IN_AT]

    desk.get("/admin/dates/")

    assert desk.session[SIGNED_IN_AT] == before


def test_what_was_typed_can_be_sent_after_signing_in_again(old, coordinator):
    asked = old.post(ADD, TYPED | {"csrfmiddlewaretoken": "x", "password1": "secret"})
    landed = sign_in(old, coordinator, next=reverse("kept_form"))
    page = old.get(landed.url).content.decode()

    assert asked.url == "/admin/login/?next=%2Fadmin%2Fkept-form%2F&ended=kept"
    assert not Host.objects.exists()
    assert f'action="{ADD}"' in page
    assert all(
        value.replace("\r\n", "\n") in page.replace("\r\n", "\n") for value in TYPED.values()
    )
    assert "secret" not in page

    old.post(ADD, TYPED)

    assert Host.objects.get().town == "Køge"
    assert KEPT not in old.session


def test_it_can_be_thrown_away(old, coordinator):
    old.post(ADD, TYPED)
    sign_in(old, coordinator)

    assert old.post(reverse("kept_form")).url == "/admin/"
    assert "Lægehuset" not in old.get(reverse("kept_form")).content.decode()


def test_nobody_else_finds_what_was_typed(old, administrator):
    old.post(ADD, TYPED)

    sign_in(old, administrator)

    assert "Lægehuset" not in old.get(reverse("kept_form")).content.decode()


def test_a_form_too_large_is_not_kept(old):
    answer = old.post(ADD, {"name": "x" * 100_001})

    assert answer.url == "/admin/login/?next=%2Fadmin%2F&ended=1"


def test_what_a_script_asks_in_the_background_is_refused(old):
    answer = old.get("/admin/dates/results/", headers={"X-Requested-With": "XMLHttpRequest"})

    assert answer.status_code == 403


def test_the_public_site_goes_on_without_the_sign_in(old):
    assert old.get("/healthz").status_code == 200
    assert Session.objects.count() == 0


def test_a_session_that_does_not_say_its_age_has_ended(desk):
    session = desk.session
    del session[SIGNED_IN_AT]
    session.save()

    assert desk.get("/admin/").url.startswith("/admin/login/")


def test_all_sessions_of_somebody_end_and_nobody_elses(desk, admin_desk, coordinator):
    elsewhere = Client()
    sign_in(elsewhere, coordinator)

    end_all_of(coordinator)

    assert [it.get("/admin/").status_code for it in (desk, elsewhere, admin_desk)] == [
        302,
        302,
        200,
    ]


def test_the_cookie_is_for_this_site_and_no_script(coordinator, settings):
    cookie = sign_in(Client(), coordinator).cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
