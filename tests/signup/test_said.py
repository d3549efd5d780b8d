"""What a claim's own page says first: its heading and one sentence, in every state."""

from datetime import timedelta

import pytest

from events.domain import attendance, scheduling
from events.models import Occurrence, Registration, RegistrationState
from office.actor import SYSTEM
from tests.factories import open_occurrence
from tests.signup.people import link, placed, press, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(client, occurrence):
    """The heading and the first sentence of a claim's page, in English."""

    def read(claim):
        type(claim).objects.filter(pk=claim.pk).update(language="en")
        shown = client.get(link(claim)).context
        return shown["heading"], shown["lead"]

    return read


def test_a_place_says_how_far_away_it_is(client, occurrence, clock, said):
    registration = placed(client, occurrence)
    start, end = occurrence.starts_at, occurrence.ends_at
    assert said(registration)[1].startswith("We look forward to seeing you on Thursday 10 December")
    headings = {
        start - timedelta(hours=34): "You have a place",
        start - timedelta(hours=20): "See you tomorrow",
        start - timedelta(hours=2): "See you today",
        start: "It has begun",
        end: "You had a place",
    }
    for at, heading in headings.items():
        clock.stop(at)
        assert said(registration)[0] == heading, at


def test_afterwards_it_thanks_who_came_and_asks_whoever_did_not(client, occurrence, clock, said):
    came, missed = placed(client, occurrence), placed(client, occurrence, "bo@student.ku.dk")
    clock.stop(occurrence.ends_at)
    assert "Once it is marked" in said(missed)[1]
    attendance.check_in(came.pk, occurrence.first_day, actor=SYSTEM)
    assert said(came)[0] == "Thank you for coming"
    attendance.close_list(occurrence.pk, actor=SYSTEM)
    assert said(missed) == (
        "You had a place",
        "It is not marked that you were there. Were you? Tell us, and we put it right.",
    )


def test_a_moved_date_says_from_when_to_when(client, occurrence, said):
    registration = placed(client, occurrence)
    occurrence.refresh_from_db()
    later, ends = (it + timedelta(days=7) for it in (occurrence.starts_at, occurrence.ends_at))
    scheduling.move(
        occurrence.pk, actor=SYSTEM, revision=occurrence.revision, starts_at=later, ends_at=ends
    )
    heading, lead = said(registration)
    assert heading == "Can you still come?"
    assert "on Thursday 17 December 2026 at 09:00, and no longer on Thursday 10" in lead


def test_an_offer_says_how_long_is_left(client, occurrence, clock, said):
    Occurrence.objects.filter(pk=occurrence.pk).update(capacity=1)
    first = placed(client, occurrence, "first@student.ku.dk")
    waiting(client, occurrence, "next@student.ku.dk")
    press(client, first, "cancel")
    offered = Registration.objects.get(state=RegistrationState.OFFERED)
    Registration.objects.filter(pk=offered.pk).update(held_until=clock.now() + timedelta(days=2))
    heading, lead = said(offered)
    assert heading == "A place is offered to you"
    assert lead.replace("\xa0", " ").endswith("that is in 2 days.")


def test_a_date_that_was_called_off_says_so_and_where_else_there_are_places(
    client, occurrence, said
):
    registration = placed(client, occurrence)
    other = open_occurrence()
    occurrence.refresh_from_db()
    scheduling.call_off(
        occurrence.pk, actor=SYSTEM, revision=occurrence.revision, reason="The roof leaks."
    )
    heading, lead = said(registration)
    assert heading == "This date has been called off"
    assert lead.endswith("The roof leaks.")
    assert f"/sign-up/{other.pk}/" in client.get(link(registration)).content.decode()


def test_a_link_that_opens_nothing_speaks_the_language_of_the_browser(client):
    shown = client.get("/registration/1-wrong/", headers={"Accept-Language": "nb, en;q=0.5"})
    assert shown.status_code == 404
    assert shown["Content-Language"] == "nb"
    assert '<html lang="nb">' in shown.content.decode()
    assert "/nb/my-sign-ups/" in shown.content.decode()
