"""Food, access and whom to call, on the page of a sign-up: asked late, told freely, never shown."""

import json
from datetime import timedelta

import pytest
from django.utils import translation

from contacts.models import Contact
from events.models import EmergencyContact, Event, Need, Registration
from mail.domain import links
from signup.wording import emergency_wording, need_wording
from tests.factories import NOW
from tests.signup.people import everything, link, placed, press, sign_up, waiting

pytestmark = pytest.mark.django_db

TOLD = {
    "does_not_eat": ["nuts", "egg"],
    "food_note": "celeriac",
    "access_note": "ramp",
    "yes": "on",
}
NAMED = {"name": "Ida Quillfeather", "phone": "99 88 77 66", "yes": "on"}
HEALTH = ["celeriac", "ramp", "Quillfeather", "99 88 77 66"]


@pytest.fixture
def place(client, occurrence) -> Registration:
    """A place on a visit, on 10 December, that asks for all three."""
    Event.objects.update(asks_food=True, asks_access=True, asks_emergency=True)
    return placed(client, occurrence)


def page(client, claim, **got) -> str:
    return client.get(link(claim), got).content.decode()


def my_data(client, act: str):
    contact = Contact.objects.get()
    token = links.make("my-data", contact.pk, contact.link_version, NOW + timedelta(minutes=30))
    return client.post(f"/my-data/{token}/", {"act": act})


# What is asked, and of whom


def test_nothing_is_asked_where_the_event_asks_nothing(client, occurrence):
    shown = page(client, placed(client, occurrence))
    assert "tell_needs" not in shown
    assert "tell_emergency" not in shown


def test_nothing_is_asked_before_there_is_a_place(client, occurrence):
    Event.objects.update(asks_food=True, asks_emergency=True)
    form = client.get(f"/sign-up/{occurrence.pk}/").content.decode()
    sign_up(client, occurrence)
    held = Registration.objects.get()
    type(occurrence).objects.update(capacity=0)
    turn = waiting(client, occurrence, "next@student.ku.dk")
    for shown in (form, page(client, held), page(client, turn)):
        assert "does_not_eat" not in shown
        assert "tell_emergency" not in shown


@pytest.mark.parametrize(
    ("asks", "fields"),
    [
        ({"asks_food": True}, {"does_not_eat", "food_note", "yes"}),
        ({"asks_access": True}, {"access_note", "yes"}),
    ],
)
def test_only_what_the_event_asks_is_asked(client, occurrence, asks, fields):
    Event.objects.update(**asks)
    section = client.get(link(placed(client, occurrence))).context["needs"]
    assert set(section.form.fields) == fields


def test_the_page_says_why_until_when_and_whom_to_call_about_an_allergy(client, place):
    with translation.override("da"):
        shown = page(client, place)
    assert "24. december 2026" in shown.lower()
    assert "17. december 2026" in shown.lower()
    assert shown.count(place.occurrence.event.contact_phone) >= 2


