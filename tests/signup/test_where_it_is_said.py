"""After a button far down the page of a place: the browser opens at what is said about it."""

import re
from datetime import timedelta

import pytest

from events.domain import attendance
from events.models import Registration
from office.actor import SYSTEM
from tests.factories import (
    ContactFactory,
    EventFactory,
    OccurrenceFactory,
    QuestionFactory,
    RegistrationFactory,
    SpotFactory,
)
from tests.signup.people import link, press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

FORM = re.compile(
    r'<form method="post"(?: action="#([\w-]+)")?(?:(?!</form>).)*?name="act" value="(\w+)"',
    re.DOTALL,
)
SAID = re.compile(r'<(?:p|div) class="notice (success|warning|error)[^>]* id="([\w-]+-said)"')
DONE, WRONG = "success", "error"
NEEDS = {"food_note": "celeriac", "yes": "on"}
NAMED = {"name": "Ida Holm", "phone": "99 88 77 66", "yes": "on"}


@pytest.fixture
def place(clock) -> Registration:
    """On a camp that asks everything."""
    asks = {"asks_food": True, "asks_emergency": True}
    camp = OccurrenceFactory(camp=True, event=EventFactory(kind="camp", **asks))
    SpotFactory.create_batch(3, occurrence=camp)
    contact = ContactFactory(language="en")
    return RegistrationFactory(occurrence=camp, contact=contact, language="en")


@pytest.fixture
def after(place, clock) -> Registration:
    """The same on its first evening, having come."""
    clock.stop(place.occurrence.starts_at + timedelta(hours=1))
    attendance.check_in(place.pk, place.occurrence.first_day, actor=SYSTEM)
    clock.stop(place.occurrence.ends_at)
    return place


def pressed(client, place: Registration, act: str, **typed: str) -> list[str]:
    """How the notice looks to which the fragment of the pressed button's form leads."""
    forms = FORM.findall(client.get(link(place)).content.decode())
    leads_to = {name: fragment for fragment, name in forms}[act]
    answer = press(client, place, act, **typed)
    page = answer.content.decode()
    is_wrong = page.split("<title>")[1].lstrip().startswith("Errors in the form:")
    looks = [look for look, where in SAID.findall(page) if where == leads_to]
    assert is_wrong == (WRONG in looks)
    return looks


@pytest.mark.parametrize(
    ("act", "typed", "wrong", "forget"),
    [
        ("tell_needs", NEEDS, {"food_note": "celeriac"}, "forget_needs"),
        ("tell_emergency", NAMED, {"name": "Ida"}, "forget_emergency"),
        ("friend", {"friend": "Emil Kjær"}, {"friend": ""}, "forget_friend"),
    ],
)
def test_what_is_told_refused_or_deleted_is_said_where_the_button_was(
    client, place, act, typed, wrong, forget
):
    assert pressed(client, place, act, **wrong) == [WRONG]
    assert pressed(client, place, act, **typed) == [DONE]
    assert pressed(client, place, forget) == [DONE]


def test_wishes_are_answered_where_they_are_made(client, place):
    (room, *_others) = place.occurrence.spots.all()
    twice = {"room_0": room.pk, "room_1": room.pk}
    assert pressed(client, place, "wish", **twice) == [WRONG]
    assert pressed(client, place, "wish", room_0=room.pk) == [DONE]


def test_answers_are_spoken_of_where_they_are_given(client, place):
    question = QuestionFactory(event=place.occurrence.event, kind="number")
    name = f"q{question.pk}v{question.version}"
    assert pressed(client, place, "tell_answers", **{name: "many"}) == [WRONG]
    assert pressed(client, place, "tell_answers") == ["warning"]
    assert pressed(client, place, "tell_answers", **{name: "2"}) == [DONE]


def test_the_evaluation_is_answered_where_it_is_asked(client, after):
    event = after.occurrence.event
    question = QuestionFactory(event=event, moment="after_attending", required=False)
    name = f"q{question.pk}v{question.version}"
    assert pressed(client, after, "evaluate") == [WRONG]
    assert pressed(client, after, "evaluate", **{name: "Good"}) == [DONE]


def test_the_one_question_afterwards_is_refused_where_it_is_asked(client, after):
    assert pressed(client, after, "answer", likelihood="11") == [WRONG]


def test_what_is_wrong_now_is_not_thanked_for_as_before(client, place):
    sent = {"act": "tell_needs", "food_note": "celeriac"}
    page = client.post(f"{link(place)}?done=needs", sent).content.decode()
    assert "There are errors in the form" in page
    assert "we have noted it" not in page


def test_what_is_deleted_after_the_end_is_said_at_the_top(client, place, clock):
    press(client, place, "tell_needs", **NEEDS)
    clock.stop(place.occurrence.ends_at)
    page = press(client, place, "forget_needs").content.decode()
    assert page.count("It is deleted.") == 1
    assert "needs-said" not in page
