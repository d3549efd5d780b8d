"""*Ready to open?*: each check red and green, and a test mail that comes back."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from desk.domain import ready
from desk.models import MailTest
from mail.domain.delivery import deliver_due
from mail.models import Message, MessageState
from office.models import CareerStage, Office, Work
from tests.desk.conftest import in_english
from tests.factories import NOW, of_group

pytestmark = pytest.mark.usefixtures("clock")

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def in_order(settings, tmp_path):
    """An installation in which nothing is to be done."""
    settings.BASE_URL = "https://praksisvej.region.test"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "praksisvej@region.test"
    settings.INVITES_FROM_EMAIL = ["invites@region.test"]
    settings.DEMO, settings.MFA_REQUIRED = False, True
    settings.BACKUP_MARKER = str(tmp_path / "done")
    backed_up(settings, NOW - timedelta(hours=3))
    CareerStage.objects.create(country="DK", order=1, key="ba")
    Office.objects.create(
        valid_from=NOW.date(),
        name="Office",
        controller="Region",
        privacy_email="dpo@region.test",
        was_url="https://was.digst.dk/praksisvej",
    )
    karen, _jens = (of_group("Administrator") for _ in range(2))
    for name in ("mail", "events", "retention"):
        Work.objects.create(name=name, finished_at=NOW - MINUTE)
    MailTest.objects.create(user=karen, code="123456", sent_at=NOW, arrived_at=NOW)


def backed_up(settings, at) -> None:
    Path(settings.BACKUP_MARKER).touch()
    os.utime(settings.BACKUP_MARKER, (at.timestamp(), at.timestamp()))


def to_do() -> list[str]:
    return [it.name for it in ready.checks(NOW) if not it.is_ok]


def test_where_all_is_in_order_nothing_is_to_do(in_order):
    assert to_do() == []
    assert all(it.says for it in ready.checks(NOW))


def setting(**values):
    def change(settings):
        for name, value in values.items():
            setattr(settings, name, value)

    return change


def no_administrator(settings):
    User.objects.filter(pk=User.objects.order_by("pk").last().pk).update(is_active=False)


def nobody_at_all(_settings):
    User.objects.update(is_active=False)


BROKEN = {
    "No demo": [setting(DEMO=True)],
    "Address": [setting(BASE_URL="http://praksisvej.region.test")],
    "Stages and universities": [lambda _: CareerStage.objects.all().delete()],
    "Accessibility statement": [lambda _: Office.objects.update(was_url="")],
    "Administrators": [no_administrator, nobody_at_all],
    "Second factor": [setting(MFA_REQUIRED=False)],
    "Mail leaves": [setting(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")],
    "Sender": [
        setting(DEFAULT_FROM_EMAIL="a@example.org"),
        setting(INVITES_FROM_EMAIL=["a@x.example.com"]),
    ],
    "Mail arrives": [
        lambda _: MailTest.objects.update(arrived_at=None),
        lambda _: MailTest.objects.update(arrived_at=NOW - timedelta(days=90)),
    ],
    "Worker": [
        lambda _: Work.objects.all().delete(),
        lambda _: Work.objects.filter(name="events").update(finished_at=NOW - 5 * MINUTE),
        lambda _: Work.objects.filter(name="retention").update(error="OSError: disk full"),
    ],
    "Backup": [
        setting(BACKUP_MARKER=""),
        setting(BACKUP_MARKER="/nowhere/done"),
        lambda settings: backed_up(settings, NOW - timedelta(hours=27)),
    ],
}


@pytest.mark.parametrize(
    ("name", "break_it"), [(name, it) for name, ways in BROKEN.items() for it in ways]
)
def test_each_check_is_red_for_its_own_reason_and_says_what_to_do(
    in_order, settings, name, break_it
):
    break_it(settings)
    (found,) = [it for it in ready.checks(NOW) if not it.is_ok]
    assert found.name == name
    assert found.do


def test_one_administrator_is_to_invite_another_and_none_are_to_be_made(in_order, settings):
    def said():
        found = next(it for it in ready.checks(NOW) if it.name == "Administrators")
        return f"{found.says} {found.do}"

    no_administrator(settings)
    assert said().startswith("1 person can administer. Invite a second one")
    nobody_at_all(settings)
    assert said().startswith("Nobody decides yet who works here. Whoever runs the server runs")


def test_where_deposits_are_paid_they_must_be_worked_on(in_order, settings):
    settings.PAYMENTS_ON = True
    assert to_do() == ["Worker"]
    Work.objects.create(name="payments", finished_at=NOW - MINUTE)
    assert to_do() == []


def test_an_installation_without_an_office_leads_to_its_settings(in_order):
    Office.objects.all().delete()
    found = [it for it in ready.checks(NOW) if not it.is_ok]
    assert {it.url for it in found} == {reverse("office:add")}


def test_a_superuser_can_administer_too(in_order):
    User.objects.order_by("pk").last().groups.clear()
    assert to_do() == ["Administrators"]
    User.objects.create_superuser("root")
    assert to_do() == []


# The screen


def url(name="index"):
    return reverse(f"ready:{name}")


def test_the_screen_says_each_and_how_many_are_to_do(desk, in_order, settings):
    settings.MFA_REQUIRED = False
    shown = desk.get(url()).content.decode()
    assert "1 thing is to be done" in shown
    assert "Second factor: to do" in shown
    assert "Backup: in order" in shown


@pytest.mark.parametrize("there", [True, False])
def test_only_who_may_change_the_office_is_led_to_its_settings(
    desk, admin_desk, in_order, settings, there
):
    settings.MFA_REQUIRED = False
    if there:
        Office.objects.update(privacy_email="", was_url="")
    else:
        Office.objects.all().delete()

    def led(client):
        shown = client.get(url()).content.decode()
        checks = shown[shown.index('class="desk-checks"') :]
        return checks.count('href="/admin/office/'), checks.count("Ask an administrator.")

    assert led(admin_desk) == (2, 0)
    assert led(desk) == (0, 2)


def test_it_asks_as_much_with_many_colleagues_as_with_few(desk, in_order, settings):
    settings.MFA_REQUIRED = False

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(url()).status_code == 200
        return len(seen)

    queries()
    few = queries()
    for n in range(5):
        of_group("Administrator")
        Work.objects.create(name=f"more {n}", finished_at=NOW, error="x")
    assert queries() == few


def test_a_test_mail_goes_to_oneself_and_its_code_says_that_it_arrived(desk, coordinator):
    desk.post(url("send"))
    deliver_due()
    mail = Message.objects.get(kind="mail_test")
    code = MailTest.objects.get().code
    assert (mail.to, mail.state) == (coordinator.email, MessageState.SENT)
    assert "Code in the mail" in desk.get(url()).content.decode()
    for _ in range(2):
        assert desk.post(url("arrived"), {"code": f" {code} "}).status_code == 302
    assert MailTest.objects.get().arrived_at == NOW
    assert "Mail arrives" not in to_do()


def test_the_mail_leads_to_the_page_with_the_code_filled_in(desk, settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    desk.post(url("send"))
    deliver_due()
    code = MailTest.objects.get().code
    (mail,) = mailoutbox
    assert code in mail.subject
    link = f"{settings.BASE_URL}{url()}?code={code}#mail"
    assert link in mail.body
    page = desk.get(f"{url()}?code={code}")
    assert page.context["form"]["code"].value() == code
    assert MailTest.objects.get().arrived_at is None


@pytest.mark.parametrize("code", ["", "12345", "æøå", "999999999999"])
def test_another_code_is_refused_and_kept_on_the_page(desk, code):
    desk.post(url("send"))
    answer = desk.post(url("arrived"), {"code": code})
    assert answer.context["form"].errors.keys() == {"code"}
    assert MailTest.objects.get().arrived_at is None


def test_a_newer_mail_makes_the_older_worth_nothing(desk):
    desk.post(url("send"))
    old = MailTest.objects.get().code
    MailTest.objects.update(code="000000")
    desk.post(url("send"))
    deliver_due()
    states = list(Message.objects.order_by("pk").values_list("state", flat=True))
    assert states == [MessageState.WITHDRAWN, MessageState.SENT]
    assert old == MailTest.objects.get().code or (
        desk.post(url("arrived"), {"code": old}).status_code == 200
    )


def test_somebody_elses_code_is_not_mine(desk):
    MailTest.objects.create(user=of_group("Coordinator"), code="123456", sent_at=NOW)
    desk.post(url("arrived"), {"code": "123456"})
    assert not MailTest.objects.exclude(arrived_at=None).exists()


def test_without_an_address_nothing_is_sent(desk, coordinator):
    type(coordinator).objects.filter(pk=coordinator.pk).update(email="")
    answer = desk.post(url("send"), follow=True)
    assert "no e-mail address" in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("group", ["Editor", "Check-in helper"])
def test_others_neither_see_nor_send(group):
    client = Client()
    client.force_login(in_english(of_group(group)))
    assert client.get(url()).status_code == 302
    assert client.post(url("send")).status_code == 302
    assert not Message.objects.exists()


def test_the_acts_answer_to_a_post_only(desk):
    for name in ("send", "arrived"):
        assert desk.get(url(name)).status_code == 405
