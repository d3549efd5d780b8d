"""Who comes in, and how: password, second factor, limits, and what is written down."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from config.caches import PartlyShared
from mail.models import Message
from office.models import SharedKey
from tests.desk.signing_in import PASSWORD, add_app, code, sign_in
from tests.factories import UserFactory, of_group

HOME = "/admin/"


@pytest.fixture
def strict(settings):
    settings.MFA_REQUIRED = True


@pytest.fixture
def editor(db):
    return of_group("Editor")


def acts(user):
    rows = ModelLogEntry.objects.filter(object_id=str(user.pk), action__startswith="desk.")
    return list(rows.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("name", ["username", "email"])
def test_one_signs_in_with_name_or_address(coordinator, name):
    client = Client()

    data = {"login": getattr(coordinator, name).upper(), "password": PASSWORD}
    answer = client.post(reverse("account_login"), data)

    assert (answer.status_code, answer.url) == (302, HOME)
    assert client.get(HOME).status_code == 200


def test_one_lands_where_one_wanted_to_go(coordinator):
    client = Client()
    asked = client.get(reverse("dates:index"))

    answer = sign_in(client, coordinator, next="/admin/dates/")

    assert asked.url == f"{reverse('account_login')}?next=/admin/dates/"
    assert answer.url == "/admin/dates/"


def test_nobody_is_sent_to_another_site(coordinator):
    assert sign_in(Client(), coordinator, next="https://evil.test/").url == HOME


def test_a_wrong_password_and_an_unknown_name_read_the_same(coordinator):
    wrong = sign_in(Client(), coordinator, password="wrong")
    unknown = Client().post(
        reverse("account_login"), {"login": "nobody@office.test", "password": "wrong"}
    )

    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors != {}
    assert acts(coordinator) == ["desk.sign_in_failed"]


def test_after_ten_failures_not_even_the_right_password_helps(coordinator):
    for _ in range(10):
        sign_in(Client(), coordinator, password="wrong")

    answer = sign_in(Client(), coordinator)

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_failures_are_counted_in_the_database_so_all_processes_count_together(coordinator):
    sign_in(Client(), coordinator, password="wrong")

    one, other = PartlyShared("one", {}), PartlyShared("other", {})
    one.set("allauth:x", 1)
    one.set("page", 1)

    assert other.get("allauth:x") == 1
    assert other.get("page") is None
    assert SharedKey.objects.filter(cache_key__contains="allauth").count() >= 2
    assert not SharedKey.objects.filter(cache_key__contains="127.0.0.1").exists()


def test_somebody_inactive_is_told_so_only_with_the_right_password(coordinator):
    coordinator.is_active = False
    coordinator.save()

    assert sign_in(Client(), coordinator, password="wrong").status_code == 200
    assert sign_in(Client(), coordinator).url == reverse("account_inactive")


def test_nobody_signs_up(db):
    for address in ("/admin/signup/", "/accounts/signup/", "/admin/login/signup/"):
        assert Client().get(address).status_code in (302, 404)


def test_whoever_sees_people_adds_a_second_factor_first(
    strict, coordinator, django_capture_on_commit_callbacks
):
    client = Client()
    sign_in(client, coordinator)

    for address in (HOME, "/admin/dates/", "/admin/pages/", "/admin/account/", "/admin/nowhere/"):
        assert client.get(address).url == reverse("mfa_index"), address
    refused = client.post("/admin/dates/", headers={"X-Requested-With": "XMLHttpRequest"})
    with django_capture_on_commit_callbacks(execute=True):
        add_app(client)

    assert refused.status_code == 403
    assert client.get(HOME).status_code == 200
    assert acts(coordinator) == ["desk.sign_in", "desk.factor_added"]


def test_enrolment_asks_for_no_password_that_was_typed_a_minute_ago(strict, coordinator):
    client = Client()
    sign_in(client, coordinator)

    for name in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name)).status_code == 200, name


def test_the_second_step_is_asked_at_each_sign_in(strict, coordinator):
    first = Client()
    sign_in(first, coordinator)
    secret = add_app(first)

    client = Client()
    answer = sign_in(client, coordinator, next="/admin/dates/")
    before = client.get(HOME)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    right = client.post(reverse("mfa_authenticate"), {"code": code(secret, 1)})

    assert answer.url == reverse("mfa_authenticate")
    assert before.url.startswith(reverse("account_login"))
    assert wrong.status_code == 200
    assert wrong.context["form"].errors
    assert right.url == "/admin/dates/"
    assert client.get("/admin/dates/").status_code == 200


def test_a_code_is_taken_once(coordinator):
    first = Client()
    sign_in(first, coordinator)
    secret = add_app(first)
    shown = code(secret, 1)

    answers = []
    for _ in range(2):
        client = Client()
        sign_in(client, coordinator)
        answers.append(client.post(reverse("mfa_authenticate"), {"code": shown}).status_code)

    assert answers == [302, 200]


def test_a_recovery_code_stands_in_for_the_phone_once(strict, coordinator):
    first = Client()
    sign_in(first, coordinator)
    add_app(first)
    codes = first.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]

    answers = []
    for _ in range(2):
        client = Client()
        sign_in(client, coordinator)
        answers.append(client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code)

    assert len(codes) == 10
    assert answers == [302, 200]


def test_the_last_factor_stays_where_one_is_needed(strict, coordinator):
    client = Client()
    sign_in(client, coordinator)
    add_app(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=coordinator, type="totp").exists()


def test_an_editor_sees_no_people_and_needs_no_second_factor(strict, editor):
    client = Client()
    sign_in(client, editor)

    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize("group", ["Administrator", "Coordinator", "Check-in helper"])
def test_every_group_that_sees_people_needs_one(strict, db, group):
    client = Client()
    sign_in(client, of_group(group))

    assert client.get(HOME).url == reverse("mfa_index")


def test_who_changes_group_is_asked_from_then_on(strict, editor, coordinator):
    client = Client()
    sign_in(client, editor)
    client.get(HOME)
    editor.groups.set(coordinator.groups.all())

    assert client.get(HOME).url == reverse("mfa_index")


def test_secrets_are_kept_encrypted(coordinator, settings):
    client = Client()
    sign_in(client, coordinator)
    secret = add_app(client)
    row = Authenticator.objects.get(user=coordinator, type="totp")

    assert secret not in str(row.data)
    settings.SECRET_KEY = "another one"
    assert not row.wrap().validate_code(code(secret, 1))
    settings.SECRET_KEY_FALLBACKS = ["the tests' own key, known to everybody"]
    assert row.wrap().validate_code(code(secret, 1))


def test_a_forgotten_password_is_mailed_through_the_outbox(clock, coordinator):
    known = Client().post(reverse("account_reset_password"), {"email": coordinator.email.upper()})
    unknown = Client().post(reverse("account_reset_password"), {"email": "nobody@office.test"})

    message = Message.objects.get()
    assert (message.kind, message.to) == ("password_reset", coordinator.email)
    assert known.url == unknown.url
    assert mail.outbox == []
    assert "http" not in str(message.facts)


def test_the_mailed_link_sets_a_password_once_and_ends_every_session(desk, coordinator):
    from mail import kinds

    Client().post(reverse("account_reset_password"), {"email": coordinator.email})
    message = Message.objects.get()
    link = kinds.get("password_reset").link(message)
    client = Client()
    form = client.get(link, follow=True)
    new = {"password1": "quite another one", "password2": "quite another one"}

    answer = client.post(form.redirect_chain[-1][0], new)

    assert answer.url == reverse("account_reset_password_from_key_done")
    assert desk.get(HOME).status_code == 302
    assert sign_in(Client(), coordinator, password="quite another one").url == HOME
    assert Client().get(link).context["token_fail"]
    told = Message.objects.get(kind="access_changed")
    assert told.facts == {"action": "desk.password_reset"}
    assert "desk.password_reset" in acts(coordinator)


def test_who_has_no_password_gets_none_by_mail(db):
    user = UserFactory()
    user.set_unusable_password()
    user.save()

    Client().post(reverse("account_reset_password"), {"email": user.email})

    assert not Message.objects.exists()


def test_wagtails_own_password_pages_are_gone(desk):
    assert "old_password" not in desk.get("/admin/account/").content.decode()
    assert Client().get("/admin/password_reset/confirm/a/b/").status_code == 404


def test_a_password_is_changed_by_who_knows_it(desk, coordinator, clock):
    address = reverse("account_change_password")
    new = {"password1": "quite another one", "password2": "quite another one"}

    refused = desk.post(address, new | {"oldpassword": "wrong"})
    changed = desk.post(address, new | {"oldpassword": PASSWORD})

    assert refused.context["form"].errors
    assert changed.status_code == 302
    assert desk.get(HOME).status_code == 200
    assert acts(coordinator) == ["desk.password_changed"]


def test_no_page_around_signing_in_is_kept_by_a_browser_or_a_proxy(coordinator):
    for name in ("account_login", "account_reset_password"):
        assert "no-store" in Client().get(reverse(name))["Cache-Control"]
