"""Where people come from: the word of an address, and how many came by it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from events.domain import erasure, moving
from events.domain.sources import Source, make_word, sources_of, with_word, word_in
from events.models import Because
from events.models.registration import LONGEST_WORD
from office.actor import SYSTEM, Actor
from tests.factories import (
    NOW,
    ContactFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.mark.parametrize(
    ("typed", "word"),
    [("SAMS", "sams"), ("SAMS forår 2027", "sams-foraar-2027"), ("Kø & bær!", "koe-baer")],
)
def test_what_a_coordinator_types_becomes_a_word(typed, word):
    assert make_word(typed) == word


@given(st.text(max_size=60))
def test_whatever_is_typed_the_word_made_of_it_is_one_or_none(typed):
    word = make_word(typed)
    assert word_in(word) == word


@given(st.text(max_size=60))
def test_what_an_address_says_is_a_small_word_or_nothing(text):
    word = word_in(text)
    assert len(word) <= LONGEST_WORD
    assert not word or (word.replace("-", "").isalnum() and word.isascii())


def test_no_word_leaves_an_address_as_it_is():
    assert with_word("/camps/", "sams") == "/camps/?fra=sams"
    assert with_word("/camps/", "") == "/camps/"


@pytest.fixture
def date(db):
    return OccurrenceFactory(starts_at=NOW - timedelta(days=3), opens_at=NOW - timedelta(days=90))


def test_people_are_counted_once_by_the_word_they_came_by(date):
    place = RegistrationFactory(occurrence=date, came_from="sams")
    TurnFactory(
        occurrence=date,
        contact=place.contact,
        came_from="sams",
        offer=place,
        ended_at=NOW,
        ended_because=Because.ACCEPTED,
    )
    TurnFactory(occurrence=date, came_from="sams")
    RegistrationFactory(occurrence=date, came_from="plakat")
    RegistrationFactory.create_batch(3, occurrence=date)

    assert sources_of([date]) == [
        Source("sams", sign_ups=2, places=1),
        Source("plakat", sign_ups=1, places=1),
        Source("", sign_ups=3, places=3),
    ]


def test_whose_address_has_not_answered_is_not_counted(date):
    RegistrationFactory(
        occurrence=date,
        contact=None,
        proven_at=None,
        email="a@b.dk",
        state="unconfirmed",
        held_until=NOW + timedelta(hours=1),
        came_from="sams",
    )
    assert sources_of([date]) == []


def test_the_word_goes_along_to_another_date(db):
    place = RegistrationFactory(came_from="sams")
    other = OccurrenceFactory(event=place.occurrence.event)
    moved = moving.move(place.pk, other.pk, actor=Actor("coordinator:1"), reason="asked")
    assert moved.came_from == "sams"


def test_with_the_person_the_word_is_gone(date):
    contact = ContactFactory()
    place = RegistrationFactory(occurrence=date, contact=contact, came_from="sams")
    turn = TurnFactory(
        occurrence=date,
        contact=contact,
        came_from="sams",
        ended_at=NOW,
        ended_because=Because.LEFT,
    )
    erasure.erase(contact.pk, actor=SYSTEM)
    for claim in (place, turn):
        claim.refresh_from_db()
        assert claim.came_from == ""


def test_many_people_are_counted_by_as_many_questions_as_one(date):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            sources_of([date])
        return len(seen)

    RegistrationFactory(occurrence=date)
    one = asked()
    RegistrationFactory.create_batch(5, occurrence=date, came_from="sams")
    assert asked() == one <= 4
