"""What the public is told of a date, in each of its states."""

from datetime import timedelta

import pytest

from events.domain.showing import show
from events.models import Occurrence, OccurrenceState
from events.models.states import RegistrationState
from tests.factories import (
    NOW,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    open_occurrence,
)


def shown(occurrence, at=NOW):
    row = Occurrence.objects.with_page().with_counts().select_related("event").get(pk=occurrence.pk)
    return show(row, at)


def fill(occurrence, confirmed=0, waiting=0, offered=0):
    for _ in range(confirmed):
        RegistrationFactory(occurrence=occurrence)
    for _ in range(offered):
        RegistrationFactory(
            occurrence=occurrence,
            state=RegistrationState.OFFERED,
            held_until=NOW + timedelta(hours=48),
        )
    for _ in range(waiting):
        TurnFactory(occurrence=occurrence)


@pytest.fixture(autouse=True)
def _database(db):
    pass


def test_many_free_places_are_open():
    showing = shown(open_occurrence(capacity=10))
    assert (showing.state, showing.can_sign_up, showing.joins_waitlist) == ("open", True, False)


@pytest.mark.parametrize(("taken", "state"), [(4, "open"), (5, "few"), (9, "few"), (10, "full")])
def test_few_begins_at_five_free_places(taken, state):
    occurrence = open_occurrence(capacity=10)
    fill(occurrence, confirmed=taken)
    assert shown(occurrence).state == state


def test_full_says_how_many_wait_and_lets_one_join():
    occurrence = open_occurrence(capacity=2)
    fill(occurrence, confirmed=2, waiting=3)
    showing = shown(occurrence)
    assert (showing.state, showing.waiting) == ("full", 3)
    assert showing.can_sign_up
    assert showing.joins_waitlist
    assert "3" in showing.words


def test_a_full_waitlist_takes_nobody():
    occurrence = open_occurrence(capacity=1, waitlist_limit=2)
    fill(occurrence, confirmed=1, waiting=2)
    showing = shown(occurrence)
    assert (showing.state, showing.can_sign_up) == ("full_list_full", False)


def test_without_a_waitlist_full_is_full():
    occurrence = open_occurrence(capacity=1, waitlist_limit=0)
    fill(occurrence, confirmed=1)
    assert shown(occurrence).can_sign_up is False


def test_a_place_on_offer_is_said_to_be_offered():
    occurrence = open_occurrence(capacity=2)
    fill(occurrence, confirmed=1, offered=1, waiting=1)
    showing = shown(occurrence)
    assert (showing.state, showing.joins_waitlist) == ("being_offered", True)


def test_a_free_place_is_not_promised_while_somebody_waits():
    occurrence = open_occurrence(capacity=2)
    fill(occurrence, confirmed=1, waiting=1)
    assert shown(occurrence).state == "being_offered"


def test_unproven_turns_do_not_count_as_waiting():
    occurrence = open_occurrence(capacity=1, waitlist_limit=1)
    fill(occurrence, confirmed=1)
    TurnFactory(occurrence=occurrence, contact=None, proven_at=None, email="a@student.test")
    assert shown(occurrence).can_sign_up


def test_before_the_window_the_opening_is_named_in_the_zone_of_the_event():
    occurrence = open_occurrence(opens_at=NOW + timedelta(days=1))
    showing = shown(occurrence)
    assert (showing.state, showing.can_sign_up) == ("not_open", False)
    assert "kl.\xa013.00" in showing.words


def test_the_window_is_half_open():
    occurrence = open_occurrence()
    assert shown(occurrence, occurrence.opens_at).state == "open"
    just_before = occurrence.opens_at - timedelta(microseconds=1)
    assert shown(occurrence, just_before).state == "not_open"
    assert shown(occurrence, occurrence.closes_at).state == "closed"
    assert shown(occurrence, occurrence.ends_at).state == "past"


def test_a_foreign_zone_is_named():
    occurrence = open_occurrence(event__zone="America/New_York", opens_at=NOW + timedelta(days=1))
    assert "07.00 (America/New York)" in shown(occurrence).words


def test_called_off_stays_called_off_when_it_is_over():
    occurrence = open_occurrence(state=OccurrenceState.CALLED_OFF, called_off_at=NOW)
    assert shown(occurrence, occurrence.ends_at + timedelta(days=9)).state == "called_off"


def test_a_draft_is_a_draft_whatever_the_time():
    occurrence = OccurrenceFactory(state=OccurrenceState.DRAFT)
    assert shown(occurrence).state == "draft"


def test_nobody_signs_up_while_the_page_is_not_live():
    occurrence = OccurrenceFactory()
    assert shown(occurrence).state == "open"
    assert shown(occurrence).can_sign_up is False


def test_showing_asks_the_database_nothing(django_assert_num_queries):
    occurrence = open_occurrence()
    row = Occurrence.objects.with_page().with_counts().select_related("event").get(pk=occurrence.pk)
    with django_assert_num_queries(0):
        show(row, NOW)
