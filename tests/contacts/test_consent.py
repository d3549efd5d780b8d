"""A yes or a no, with its words and its time."""

from datetime import timedelta

import pytest

from contacts.domain import consent
from contacts.models import Consent
from tests.conftest import NOW
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

PURPOSE = Consent.Purpose.WRITE_TO_ME


def say(contact, *, granted, days=0):
    return consent.record(
        contact,
        PURPOSE,
        granted=granted,
        wording="write to me",
        source="a test",
        at=NOW + timedelta(days=days),
    )


def test_silence_is_a_no():
    assert not consent.has(ContactFactory(), PURPOSE)


def test_the_newest_word_counts_and_all_are_kept():
    contact = ContactFactory()
    say(contact, granted=True)
    say(contact, granted=False, days=1)
    assert not consent.has(contact, PURPOSE)
    say(contact, granted=True, days=2)
    assert consent.has(contact, PURPOSE)
    assert contact.consents.count() == 3


def test_saying_the_same_again_adds_nothing():
    contact = ContactFactory()
    assert say(contact, granted=False) is None
    say(contact, granted=True)
    assert say(contact, granted=True, days=1) is None
    assert contact.consents.count() == 1
