"""Are you a host practice? A contact asks for the link to the practice's year."""

import pytest

from events.models import HostLink
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
    assert [(it.kind, it.to) for it in Message.objects.all()] == [("host_year", contact.email)]
    assert HostLink.objects.get().hosting is None


def test_a_machine_gets_the_same_answer_and_no_mail(client, contact):
    answer = client.post(ASK, {"email": contact.email, "website": "http://spam.test"})

    assert "Look in your mail" in answer.content.decode()
    assert Message.objects.count() == 0


def test_who_asks_too_often_gets_the_same_answer_and_no_mail(client, contact):
    HostContactFactory.create_batch(7, email="other@praksis.test")
    answers = [client.post(ASK, {"email": "nobody@praksis.test"}) for _n in range(6)]
    assert {it.status_code for it in answers} == {200}

    for _n in range(6):
        client.post(ASK, {"email": contact.email})
        HostLink.objects.update(opened_at="2026-11-21T12:00Z", device="x")

    assert Message.objects.filter(to=contact.email).count() == 5


def test_an_address_that_is_none_is_said_beside_the_field(client, clock):
    answer = client.post(ASK, {"email": "birthe"}).content.decode()

    assert "Write an address like anna@example.com." in answer
    assert 'value="birthe"' in answer
    assert Message.objects.count() == 0


def test_the_foot_of_every_page_leads_there(client, clock):
    assert 'href="/en/host/"' in client.get("/en/my-sign-ups/").content.decode()
