"""Telling one's needs while the place or the person goes: nothing stays behind."""

import pytest

from events.domain import erasure, needs, registrations
from events.domain.errors import ActRefused
from events.domain.needs import Told
from events.models import EmergencyContact, Need
from office.actor import PERSON, SYSTEM
from tests.events.test_races import at_once, errors, running
from tests.factories import ContactFactory, EventFactory, RegistrationFactory

__all__ = ["running"]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 8
ASKS = {"asks_food": True, "asks_access": True, "asks_emergency": True}


def tell(place):
    return needs.tell(place.pk, Told(["nuts"]), wording="Keep it", actor=PERSON)


def name(place):
    told = {"name": "Ida", "phone": "99887766", "wording": "Call"}
    return needs.tell_emergency(place.pk, **told, actor=PERSON)


def a_place(**fields):
    return RegistrationFactory(
        contact=ContactFactory(), occurrence__event=EventFactory(**ASKS), **fields
    )


def test_what_is_told_while_the_place_is_given_back_goes_with_it(running):
    for _ in range(ROUNDS):
        place = a_place()
        results = at_once(
            [
                lambda place=place: tell(place),
                lambda place=place: registrations.cancel(place.pk, actor=PERSON),
                lambda place=place: name(place),
            ]
        )
        assert all(isinstance(it, ActRefused) for it in errors(results)), results
        assert not Need.objects.exists()
        assert not EmergencyContact.objects.exists()


def test_what_is_told_while_the_person_is_erased_goes_with_them(running):
    """On a date that has begun the place stays for the counts, and its lock is not taken."""
    for _ in range(ROUNDS):
        now = running.now()
        place = a_place(occurrence__starts_at=now, occurrence__opens_at=now.replace(year=2025))
        results = at_once(
            [
                lambda place=place: tell(place),
                lambda place=place: erasure.erase(place.contact_id, actor=SYSTEM),
                lambda place=place: name(place),
            ]
        )
        assert all(isinstance(it, ActRefused) for it in errors(results)), results
        assert not Need.objects.exists()
        assert not EmergencyContact.objects.exists()


def test_two_at_once_keep_one(running):
    place = a_place()
    results = at_once([lambda: tell(place) for _ in range(4)])
    assert errors(results) == []
    assert Need.objects.count() == 1
