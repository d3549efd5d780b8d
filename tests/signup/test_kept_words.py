"""What is kept, as its owner reads it: words, no codes."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from contacts.models import Contact
from events.domain import registrations
from events.models import Registration
from office.actor import PERSON, SYSTEM
from signup.domain import my_data
from signup.kept_words import kept_words
from tests.events.people import marked
from tests.signup.people import placed, press, sign_up

pytestmark = pytest.mark.django_db

CODES = {"confirmed", "cancelled", "write_to_me", "sign_up", "sent", "queued", "ka", "KU", "da"}
CODES |= {"prove", "place", "person", "semester_shift"}


def said(language: str) -> set[str]:
    with translation.override(language):
        tables = kept_words(my_data.held(Contact.objects.get()))
    return {value for _title, rows in tables for row in rows for _label, value in row}


def test_no_code_is_shown(client, occurrence):
    sign_up(client, occurrence, consent="on")
    press(client, Registration.objects.get())
    assert not said("da") & CODES
    assert {"bekræftet", "dansk", "din plads"} <= said("da")
    assert not any(value.startswith("sign-up") for value in said("da"))


def test_days_are_written_as_on_the_pages(client, occurrence):
    placed(client, occurrence)
    assert "10 December 2026 at 09:00" in said("en")
    assert "10. december 2026 kl. 09.00" in said("da")


def test_who_ended_a_sign_up_is_said_in_words(client, occurrence, clock):
    placed(client, occurrence)
    clock.move(timedelta(minutes=1))
    registrations.cancel(Registration.objects.get().pk, actor=PERSON)
    assert "dig selv" in said("da")
    assert "person" not in said("da")


def test_how_long_somebody_was_there_is_theirs_to_see(client, occurrence, clock):
    place = placed(client, occurrence)
    clock.stop(occurrence.starts_at)
    hours = Decimal("2.5")
    marked(place.pk, occurrence.first_day, present=True, hours=hours, actor=SYSTEM)
    held = my_data.held(Contact.objects.get())
    assert held["sign_ups"][0]["hours_attended"] == "2.50"
    assert held["check_ins"][0]["hours"] == "2.50"
    json.dumps(held)
    assert "2.5 hours" in said("en")


def test_of_needs_that_are_not_kept_no_file_is_said_to_hold_them(client, occurrence):
    placed(client, occurrence)
    told, none = ({"needs": rows} for rows in ([{"updated_at": None}], []))
    with translation.override("en"):
        assert "in the file only" in kept_words(told)[0][0]
        assert kept_words(none) == [("Food and access needs", [])]
