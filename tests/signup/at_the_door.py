"""A camp, a helper's phone, and what the two say to each other."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from contacts.models import StageRecord
from events.domain import helper_passes
from events.models import CheckIn, HelperPass, Occurrence
from mail.domain import links
from tests.events.people import office
from tests.factories import (
    NOW,
    OccurrenceFactory,
    RegistrationFactory,
)


@pytest.fixture
def camp(clock, reference) -> Occurrence:
    """A camp that began an hour ago, with Zenobia Quist on it."""
    camp = OccurrenceFactory(camp=True)
    place = RegistrationFactory(
        occurrence=camp,
        contact__name="Zenobia Quist",
        contact__email="zenobia@student.test",
        contact__phone="+4511223344",
    )
    StageRecord.objects.create(contact=place.contact, stage="ka", recorded_at=NOW, source="x")
    clock.stop(camp.starts_at + timedelta(hours=1))
    return camp


@pytest.fixture
def made(camp) -> HelperPass:
    return helper_passes.make(camp.pk, "Idas phone", actor=office())


@pytest.fixture
def phone(made) -> Client:
    """The phone that opened the helper's link."""
    phone = Client()
    assert phone.post(path(made)).url == page(made.occurrence)
    return phone


def path(made: HelperPass) -> str:
    return reverse("signup:helper", args=[links.make("helper", made.pk, 1)])


def page(camp: Occurrence) -> str:
    return reverse("signup:door", args=[camp.pk])


def code(place) -> str:
    token = links.make("check-in", place.pk, place.link_version)
    return reverse("signup:check_in", args=[token])


def sync(client: Client, camp: Occurrence, *taps, walk_ins=(), **more):
    """What the phone's script sends now."""
    from office import clock

    now = clock.now().timestamp() * 1000
    rows = [{"at": now - 1000, "day": str(camp.first_day), **it} for it in taps]
    body = {"now": now, "taps": rows, "walk_ins": list(walk_ins), **more}
    url = reverse("signup:door_sync", args=[camp.pk])
    return client.post(url, json.dumps(body), content_type="application/json")


def a_tap(place, present=True, **more) -> dict:
    return {"tap": str(uuid4()), "registration": place.pk, "present": present, **more}


def here(camp) -> set[int]:
    rows = CheckIn.objects.filter(registration__occurrence=camp).present()
    return set(rows.values_list("registration_id", flat=True))


def says_nothing_of_anybody(response) -> bool:
    text = response.content.decode()
    return not any(word in text for word in ("Zenobia", "Quist", "zenobia", "11223344"))
