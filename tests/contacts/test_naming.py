"""Whether words are about somebody."""

import pytest

from contacts.domain.naming import names
from contacts.models import Contact

BO = Contact(name="Bo Ek", email="bo@student.test", phone="20 30 40 50")
SOREN = Contact(name="Søren Kjær-Lund", email="", phone="+45 20304050")
VAN = Contact(name="Anna B. van der Berg", email="", phone="")


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        (BO, "Bo drives the bus"),
        (BO, "Bos bus is full"),
        (BO, "Thanks to EK!"),
        (BO, "Write to Bo@Student.test."),
        (BO, "Call 20304050"),
        (SOREN, "Soren Kjaer drives"),
        (SOREN, "ask KJÆR"),
        (SOREN, "the Lunds"),
        (SOREN, "on +45 20 30 40 50, evenings"),
        (VAN, "Anna's coat"),
    ],
)
def test_a_part_of_a_name_an_address_or_a_number_names_them(contact, text):
    assert names(text, contact)


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        (BO, "We live in a bolig on Bornholm"),
        (BO, "jumbo@student.test"),
        (BO, "Room 2030, from 20:30 to 22"),
        (SOREN, "We meet at Lunden"),
        (VAN, "Der er plan B"),
        (Contact(name="", email="", phone=""), "Anybody"),
        (Contact(name="Ida", email="", phone="12"), "Room 12"),
    ],
)
def test_what_only_sounds_like_it_does_not(contact, text):
    assert not names(text, contact)