def test_the_page_takes_as_many_statements_whatever_is_told(
    client, place, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as seen:
        page(client, place)
    statements = len(seen)
    press(client, place, "tell_needs", **TOLD)
    press(client, place, "tell_emergency", **NAMED)
    with django_assert_num_queries(statements):
        page(client, place)


# Telling


def test_what_is_told_is_kept_with_the_consent_as_shown(client, place):
    answer = press(client, place, "tell_needs", **TOLD)
    press(client, place, "tell_emergency", **NAMED)
    need, named = Need.objects.get(), EmergencyContact.objects.get()
    assert 'role="status"' in answer.content.decode()
    assert (need.does_not_eat, need.food_note, need.access_note) == (
        ["egg", "nuts"],
        "celeriac",
        "ramp",
    )
    assert (named.name, named.phone) == ("Ida Quillfeather", "99 88 77 66")
    with translation.override("da"):
        assert need.consent_wording == need_wording(place.occurrence)
        assert named.consent_wording == emergency_wording(place.occurrence)


def test_what_was_told_is_never_shown_again(client, place):
    press(client, place, "tell_needs", **TOLD)
    press(client, place, "tell_emergency", **NAMED)
    for got in ({}, {"done": "needs"}, {"done": "emergency"}):
        shown = page(client, place, **got)
        assert not [word for word in HEALTH if word in shown]
        assert "checked" not in shown
        assert "forget_needs" in shown
        assert "forget_emergency" in shown


@pytest.mark.parametrize("act", ["tell_needs", "tell_emergency"])
def test_nothing_is_kept_without_the_tick_and_what_was_typed_stays(client, place, act):
    typed = {**TOLD, **NAMED}
    del typed["yes"]
    answer = press(client, place, act, **typed)
    name = "needs" if act == "tell_needs" else "emergency"
    form = answer.context[name].form
    assert form.errors.keys() == {"yes"}
    assert ("celeriac" if name == "needs" else "Quillfeather") in answer.content.decode()
    assert "<details open>" in answer.content.decode()
    assert not Need.objects.exists()
    assert not EmergencyContact.objects.exists()


def test_telling_nothing_is_said_so(client, place):
    answer = press(client, place, "tell_needs", yes="on", food_note="  ")
    assert answer.context["needs"].form.errors.keys() == {"does_not_eat"}
    assert not Need.objects.exists()


def test_odd_values_are_refused_beside_their_field(client, place):
    odd = {"does_not_eat": ["plutonium"], "food_note": "x" * 301, "yes": "on"}
    answer = press(client, place, "tell_needs", **odd)
    assert answer.context["needs"].form.errors.keys() == {"does_not_eat", "food_note"}
    answer = press(client, place, "tell_emergency", name="Ida", phone="soon", yes="on")
    assert answer.context["emergency"].form.errors.keys() == {"phone"}


def test_a_line_pasted_over_several_becomes_one(client, place):
    press(client, place, "tell_needs", food_note="no\r\ncelery\x00 ", yes="on")
    assert Need.objects.get().food_note == "no celery"


def test_one_press_deletes_and_twice_is_once(client, place):
    press(client, place, "tell_needs", **TOLD)
    press(client, place, "tell_emergency", **NAMED)
    for act in ("forget_needs", "forget_emergency") * 2:
        assert press(client, place, act).status_code == 200
    assert not Need.objects.exists()
    assert not EmergencyContact.objects.exists()


@pytest.mark.parametrize("act", ["tell_needs", "tell_emergency"])
def test_who_has_left_can_tell_nothing(client, place, act):
    press(client, place, "cancel")
    answer = press(client, place, act, **{**TOLD, **NAMED})
    assert answer.status_code == 409
    assert not Need.objects.exists()


def test_once_it_is_over_it_is_asked_no_more_but_can_be_deleted(client, place, clock):
    press(client, place, "tell_needs", **TOLD)
    clock.stop(place.occurrence.ends_at)
    shown = page(client, place)
    assert "tell_needs" not in shown
    assert "tell_emergency" not in shown
    assert press(client, place, "tell_needs", **TOLD).status_code == 409
    press(client, place, "forget_needs")
    assert not Need.objects.exists()


def test_opening_the_page_changes_nothing(client, place):
    press(client, place, "tell_needs", **TOLD)
    before = everything(), list(Need.objects.values())
    page(client, place)
    assert (everything(), list(Need.objects.values())) == before


# My data


def test_the_file_holds_what_the_page_of_ones_data_only_mentions(client, place):
    press(client, place, "tell_needs", **TOLD)
    press(client, place, "tell_emergency", **NAMED)
    place.contact.notes.create(text="Asked for a host near Køge.", written_at=NOW)
    shown = my_data(client, "open").content.decode()
    held = json.loads(my_data(client, "download").content)
    assert not [word for word in ("celeriac", "ramp") if word in shown]
    assert "Quillfeather" in shown
    assert "Asked for a host near Køge." in shown
    assert held["needs"][0]["does_not_eat"] == ["egg", "nuts"]
    assert held["needs"][0]["access_note"] == "ramp"
    assert held["emergency_contacts"][0]["phone"] == "99 88 77 66"
    assert held["notes"][0]["text"] == "Asked for a host near Køge."
