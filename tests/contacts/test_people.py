"""The person behind an address."""

import pytest
from django.db import IntegrityError, transaction

from contacts.domain import people
from contacts.models.contact import short_name
from tests.conftest import NOW
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


def make(email="asta@student.test", name="Asta Holm"):
    return people.find_or_make(email, name=name, phone="", language="da", at=NOW)


def test_an_address_is_one_person_and_is_never_overwritten():
    first = make()
    assert make(name="Somebody Else") == first
    first.refresh_from_db()
    assert first.name == "Asta Holm"


def test_an_address_in_capitals_is_the_same_person():
    make()
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactFactory(email="ASTA@student.test")


def test_an_erased_row_belongs_to_nobody():
    ContactFactory(email="", name="", phone="", erased_at=NOW)
    assert people.find("") is None


@pytest.mark.parametrize(
    ("name", "shown"), [("Anna Marie Holm", "Anna H."), ("Anna", "Anna"), ("", "")]
)
def test_a_page_shows_the_first_name_and_an_initial(name, shown):
    assert short_name(name) == shown
