"""What people type finds what is meant, on both databases alike."""

import pytest
from django.db.models import Value
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from contacts.models import Contact
from office.folding import Digits, Fold, digits, fold, phone_in
from tests.factories import ContactFactory

LETTERS = st.characters(min_codepoint=1, max_codepoint=0x17F, blacklist_categories=["Cs"])


def in_the_database(function, text: str) -> str:
    return Contact.objects.annotate(said=function(Value(text))).values_list("said", flat=True)[0]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("kjaer", "Kjær"),
        ("KJÆR", "Kjaer"),
        ("soren", "Søren"),
        ("soeren", "Søren"),
        ("sören", "Søren"),
        ("aabenraa", "Åbenrå"),
        ("abenra", "Aabenraa"),
        ("muller", "Müller"),
        ("andré", "Andre"),
        ("lukasz", "Łukasz"),
        ("ISHØJ", "ishøj"),
    ],
)
def test_one_way_to_write_finds_the_other(typed, kept):
    assert fold(typed) == fold(kept)


@pytest.mark.parametrize("text", ["20 30 40 50", "+45 20304050", "0045 2030 4050", "20.30.40.50"])
def test_a_phone_number_is_known_however_it_is_written(text):
    assert phone_in(text) == "20304050"


@pytest.mark.parametrize("text", ["Anna 1234", "123", "12-3", "", "anna"])
def test_other_texts_are_no_phone_number(text):
    assert phone_in(text) == ""


def test_a_part_of_a_number_is_enough():
    assert phone_in("4050") == "4050"


class TestBothAgree(TestCase):
    """The database folds as Python does."""

    def setUp(self) -> None:
        ContactFactory()

    @settings(max_examples=60)
    @given(st.text(alphabet=LETTERS, max_size=30))
    def test_fold(self, text: str) -> None:
        assert in_the_database(Fold, text) == fold(text)

    @settings(max_examples=20)
    @given(st.text(alphabet=LETTERS, max_size=30))
    def test_digits(self, text: str) -> None:
        assert in_the_database(Digits, text) == digits(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    ["kjær", "kjaer", "lot kja", "kjaer lotte", "student.test", "20304050", "+4520304050", "3040"],
)
def test_a_contact_is_found(text):
    ContactFactory(name="Lotte Kjær", email="lk@student.test", phone="20 30 40 50")
    ContactFactory(name="Ida Lund", email="ida@regionh.test", phone="99 88 77 66")
    assert [it.name for it in Contact.objects.found_by(text)] == ["Lotte Kjær"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "   ", "%", "_", "lotte bach", "lk@student.test ida"])
def test_nobody_is_found_by_what_nobody_is_called(text):
    ContactFactory(name="Lotte Kjær", email="lk@student.test")
    assert not Contact.objects.found_by(text).exists()
