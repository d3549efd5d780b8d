"""A full date: other dates with free places, and what was typed goes along."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Audience, Event, Occurrence, OccurrenceState, Registration, Turn
from office.models import Municipality, Region
from office.models.reference import Membership
from tests.factories import (
    NOW,
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
    open_occurrence,
)
from tests.signup.people import STUDENT, everything, link, placed, press, sign_up, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns(db) -> dict[str, Municipality]:
    """Two in one region, one in another."""
    made = {}
    for code, (name, region) in enumerate({"Køge": "E", "Solrød": "E", "Aarhus": "W"}.items()):
        town = Municipality.objects.create(country="DK", code=f"0{code}", name=name)
        where, _ = Region.objects.get_or_create(
            country="DK", code=region, defaults={"name": region, "valid_from": date(2020, 1, 1)}
        )
        Membership.objects.create(municipality=town, region=where, valid_from=date(2020, 1, 1))
        made[name] = town
    return made


@pytest.fixture
def full(occurrence, towns) -> Occurrence:
    """The visit in Køge is full, and its waitlist is open."""
    Occurrence.objects.filter(pk=occurrence.pk).update(
        capacity=1, municipality=towns["Køge"], waitlist_limit=5
    )
    occurrence.refresh_from_db()
    RegistrationFactory(occurrence=occurrence)
    return occurrence


def a_date(in_days: int = 30, kind: str = "visit", **fields) -> Occurrence:
    starts = NOW + timedelta(days=in_days)
    times = {
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=6),
        "closes_at": starts - timedelta(days=2),
        "offers_until": starts - timedelta(days=1),
    }
    if "event" in fields:
        return OccurrenceFactory(**times, **fields)
    return open_occurrence(event=EventFactory(kind=kind), **times, **fields)


def shown(response) -> list[int]:
    return [it.pk for it in response.context.get("elsewhere") or []]


def elsewhere(client, full: Occurrence) -> list[int]:
    return shown(client.get(f"/sign-up/{full.pk}/"))


def test_two_of_the_same_kind_stand_first_near_and_soon_then_what_is_near(client, full, towns):
    camp = a_date(10, "camp", municipality=towns["Køge"])
    far = a_date(20, municipality=towns["Aarhus"])
    region = a_date(21, municipality=towns["Solrød"])
    later, soon = (a_date(days, municipality=towns["Køge"]) for days in (40, 30))
    assert elsewhere(client, full) == [soon.pk, later.pk, camp.pk, region.pk]
    Occurrence.objects.filter(pk=region.pk).update(state=OccurrenceState.DRAFT)
    assert elsewhere(client, full) == [soon.pk, later.pk, camp.pk, far.pk]


def test_what_is_far_off_pushes_out_nothing_near(client, full, towns):
    far = [a_date(days, municipality=towns["Aarhus"]) for days in (20, 21, 22, 23)]
    near = a_date(50, "camp", municipality=towns["Køge"])
    assert elsewhere(client, full) == [far[0].pk, far[1].pk, near.pk, far[2].pk]


def test_another_date_of_the_same_event_comes_before_all_others(client, full, towns):
    near = a_date(20, municipality=towns["Køge"])
    again = a_date(60, event=full.event, municipality=towns["Aarhus"])
    assert elsewhere(client, full) == [again.pk, near.pk]


def test_only_dates_that_give_a_place_at_once_are_shown(client, full):
    a_date(opens_at=NOW + timedelta(days=1))
    RegistrationFactory(occurrence=a_date(capacity=1, waitlist_limit=5))
    unpublished = a_date()
    Event.objects.filter(pk=unpublished.event_id).update(page_key=uuid4())
    page = client.get(f"/sign-up/{full.pk}/")
    assert shown(page) == []
    assert "elsewhere" not in page.content.decode()


def test_a_date_with_places_shows_no_others(client, occurrence):
    a_date()
    assert shown(client.get(f"/sign-up/{occurrence.pk}/")) == []


def test_what_was_typed_stands_in_the_other_form_and_nothing_is_kept(client, full):
    other = a_date()
    before = everything()
    typed = {**STUDENT, "consent": "on", "along": "1"}
    page = client.post(f"/sign-up/{other.pk}/", typed)
    form = page.context["form"]
    assert page.status_code == 200
    assert not form.is_bound
    for name in ("name", "email", "phone", "stage", "school", "campus", "start_year"):
        assert form[name].value() == STUDENT[name]
    assert not form["consent"].value()
    assert everything() == before
    assert not page.cookies


def test_what_went_along_can_be_sent_as_it_stands(client, full):
    other = a_date()
    form = client.post(f"/sign-up/{other.pk}/", {**STUDENT, "along": "1"}).context["form"]
    fields = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in fields.items() if value not in (None, "", False)}
    assert client.post(f"/sign-up/{other.pk}/", sent).status_code == 302
    assert Registration.objects.get(occurrence=other).submitted["name"] == STUDENT["name"]


def test_the_page_after_shows_them_with_what_this_browser_typed(client, full):
    other = a_date()
    sign_up(client, full)
    page = client.get(f"/sign-up/{full.pk}/sent/")
    assert shown(page) == [other.pk]
    assert page.context["along"] == {
        "name": "Asta Marie Holm",
        "email": "asta@student.ku.dk",
        "phone": "20 30 40 50",
        "stage": "ka",
        "school": "KU",
        "campus": "Køge",
        "start_month": 9,
        "start_year": 2023,
    }
    assert shown(Client().get(f"/sign-up/{full.pk}/sent/")) == []


def test_the_page_after_shows_only_what_the_person_may_come_to(client, full):
    Audience.objects.create(occurrence=a_date(), stage="kbu")
    open_to_all = a_date(31)
    sign_up(client, full)
    assert shown(client.get(f"/sign-up/{full.pk}/sent/")) == [open_to_all.pk]


def test_who_took_the_last_place_sees_the_same_as_who_had_it(client, occurrence):
    """Or else the page would tell whether an address is signed up."""
    a_date()
    type(occurrence).objects.filter(pk=occurrence.pk).update(capacity=2)
    placed(Client(), occurrence, "known@student.ku.dk")
    told = []
    for email in ("known@student.ku.dk", "fresh@student.ku.dk"):
        browser = Client()
        sign_up(browser, occurrence, email)
        page = browser.get(f"/sign-up/{occurrence.pk}/sent/").content.decode()
        told.append(page.replace(email, ""))
    assert told[0] == told[1]


def test_whoever_waits_sees_where_they_need_not_and_the_page_tells_nothing_of_them(client, full):
    """The link of a mail may be passed on."""
    other = a_date()
    turn = waiting(client, full, "asta@student.ku.dk")
    page = client.get(link(turn))
    assert Turn.objects.get().is_proven
    assert shown(page) == [other.pk]
    for told in ("asta@", "Asta Marie Holm", "20 30 40 50"):
        assert told not in page.content.decode()
    form = client.post(f"/sign-up/{other.pk}/", {"along": "1"}).context["form"]
    assert not form.is_bound


def test_the_page_of_what_has_ended_leads_on_and_says_no_more_of_the_person(client, occurrence):
    other = a_date()
    claim = placed(client, occurrence, "asta@student.ku.dk")
    press(client, claim, "cancel")
    page = client.get(link(claim))
    assert shown(page) == [other.pk]
    for told in ("asta@", "Asta Marie Holm", "20 30 40 50"):
        assert told not in page.content.decode()


def test_a_date_without_a_waitlist_leads_on(client, full):
    Occurrence.objects.filter(pk=full.pk).update(waitlist_limit=0)
    other = a_date()
    page = client.post(f"/sign-up/{full.pk}/", STUDENT)
    assert shown(page) == [other.pk]
    assert 'name="email" value="asta@student.ku.dk"' in page.content.decode()


def test_one_date_or_many_take_the_same_statements(client, full, towns):
    a_date()
    client.get(f"/sign-up/{full.pk}/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as counted:
            Client().get(f"/en/sign-up/{full.pk}/?n={len(counts)}")
        counts.append(len(counted))
        for day in (31, 32, 33):
            Audience.objects.create(
                occurrence=a_date(day, municipality=towns["Solrød"]), stage="ka"
            )
    assert counts[0] == counts[1]
