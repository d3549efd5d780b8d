"""The demo's mailbox and clock."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.template import engines
from django.urls import reverse

from events.domain.sign_up import sign_up
from mail.domain.delivery import deliver_due
from mail.models import Message
from tests.calendar_readers import vobject_events
from tests.events.people import comes, typed
from tests.factories import open_occurrence

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails(clock):
    """Anna has a place and its invite; Bo has typed his address."""
    occurrence = open_occurrence()
    comes(occurrence, "Anna")
    sign_up(occurrence.pk, typed("Bo"), language="da")
    while deliver_due():
        pass
    return {f"{m.kind} {m.to.split('@')[0]}": m for m in Message.objects.all()}


def page_of(client, name, message):
    return client.get(reverse(f"demo:{name}", args=[message.pk]))


def test_the_newest_mail_is_first(client, mails):
    body = client.get(reverse("demo:mail")).content.decode()
    urls = [reverse("demo:message", args=[m.pk]) for m in Message.objects.order_by("-pk")]
    assert [body.index(url) for url in urls] == sorted(body.index(url) for url in urls)


def test_mail_is_found_by_a_part_of_its_address(client, mails):
    body = client.get(reverse("demo:mail"), {"q": "bo@"}).content.decode()
    assert "bo@student.test" in body
    assert "anna@student.test" not in body


def test_a_mail_shows_its_state_and_a_link_that_opens(client, mails):
    message = mails["place anna"]
    page = page_of(client, "message", message)
    link = page.context["mail"].link
    assert link in page.content.decode()
    assert str(message.get_state_display()) in page.content.decode()
    assert client.get(link.removeprefix(settings.BASE_URL)).status_code == 200


def test_the_html_is_sealed_off_and_opens_links_in_the_whole_window(client, mails):
    answer = page_of(client, "message_html", mails["place anna"])
    assert '<base target="_top">' in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_invite_is_downloaded_as_it_was_mailed(client, mails):
    answer = page_of(client, "message_invite", mails["place anna"])
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    (event,) = vobject_events(answer.content.decode())
    assert event.uid.value == f"{mails['place anna'].facts['uid']}@praksisvej"


def test_a_mail_without_an_invite_has_none_to_download(client, mails):
    assert page_of(client, "message_invite", mails["prove bo"]).status_code == 404


def test_a_mail_whose_text_is_deleted_says_so(client, mails):
    Message.objects.update(facts={}, to="")
    message = mails["place anna"]
    assert client.get(reverse("demo:mail")).status_code == 200
    assert page_of(client, "message", message).status_code == 200
    assert page_of(client, "message_html", message).status_code == 404


def test_reading_changes_nothing(client, mails):
    before = list(Message.objects.order_by("pk").values())
    for name in ("message", "message_html", "message_invite"):
        page_of(client, name, mails["place anna"])
        assert client.post(reverse(f"demo:{name}", args=[1])).status_code == 405
    assert list(Message.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("act", "by"),
    [("hour", timedelta(hours=1)), ("day", timedelta(days=1)), ("week", timedelta(weeks=1))],
)
def test_the_clock_moves_on(client, clock, act, by):
    before = clock.now()
    assert client.post(reverse("demo:clock"), {"act": act}).status_code == 302
    assert clock.now() - before == by


def test_the_clock_goes_to_a_moment_on_danish_walls(client, clock):
    client.post(reverse("demo:clock"), {"act": "go", "moment": "2026-12-24T18:00"})
    assert clock.now().isoformat() == "2026-12-24T17:00:00+00:00"


def test_a_moment_that_is_none_is_refused_with_a_sentence(client, clock):
    before = clock.now()
    answer = client.post(reverse("demo:clock"), {"act": "go", "moment": "tomorrow"})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert clock.now() == before


def test_the_clock_goes_back_to_the_real_time(client, clock):
    client.post(reverse("demo:clock"), {"act": "now"})
    assert abs(clock.now().timestamp() - __import__("time").time()) < 60


def test_looking_at_the_clock_does_not_move_it(client, clock):
    before = clock.now()
    assert client.get(reverse("demo:clock")).status_code == 200
    assert clock.now() == before


def test_in_a_demo_every_page_leads_to_the_mailbox():
    frame = engines["django"].engine
    text = (settings.ROOT / "demo/overrides/base.html").read_text()
    assert "demo:mail" in text
    assert "demo:bank" in text
    assert frame.from_string(text)


@pytest.mark.parametrize(("demo", "found"), [("0", "False"), ("1", "True")])
def test_only_a_demo_has_these_addresses(demo, found, tmp_path):
    code = (
        "import sys; sys.path.insert(0, 'site'); import django; django.setup(); "
        "from django.urls import get_resolver as g; "
        "print(any(str(p.pattern) == 'demo/' for p in g().url_patterns))"
    )
    env = {
        **{k: v for k, v in os.environ.items() if k in {"PATH", "HOME"}},
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEMO": demo,
        "SECRET_KEY": "a key for this test alone",
        "BASE_URL": "http://127.0.0.1:8000",
        "DEFAULT_FROM_EMAIL": "office@praksisvej.test",
    }
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=env,
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == found
