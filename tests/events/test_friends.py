"""The name of a friend to be placed with: kept, matched, used, and gone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact
from events.domain import allocating, erasure, friends, registrations, retention, spot_board
from events.domain.errors import ActRefused, ClaimEnded
from events.domain.friends import Friends
from events.models import Allocation, Friend, SpotKind
from office.actor import PERSON, SYSTEM
from tests.events.people import office
from tests.factories import (
    NOW,
    ContactFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "in_english")]


@pytest.fixture
def camp(clock):
    return OccurrenceFactory(camp=True, capacity=30)


def person(camp, name):
    return RegistrationFactory(occurrence=camp, contact=ContactFactory(name=name))


def written(place):
    return list(Friend.objects.filter(registration=place).values_list("name", flat=True))


def test_a_name_is_kept_changed_and_taken_back(camp):
    place = person(camp, "Asta Holm")
    friends.name(place.pk, "  Emil   Kjær ")
    friends.name(place.pk, "Emil Kjær")
    assert written(place) == ["Emil Kjær"]
    friends.name(place.pk, "Ida Bach")
    assert written(place) == ["Ida Bach"]
    friends.name(place.pk, " ")
    assert written(place) == []


def test_it_can_be_named_until_the_spots_are_shown(camp, clock):
    place = person(camp, "Asta Holm")
    SpotFactory(occurrence=camp, kind=SpotKind.ROOM)
    allocating.show(camp.pk, actor=office())
    with pytest.raises(ActRefused):
        friends.name(place.pk, "Emil")
    allocating.hide(camp.pk, actor=office())
    friends.name(place.pk, "Emil")
    clock.stop(camp.starts_at)
    with pytest.raises(ActRefused):
        friends.name(place.pk, "Ida")


def test_a_visit_without_spots_places_nobody(db):
    place = RegistrationFactory()
    assert not friends.is_asked(place.occurrence, NOW)
    with pytest.raises(ActRefused):
        friends.name(place.pk, "Emil")


def test_whoever_has_no_place_names_nobody(camp):
    place = person(camp, "Asta Holm")
    registrations.cancel(place.pk, actor=PERSON)
    with pytest.raises(ClaimEnded):
        friends.name(place.pk, "Emil")


@pytest.mark.parametrize(
    ("friend", "whole", "is_meant"),
    [
        ("emil kjaer", "Emil Kjær", True),
        ("Kjær, Emil", "Emil Bo Kjær", False),
        ("Emil", "Emil Kjær", True),
        ("Emi", "Emil Kjær", False),
        ("Anne Marie Søby", "Anne-Marie Soeby", True),
        ("", "Emil Kjær", False),
        ("-", "Emil Kjær", False),
    ],
)
def test_names_match_however_they_are_written(friend, whole, is_meant):
    assert friends.is_meant(friend, whole) is is_meant


NAMES = {1: "Emil Kjær", 2: "Ida Bach", 3: "Emil Holm", 4: "Noah Lind"}


@pytest.mark.parametrize(
    ("wrote", "pairs"),
    [
        ({1: "Ida Bach", 2: "emil kjaer"}, [(1, 2)]),
        ({1: "Ida Bach"}, []),
        ({1: "Ida Bach", 2: "Emil"}, []),  # which Emil?
        ({1: "Emil", 3: "Emil"}, [(1, 3)]),  # nobody means themselves
        ({1: "Ida Bach", 2: "Noah Lind", 4: "Emil Kjær"}, []),
        ({1: "Ida", 2: "Emil Kjær", 3: "Ida", 4: "Nobody Here"}, [(1, 2)]),
    ],
)
def test_two_are_a_pair_when_each_can_only_mean_the_other(wrote, pairs):
    found = Friends(NAMES, wrote)
    assert found.pairs == pairs
    assert all(found.of(a) == b and found.of(b) == a for a, b in pairs)


def test_a_proposal_keeps_together_who_named_each_other(camp):
    people = [person(camp, name) for name in NAMES.values()]
    for n in range(2):
        SpotFactory(occurrence=camp, kind=SpotKind.ROOM, name=f"Room {n}", capacity=2)
    friends.name(people[0].pk, "Noah Lind")
    friends.name(people[3].pk, "Emil Kjær")
    for seed in range(6):
        allocating.propose(camp.pk, actor=office(), seed=seed)
        where = dict(Allocation.objects.values_list("registration", "spot"))
        assert where[people[0].pk] == where[people[3].pk]


def test_the_name_goes_with_the_place(camp):
    place = person(camp, "Asta Holm")
    friends.name(place.pk, "Emil Kjær")
    registrations.cancel(place.pk, actor=PERSON)
    assert not Friend.objects.exists()


def test_the_name_goes_two_weeks_after_the_date(camp):
    place = person(camp, "Asta Holm")
    friends.name(place.pk, "Emil Kjær")
    over = camp.ends_at + timedelta(days=14)
    assert retention.plan(over - timedelta(minutes=1)).friends == 0
    assert retention.clean(over).friends == 1
    assert not Friend.objects.exists()


def test_of_an_erased_person_the_name_goes_also_where_others_wrote_it(camp):
    emil, asta, ida = (person(camp, it) for it in ("Emil Kjær", "Asta Holm", "Ida Bach"))
    friends.name(emil.pk, "Asta")
    friends.name(asta.pk, "emil kjaer")
    friends.name(ida.pk, "Asta")
    erasure.erase(emil.contact_id, actor=SYSTEM)
    assert list(Friend.objects.values_list("registration", "name")) == [(ida.pk, "Asta")]
    assert Contact.objects.get(pk=emil.contact_id).name == ""


def test_who_is_erased_stands_in_no_wish_with_more_words_unless_it_means_somebody_else(camp):
    emil, asta, ida, _other = (
        person(camp, it) for it in ("Emil Kjær", "Asta Holm", "Ida Bach", "Emil Lund")
    )
    friends.name(asta.pk, "Emil Kjaer from Odense")
    friends.name(ida.pk, "Emil Lund")
    erasure.erase(emil.contact_id, actor=SYSTEM)
    assert list(Friend.objects.values_list("name", flat=True)) == ["Emil Lund"]


def test_the_board_asks_as_much_for_many_as_for_none(camp):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert spot_board.read(camp).friends.pairs is not None
        return len(seen)

    none = asked()
    for name in NAMES.values():
        friends.name(person(camp, name).pk, "Ida")
    assert asked() == none == 4
