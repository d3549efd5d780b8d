"""The page of a turn in the waitlist."""

from datetime import timedelta

import pytest

from events.models import Because, Occurrence, Registration, Turn
from mail.domain import links
from tests.factories import RegistrationFactory
from tests.signup.people import everything, link, mails_to, placed, press, sign_up, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(occurrence) -> Occurrence:
    RegistrationFactory.create_batch(2, occurrence=occurrence)
    return occurrence


@pytest.fixture
def unproven(client, full) -> Turn:
    sign_up(client, full)
    return Turn.objects.get()


def test_the_link_shows_the_proof_page_and_changes_nothing(client, unproven):
    before = everything()
    response = client.get(link(unproven))
    assert response.context["standing"] == "proof"
    assert "Asta H." in response.content.decode()
    assert client.head(link(unproven)).status_code == 200
    assert everything() == before


def test_pressing_the_button_counts_and_says_the_number_twice(client, full):
    first = waiting(client, full, "one@student.ku.dk")
    second = waiting(client, full, "two@student.ku.dk")
    for _ in range(2):
        assert press(client, second).context["position"] == 2
    Turn.objects.update(language="en")
    shown = client.get(link(first))
    assert shown.context["position"] == 1
    assert "You are number\N{NO-BREAK SPACE}1 in the waitlist</h1>" in shown.content.decode()
    assert mails_to("two@student.ku.dk") == ["prove", "waiting"]


def test_wrong_revoked_and_old_links_open_nothing(client, full, clock):
    turn = waiting(client, full, "asta@student.ku.dk")
    path = link(turn)
    assert client.get(path[:-2] + "/").status_code == 404
    assert client.get(f"/turn/{links.make('turn', 999, 1)}/").status_code == 404
    Turn.objects.update(link_version=2)
    assert client.get(path).status_code == 410
    turn.refresh_from_db()
    clock.stop(full.ends_at + timedelta(days=30))
    assert client.get(link(turn)).status_code == 410


def test_leaving_is_asked_about_and_ends_the_turn_once(client, full):
    turn = waiting(client, full, "asta@student.ku.dk")
    assert 'value="leave"' not in client.get(link(turn)).content.decode()
    assert 'value="leave"' in client.get(link(turn) + "?step=leave").content.decode()
    for _ in range(2):
        response = press(client, turn, "leave")
        assert response.context["standing"] == "ended"
    turn.refresh_from_db()
    assert turn.ended_because == Because.LEFT


def test_a_turn_leads_on_to_the_place_it_was_offered(client, occurrence):
    Occurrence.objects.filter(pk=occurrence.pk).update(capacity=1)
    first = placed(client, occurrence, "first@student.ku.dk")
    turn = waiting(client, occurrence, "next@student.ku.dk")
    press(client, first, "cancel")
    offer = Registration.objects.get(contact__email="next@student.ku.dk")
    assert client.get(link(turn))["Location"] == link(offer)
    assert press(client, turn).context["standing"] == "offered"


def test_a_turn_that_finds_a_free_place_becomes_it(client, full):
    sign_up(client, full)
    turn = Turn.objects.get()
    Occurrence.objects.filter(pk=full.pk).update(capacity=3)
    response = press(client, turn)
    assert response.context["standing"] == "confirmed"
    assert press(client, turn).context["standing"] == "confirmed"


def test_a_full_waitlist_says_so_at_the_button(client, full):
    sign_up(client, full)
    turn = Turn.objects.get()
    Occurrence.objects.filter(pk=full.pk).update(waitlist_limit=0)
    response = press(client, turn)
    assert response.context["standing"] == "ended"
    turn.refresh_from_db()
    assert turn.ended_because == Because.LIST_FULL


def test_this_was_not_me_ends_the_turn(client, unproven):
    press(client, unproven, "not_me")
    unproven.refresh_from_db()
    assert unproven.ended_because == Because.NOT_ME
    assert client.get(link(unproven)).status_code == 410


def test_my_data_is_mailed_from_the_page(client, full):
    turn = waiting(client, full, "asta@student.ku.dk")
    press(client, turn, "my_data")
    assert mails_to("asta@student.ku.dk")[-1] == "my_data"
