"""Coming with a friend: a clean link, and a name; nobody is told who is signed up."""

import re

import pytest

from contacts.models.contact import short_name
from events.models import Friend
from tests.factories import ContactFactory, OccurrenceFactory, RegistrationFactory
from tests.signup.people import link, press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def place(clock):
    camp = OccurrenceFactory(camp=True)
    contact = ContactFactory(name="Asta Holm", language="en")
    return RegistrationFactory(occurrence=camp, contact=contact, language="en")


def page(client, claim):
    return client.get(link(claim)).content.decode()


def test_the_link_to_share_is_the_public_one_and_nobodys_own(client, place):
    text = page(client, place)
    [shared] = set(re.findall(r'data-address="([^"]*)"', text))
    assert shared.endswith(f"/en/events/{place.occurrence.event_id}/?fra=ven")
    assert f'<a href="{shared}">' in text
    assert link(place).strip("/").split("/")[-1] not in shared


def test_a_name_is_kept_and_whoever_holds_the_link_reads_no_more_than_its_first_word(client, place):
    said = press(client, place, "friend", friend="Emil<b> Munk Kjær").content.decode()
    assert "we have noted it" in said
    assert "You have named Emil&lt;b&gt; K., and" in said
    assert "Kjær" not in said
    assert "Munk" not in said
    assert Friend.objects.get().name == "Emil<b> Munk Kjær"


def test_a_name_is_deleted_by_its_button_and_not_by_an_empty_field(client, place):
    press(client, place, "friend", friend="Emil Kjær")
    said = press(client, place, "friend", friend=" ").content.decode()
    assert "Write your friend’s name." in said
    assert "You have named Emil K." in said
    assert Friend.objects.exists()
    said = press(client, place, "forget_friend").content.decode()
    assert "It is deleted." in said
    assert "You have named" not in said
    assert not Friend.objects.exists()


def test_a_name_too_long_is_refused_and_stays(client, place):
    said = press(client, place, "friend", friend="x" * 81).content.decode()
    assert 'id="friend-said"' in said
    assert "x" * 81 in said
    assert not Friend.objects.exists()


def test_the_answer_is_the_same_whether_the_friend_is_signed_up_or_not(client, place):
    def answered(name):
        answer = client.post(link(place), {"act": "friend", "friend": name})
        return (
            answer.status_code,
            answer["Location"],
            page(client, place).replace(short_name(name), "X"),
        )

    contact = ContactFactory(name="Emil Kjær")
    there = RegistrationFactory(occurrence=place.occurrence, contact=contact)
    Friend.objects.create(registration=there, name="Asta Holm", recorded_at=there.created_at)
    assert answered("Emil Kjær") == answered("Nora Nobody")


def test_a_visit_asks_for_no_name_but_can_be_shared(client, clock):
    contact = ContactFactory(language="en")
    visit = RegistrationFactory(contact=contact, language="en")
    text = page(client, visit)
    assert "data-address=" in text
    assert "Would you like to be placed with somebody?" not in text


def test_what_has_begun_is_shared_no_more(client, place, clock):
    clock.stop(place.occurrence.starts_at)
    assert "data-address=" not in page(client, place)
