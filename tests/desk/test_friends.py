"""Who would like to be placed with whom, at the desk."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.sheets import delimiter
from events.domain import allocating
from events.models import Friend, SpotKind
from office.actor import SYSTEM
from tests.factories import (
    NOW,
    ContactFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
)

pytestmark = pytest.mark.django_db

WROTE = {
    "Asta Holm": "emil kjaer",
    "Emil Kjær": "Asta",
    "Ida Bach": "Emil <i>Kjær",
    "Noah Lind": "",
}


@pytest.fixture
def camp(clock):
    camp = OccurrenceFactory(camp=True)
    for name, friend in WROTE.items():
        place = RegistrationFactory(occurrence=camp, contact=ContactFactory(name=name))
        if friend:
            Friend.objects.create(registration=place, name=friend, recorded_at=NOW)
    for n in range(2):
        SpotFactory(occurrence=camp, kind=SpotKind.ROOM, name=f"Room {n}", capacity=2)
    return camp


def said(desk, name, camp, **query):
    answer = desk.get(reverse(f"dates:{name}", args=[camp.pk]), query)
    return " ".join(answer.content.decode().split())


def rows(answer):
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=delimiter()))


def test_the_distribution_says_who_is_kept_together_and_who_only_wished(desk, camp):
    allocating.propose(camp.pk, actor=SYSTEM)
    text = said(desk, "spots", camp)
    assert "1 of 1 pair of friends together" in text
    assert "with Emil Kjær, as both wished" in text
    assert "with Asta Holm, as both wished" in text
    assert "would like to be with “Emil &lt;i&gt;Kjær”" in text


def test_two_who_are_apart_are_named(desk, camp):
    rooms = list(camp.spots.all())
    for claim, room in zip(camp.registrations.order_by("pk")[:2], rooms, strict=True):
        allocating.put([claim.pk], room.pk, actor=SYSTEM)
    text = said(desk, "spots", camp)
    assert "0 of 1 pair of friends together" in text
    assert "apart from Emil Kjær" in text


def test_the_list_of_participants_has_a_column_of_it_and_so_has_its_file(desk, camp):
    url = reverse("dates:edit", args=[camp.pk])
    desk.post(reverse("dates:columns", args=[camp.pk]), {"column": ["friend"]})
    text = said(desk, "edit", camp)
    assert "emil kjaer (they named each other)" in text
    file = rows(desk.get(url, {"export": "csv"}))
    heading = "Would like to be with"
    assert {row["Name"]: row[heading] for row in file} == {
        "Asta Holm": "emil kjaer (they named each other)",
        "Emil Kjær": "Asta (they named each other)",
        "Ida Bach": "Emil <i>Kjær",
        "Noah Lind": "",
    }


def test_the_file_of_the_distribution_has_it(desk, camp):
    found = rows(desk.get(reverse("dates:spots", args=[camp.pk]), {"export": "csv"}))
    assert found[2]["Would like to be with"] == "Emil <i>Kjær"


def test_a_persons_screen_says_whom_they_named(desk, camp):
    claim = camp.registrations.order_by("pk").first()
    answer = desk.get(reverse("dates:person", args=[camp.pk, "registration", claim.pk]))
    assert "emil kjaer (they named each other)" in answer.content.decode()


def test_the_tab_asks_as_much_for_many_friends_as_for_few(desk, camp):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            said(desk, "spots", camp)
        return len(seen)

    asked()
    few = asked()
    for n in range(5):
        contact = ContactFactory(name=f"Person {n}")
        place = RegistrationFactory(occurrence=camp, contact=contact)
        Friend.objects.create(registration=place, name="Asta", recorded_at=NOW)
    assert asked() == few
