"""Wishes on the page of a sign-up, and what is theirs once it is shown."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from contacts.models import Contact
from events.domain import allocating
from events.models import Allocation, Registration, SpotKind, Wish
from mail.domain import links
from office.actor import SYSTEM
from tests.factories import (
    NOW,
    ContactFactory,
    HostFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
)
from tests.signup.people import everything, link, press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

SATURDAY = datetime(2027, 1, 16, 8, tzinfo=UTC)


@pytest.fixture
def camp(clock):
    return OccurrenceFactory(camp=True)


@pytest.fixture
def place(camp):
    contact = ContactFactory(name="Asta Holm", language="en")
    return RegistrationFactory(occurrence=camp, contact=contact, language="en")


def practice(camp, **fields):
    hours = {"starts_at": SATURDAY, "ends_at": SATURDAY + timedelta(hours=6)}
    return SpotFactory(occurrence=camp, kind=SpotKind.HOST, name="", **hours, **fields)


def practices(camp, n=4):
    return [practice(camp, host=HostFactory(name=f"Practice {it}")) for it in range(n)]


def page(client, claim):
    return client.get(link(claim)).content.decode()


def wish(client, claim, spots, slot="host:2027-01-16"):
    sent = {f"{slot}_{n}": getattr(it, "pk", it) for n, it in enumerate(spots)}
    return press(client, claim, "wish", **sent)


def wished(claim):
    return list(claim.wishes.values_list("spot", flat=True))


def test_nothing_is_asked_where_there_is_nothing_to_choose(client, camp, place):
    assert "Where would you like to be?" not in page(client, place)
    practice(camp, host=HostFactory())
    assert "Where would you like to be?" not in page(client, place)


def test_wishes_are_kept_shown_and_changed(client, camp, place):
    a, b, c, d = practices(camp)
    said = wish(client, place, [c, a, d]).content.decode()
    assert "we have noted your wishes" in said
    assert wished(place) == [c.pk, a.pk, d.pk]
    assert len(re.findall(f'<option value="(?:{c.pk}|{a.pk}|{d.pk})" selected', said)) == 3
    wish(client, place, ["", b, ""])
    assert wished(place) == [b.pk]
    wish(client, place, ["", "", ""])
    assert wished(place) == []


def test_each_slot_has_its_own_wishes(client, camp, place):
    a, _b = practices(camp, 2)
    room, _other = SpotFactory(occurrence=camp), SpotFactory(occurrence=camp)
    sent = {"host:2027-01-16_0": a.pk, "room_0": room.pk}
    press(client, place, "wish", **sent)
    assert wished(place) == [a.pk, room.pk]
    said = page(client, place)
    assert "Host practice on Saturday 16 January 2027" in said
    assert said.count("Third wish") == 0  # of two, nobody needs a third


@pytest.mark.parametrize("spots", ["twice", "elsewhere", "words"])
def test_a_wish_that_cannot_be_is_said_at_its_field_and_nothing_is_lost(client, camp, place, spots):
    a, b, *_more = practices(camp)
    elsewhere = SpotFactory()
    wish(client, place, [b])
    sent = {"twice": [a, a], "elsewhere": [a, elsewhere], "words": [a, "x"]}[spots]
    said = wish(client, place, sent).content.decode()
    assert "There are errors in the form" in said
    assert f'<option value="{a.pk}" selected' in said
    assert wished(place) == [b.pk]


def test_looking_at_the_page_changes_nothing(client, camp, place):
    practices(camp)
    rows = everything()
    page(client, place)
    client.head(link(place))
    assert everything() == rows
    assert not Wish.objects.exists()


def test_once_shown_the_page_says_what_is_theirs_and_takes_no_wishes(client, camp, place):
    host = HostFactory(name="The doctors by the bridge")
    mine, other = practice(camp, host=host, note="The red door"), practices(camp, 1)[0]
    SpotFactory(occurrence=camp)
    Allocation.objects.create(spot=mine, registration=place, slot=mine.slot)
    neighbour = RegistrationFactory(occurrence=camp, contact__name="Bo Lind")
    Allocation.objects.create(spot=mine, registration=neighbour, slot=mine.slot)
    assert "The red door</dd>" not in page(client, place)
    allocating.show(camp.pk, actor=SYSTEM)
    said = page(client, place)
    assert "09:00–15:00: The doctors by the bridge, Torvet 1, 4600 Køge (The red door)" in said
    assert "Not decided yet. We will write to you." in said  # the room
    assert str(other) not in said
    assert "Bo Lind" not in said
    refused = wish(client, place, [other])
    assert refused.status_code == 409
    assert "Wishes can no longer be changed." in refused.content.decode()
    assert not Wish.objects.exists()


def test_wishes_end_with_the_start_and_only_a_place_has_them(client, camp, place, clock):
    a, *_more = practices(camp)
    held = RegistrationFactory(
        occurrence=camp, state="offered", held_until=NOW + timedelta(days=1), language="en"
    )
    assert "Where would you like to be?" not in page(client, held)
    wish(client, held, [a])
    clock.stop(camp.starts_at)
    assert "Where would you like to be?" not in page(client, place)
    wish(client, place, [a])
    assert not Wish.objects.exists()


def test_the_page_asks_no_more_for_many_spots(client, camp, place):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for n in (2, 20):
        practices(camp, n)
        for shown in (False, True):
            type(camp).objects.update(spots_shown_at=NOW if shown else None)
            page(client, place)
            with CaptureQueriesContext(connection) as asked:
                page(client, place)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_my_data_has_where_somebody_is_and_what_they_wished(client, camp, place):
    a, b, *_more = practices(camp)
    wish(client, place, [b])
    Allocation.objects.create(spot=a, registration=place, slot=a.slot, by_hand=True)
    contact = Contact.objects.get(pk=place.contact_id)
    token = links.make("my-data", contact.pk, contact.link_version, NOW + timedelta(minutes=30))
    told = client.post(f"/my-data/{token}/", {"act": "download"}).json()
    assert [it["spot"] for it in told["spots"]] == ["Practice 0"]
    assert told["spots"][0]["by_hand"] is True
    assert [(it["spot"], it["rank"]) for it in told["wishes"]] == [("Practice 1", 1)]
    shown = client.post(f"/my-data/{token}/", {"act": "open"}).content.decode()
    assert "What you wished for" in shown
    assert Registration.objects.count() == 1
