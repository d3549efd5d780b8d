"""What a phone sends from the door may be anything: each is answered, and none stops the rest."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from events.domain import helper_passes
from events.models import CheckIn, Occurrence, WalkIn
from mail.domain import links
from office import clock as our_clock
from tests.events.people import office
from tests.factories import OccurrenceFactory, RegistrationFactory


@pytest.fixture
def camp(clock, reference) -> Occurrence:
    camp = OccurrenceFactory(camp=True)
    RegistrationFactory(occurrence=camp)
    clock.stop(camp.starts_at + timedelta(hours=1))
    return camp


@pytest.fixture
def phone(camp) -> Client:
    made = helper_passes.make(camp.pk, "Idas phone", actor=office())
    phone = Client()
    phone.post(reverse("signup:helper", args=[links.make("helper", made.pk, 1)]))
    return phone


def now() -> float:
    return our_clock.now().timestamp() * 1000


def a_tap(camp: Occurrence, **more) -> dict:
    place = camp.registrations.get()
    tap = {"tap": str(uuid4()), "registration": place.pk, "present": True}
    return tap | {"day": str(camp.first_day), "at": now()} | more


def a_walk_in(camp: Occurrence, **more) -> dict:
    return {"tap": str(uuid4()), "day": str(camp.first_day), "name": "Rie", "at": now()} | more


def send(phone: Client, camp: Occurrence, body):
    text = body if isinstance(body, str) else json.dumps({"now": now()} | body)
    url = reverse("signup:door_sync", args=[camp.pk])
    return phone.post(url, text, content_type="application/json")


NO_TAPS = [
    {"tap": 5},
    {"tap": None},
    {"tap": ["x"]},
    {"tap": {"hex": 1}},
    {"registration": 10**30},
    {"registration": -1},
    {"registration": float("nan")},
    {"registration": float("inf")},
    {"registration": "x" * 9},
    {"registration": [1]},
    {"day": 20270101},
    {"day": "2027-02-31"},
    {"day": "9999-12-31"},
    {"at": "soon"},
    {"at": float("nan")},
    {"at": float("inf")},
    {"at": 1e300},
    {"at": None},
]


@pytest.mark.parametrize("wrong", NO_TAPS, ids=repr)
def test_a_tap_that_cannot_be_read_leaves_the_others(phone, camp, wrong):
    good = a_tap(camp)
    sent = [a_tap(camp, **wrong), good]
    answer = send(phone, camp, {"taps": sent})

    assert answer.status_code == 200
    fates = {it["tap"]: it["fate"] for it in answer.json()["answers"]}
    assert len(fates) == 2
    assert fates[good["tap"]] == "accepted"
    assert set(fates.values()) == {"accepted", "refused"}


@pytest.mark.parametrize(
    "name", ["\ud800", "a\x00b", "\u202e", "<img src=x onerror=alert(1)>", "x" * 5000], ids=ascii
)
def test_whatever_a_walk_in_is_called_the_others_are_kept(phone, camp, name):
    good = a_walk_in(camp)
    answer = send(
        phone,
        camp,
        {"taps": [a_tap(camp)], "walk_ins": [a_walk_in(camp, name=name, email=name), good]},
    )

    assert answer.status_code == 200
    assert len(answer.json()["answers"]) == 3
    assert CheckIn.objects.count() == 1
    assert WalkIn.objects.filter(tap=good["tap"]).exists()


@pytest.mark.parametrize(
    "body",
    [
        "x",
        "[]",
        "5",
        "{}",
        "[" * 100_000,
        '{"now": ' + "[" * 100_000,
        '{"now": NaN}',
        '{"now": 1e999}',
        '{"now": "x"}',
        '{"now": ' + "9" * 5000 + "}",
        "\xff\xfe",
    ],
    ids=lambda it: it[:12],
)
def test_what_is_no_letter_of_a_phone_is_refused(phone, camp, body):
    assert send(phone, camp, body).status_code == 400


@pytest.mark.parametrize("rows", [5, "taps", {"a": 1}, [[]], [5], ["x"], [None]], ids=repr)
def test_lists_that_are_none_take_nothing(phone, camp, rows):
    assert send(phone, camp, {"taps": rows, "walk_ins": rows}).status_code == 200
    assert not CheckIn.objects.exists()
    assert not WalkIn.objects.exists()


@pytest.mark.parametrize("name", ["a\x00b", "\x00"], ids=ascii)
def test_a_walk_in_without_script_may_be_called_anything(phone, camp, name):
    url = reverse("signup:door_walk_in", args=[camp.pk])
    assert phone.post(url, {"name": name}).status_code in {302, 400}


def test_numbers_too_large_for_a_row_are_nobodys(phone, camp):
    large = 10**30
    assert phone.get(f"/check-in/{large}/").status_code == 403
    assert phone.post(f"/check-in/{large}/sync", "{}", "application/json").status_code == 403
    url = reverse("signup:door_tap", args=[camp.pk])
    assert phone.post(url, {"tap": f"{large}:1:{uuid4()}"}).status_code == 400
