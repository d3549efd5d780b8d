"""The life of a registration, told once through: sign up, prove, wait, cancel, offer, accept."""

from datetime import timedelta

from events.domain import proof, registrations, waitlist
from events.domain.sign_up import sign_up
from events.models import Because, Registration, RegistrationState, Turn
from mail.models import Message
from office.actor import PERSON
from tests.factories import open_occurrence


def typed(name: str) -> dict:
    return {"name": name, "email": f"{name.lower()}@student.test", "stage": "ka"}


def test_the_third_of_two_places_waits_and_takes_the_place_that_comes_free(clock):
    occurrence = open_occurrence(capacity=2)
    for name in ("Anna", "Bo", "Clara"):
        sign_up(occurrence.pk, typed(name), language="da")
    anna, bo = Registration.objects.order_by("pk")
    clara = Turn.objects.get()
    proof.confirm(anna.pk)
    proof.confirm(bo.pk)
    assert proof.prove(clara.pk) == clara
    clock.move(timedelta(hours=1))
    registrations.cancel(anna.pk, actor=PERSON)
    offered = Registration.objects.get(state=RegistrationState.OFFERED)
    assert offered.contact.email == "clara@student.test"
    waitlist.accept(offered.pk)
    clara.refresh_from_db()
    assert clara.ended_because == Because.ACCEPTED
    assert list(Message.objects.order_by("pk").values_list("kind", "to")) == [
        ("prove", "anna@student.test"),
        ("prove", "bo@student.test"),
        ("prove", "clara@student.test"),
        ("place", "anna@student.test"),
        ("place", "bo@student.test"),
        ("waiting", "clara@student.test"),
        ("cancelled", "anna@student.test"),
        ("offer", "clara@student.test"),
        ("place", "clara@student.test"),
    ]
