"""Are you a host practice? A contact asks for the link to the practice's year."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.domain import host_asking
from events.models import HostAsk, HostLink
from events.tasks import hosts
from mail.models import Message
from tests.factories import HostContactFactory

pytestmark = pytest.mark.django_db
ASK = "/en/host/"


@pytest.fixture
def contact(clock):
    return HostContactFactory(email="birthe@praksis.test")


def test_the_page_asks_for_an_address_and_sets_no_cookie(client, clock):
    answer = client.get(ASK)

    assert answer.status_code == 200
    assert not answer.cookies
    assert "Are you a host practice?" in answer.content.decode()


def test_a_known_address_gets_the_link_and_the_answer_tells_nobody(client, contact):
    known = client.post(ASK, {"email": "Birthe@Praksis.test"})
    unknown = client.post(ASK, {"email": "nobody@praksis.test"})

    said = known.content.decode().replace("Birthe@Praksis.test", "X")
    assert said == unknown.content.decode().replace("nobody@praksis.test", "X")
    assert known.status_code == unknown.status_code == 200
    hosts.call()
    hosts.call()
    assert [(it.kind, it.to) for it in Message.objects.all()] == [("host_year", contact.email)]
    assert HostLink.objects.get().hosting is None
    assert not HostAsk.objects.exists()


def test_whether_an_address_is_known_cannot_be_told_from_the_work_it_makes(client, contact):
    def statements(email):
        with CaptureQueriesContext(connection) as captured:
            client.post(ASK, {"email": email})
        return [re.sub(r"'[^']*'|\d+", "?", it["sql"]) for it in captured]

    statements("once@praksis.test")
    assert statements(contact.email) == statements("nobody@praksis.test")


def test_one_that_cannot_be_mailed_stops_no_other_and_is_tried_again(client, contact, monkeypatch):
    client.post(ASK, {"email": "broken@praksis.test"})
    client.post(ASK, {"email": contact.email})
    with monkeypatch.context() as patched:
        patched.setattr(host_asking.host_offers, "mail_year_to", _breaks_for("broken"))
        with pytest.raises(OSError, match="broken"):
            hosts.call()
    assert [it.to for it in Message.objects.all()] == [contact.email]
    assert [it.address for it in HostAsk.objects.all()] == ["broken@praksis.test"]
    hosts.call()
    assert not HostAsk.objects.exists()


def _breaks_for(word, mail=host_asking.host_offers.mail_year_to):
    def breaks(address, at):
        if word in address:
            raise OSError(address)
        return mail(address, at)

    return breaks


def test_a_machine_gets_the_same_answer_and_no_mail(client, contact):
    answer = client.post(ASK, {"email": contact.email, "website": "http://spam.test"})

    assert "Check your mail" in answer.content.decode()
    assert not HostAsk.objects.exists()
    assert Message.objects.count() == 0


def test_who_asks_too_often_gets_the_same_answer_and_no_mail(client, contact):
    HostContactFactory.create_batch(7, email="other@praksis.test")
    answers = [client.post(ASK, {"email": "nobody@praksis.test"}) for _n in range(6)]
    assert {it.status_code for it in answers} == {200}

    for _n in range(6):
        client.post(ASK, {"email": contact.email})
        hosts.call()
        HostLink.objects.update(opened_at="2026-11-21T12:00Z", device="x")

    assert Message.objects.filter(to=contact.email).count() == 5


def test_an_address_that_is_none_is_said_beside_the_field(client, clock):
    answer = client.post(ASK, {"email": "birthe"}).content.decode()

    assert "Write an address like anna@example.com." in answer
    assert 'value="birthe"' in answer
    assert Message.objects.count() == 0


def test_the_foot_of_every_page_leads_there(client, clock):
    assert 'href="/en/host/"' in client.get("/en/my-sign-ups/").content.decode()
