"""The browser that keeps a link is known by a secret of ours, of that link alone."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from events.domain import helper_passes
from events.models import HostLink
from mail.domain import links
from signup.domain.host_visit import path
from tests.events.people import office
from tests.factories import HostingFactory, OccurrenceFactory
from tests.signup.hosts import mailed, opened

pytestmark = pytest.mark.django_db


def test_a_secret_that_somebody_put_into_the_browser_is_not_the_links(clock):
    """Whoever has the link and plants the cookie would read along with whoever opens it."""
    link = mailed(HostingFactory())
    victim, attacker = Client(), Client()
    for browser in (victim, attacker):
        browser.cookies[f"host-{link.pk}"] = "planted"
    opened(victim, link)

    assert victim.cookies[f"host-{link.pk}"].value != "planted"
    assert attacker.get(path(link)).status_code == 403


def test_a_planted_secret_opens_no_helpers_list(clock, reference):
    camp = OccurrenceFactory(camp=True)
    clock.stop(camp.starts_at + timedelta(hours=1))
    made = helper_passes.make(camp.pk, "Idas phone", actor=office())
    url = reverse("signup:helper", args=[links.make("helper", made.pk, 1)])
    victim, attacker = Client(), Client()
    for browser in (victim, attacker):
        browser.cookies[f"helper-{made.pk}"] = "planted"
    victim.post(url)

    door = reverse("signup:door", args=[camp.pk])
    assert victim.get(door).status_code == 200
    assert attacker.get(door).status_code == 403


def test_the_cookie_of_one_link_opens_no_other_one(clock):
    mine, other = mailed(HostingFactory()), mailed(HostingFactory())
    browser = Client()
    opened(browser, mine)
    Client().post(path(other), {"act": "open"})
    browser.cookies[f"host-{other.pk}"] = browser.cookies[f"host-{mine.pk}"].value

    assert browser.get(path(other)).status_code == 403


def test_a_token_of_another_purpose_opens_no_door(clock):
    link = mailed(HostingFactory())
    for purpose in ("helper", "check-in", "registration", "turn", "my-data"):
        token = links.make(purpose, link.pk, link.contact.link_version)
        assert Client().get(reverse("signup:host", args=[token])).status_code == 404
    token = links.make("host", link.pk, link.contact.link_version)
    for name in ("helper", "check_in", "registration"):
        assert Client().get(reverse(f"signup:{name}", args=[token])).status_code == 404


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "trace", "patch"])
def test_what_a_scanner_sends_changes_nothing(clock, method):
    link = mailed(HostingFactory())
    browser = Client()
    opened(browser, link)
    before = list(HostLink.objects.values())
    for client in (Client(), browser):
        for name in ("host", "host_cancel", "host_notice", "host_calendar"):
            getattr(client, method)(f"{path(link, name)}?act=open&act=save&reason=ill")

    assert list(HostLink.objects.values()) == before
    assert HostingFactory._meta.model.objects.filter(cancelled_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_that_open_at_once_one_keeps_it(clock):
    link = mailed(HostingFactory())
    start, answers = Barrier(2), []

    def press() -> None:
        browser = Client()
        start.wait()
        answers.append(browser.post(path(link), {"act": "open"}).status_code)
        connection.close()

    threads = [Thread(target=press) for _n in range(2)]
    for it in threads:
        it.start()
    for it in threads:
        it.join()

    assert sorted(answers) == [302, 403]
