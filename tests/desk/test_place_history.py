"""A contact's history of places says what happened, when it happened, and who did it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import ModelLogEntry

from desk.history import history
from desk.person_url import person_url
from events.domain import by_hand, moving, registrations, tick, vouching, waitlist
from events.domain.submitted import Submitted
from events.models import Registration
from tests.events.people import claim_of, comes, office, signs_up, typed
from tests.events.postman import Postman
from tests.factories import ContactFactory, RegistrationFactory, open_occurrence
from tests.payments.rows import paid

HOW = {"reason": "Rang us"}


@pytest.fixture(autouse=True)
def said_in_english(db):
    with translation.override("en"):
        yield


@pytest.fixture
def date(clock):
    return open_occurrence(capacity=1)


@pytest.fixture
def later(clock):
    return lambda: clock.move(timedelta(minutes=10))


def happened(contact):
    """What the history says of places, the oldest first, with the reason where there is one."""
    mine = [it for it in reversed(history(contact)) if it.url]
    return [(it.what, it.reason) if it.reason else it.what for it in mine]


def when(contact, what):
    return next(it.at for it in history(contact) if it.what == what)


def test_a_sign_up_is_confirmed_as_the_address_answers(date, clock, later):
    signs_up(date, "Anna")
    later()
    place = comes(date, "Anna")
    assert happened(place.contact) == ["signed up", "place confirmed"]
    assert when(place.contact, "place confirmed") == clock.now()


def test_a_place_that_waited_for_a_deposit_and_lapsed_was_never_confirmed(clock, later):
    date = open_occurrence(deposit=30000)
    signs_up(date, "Anna")
    later()
    place = comes(date, "Anna")
    assert place.awaits_payment
    clock.move(timedelta(days=1))
    tick.tick()
    assert happened(place.contact) == [
        "signed up",
        "address confirmed",
        "place ended: time ran out",
    ]


def test_a_place_whose_deposit_was_paid_was_confirmed_then(clock):
    place = RegistrationFactory(occurrence=open_occurrence(deposit=30000))
    paid(place, paid_at=clock.now())
    assert happened(place.contact)[:2] == ["signed up", "address confirmed"]
    assert when(place.contact, "place confirmed") == clock.now()


def test_an_offer_that_was_accepted_is_confirmed(date, later):
    first, second = comes(date, "Anna"), comes(date, "Bo")
    later()
    registrations.cancel(first.pk, actor=office(), reason="Ill")
    Postman().idle()
    later()
    waitlist.accept(claim_of(date, "Bo").pk)
    assert happened(second.contact) == [
        "joined the waitlist",
        "place offered",
        "place confirmed",
        "waitlist ended: place taken",
    ]


def test_what_the_office_did_for_them_is_told_as_that(date, later):
    signs_up(date, "Anna")
    later()
    vouching.confirm_for(claim_of(date, "Anna"), actor=office(), **HOW)
    first, second = claim_of(date, "Anna"), comes(date, "Bo")
    assert happened(first.contact) == [
        "signed up",
        ("Confirmed for them by the office", "Rang us"),
    ]
    later()
    registrations.cancel(first.pk, actor=office(), reason="Ill")
    later()
    vouching.confirm_for(claim_of(date, "Bo"), actor=office(), **HOW)
    assert happened(second.contact)[1:] == [
        "place offered",
        ("Offer accepted for them by the office", "Rang us"),
        "waitlist ended: place taken",
    ]


def test_whoever_the_office_confirmed_a_turn_for_was_confirmed_then(date, later):
    comes(date, "Anna")
    signs_up(date, "Bo")
    later()
    vouching.confirm_for(claim_of(date, "Bo"), actor=office(), **HOW)
    assert happened(claim_of(date, "Bo").contact) == [
        "joined the waitlist",
        ("Confirmed for them by the office", "Rang us"),
    ]


def test_whoever_was_moved_is_told_as_moved(date, later):
    place, other = comes(date, "Anna"), open_occurrence()
    later()
    moving.move(place.pk, other.pk, actor=office(), **HOW)
    said = happened(place.contact)
    assert ("Moved here from another date", "Rang us") in said
    assert said.count("signed up") == 1


def test_whoever_was_added_was_added_also_after_the_end(date, later):
    person: Submitted = typed("Dina")
    added = by_hand.add(date.pk, person, actor=office(), language="da", **HOW)
    later()
    registrations.cancel(added.pk, actor=office(), reason="Ill")
    assert happened(added.contact) == [
        ("Added by the office", "Rang us"),
        ("place ended: removed by the office", "Ill"),
    ]


def test_once_the_log_is_gone_the_reason_stays(date):
    place = by_hand.add(date.pk, typed("Dina"), actor=office(), language="da", **HOW)
    ModelLogEntry.objects.all().delete()
    assert happened(place.contact) == [("signed up", "Rang us"), "place confirmed"]


def test_each_line_leads_to_what_is_done_about_the_place(date):
    place, turn = comes(date, "Anna"), comes(date, "Bo")
    for claim in (place, turn):
        assert {it.url for it in history(claim.contact) if it.url} == {person_url(claim)}


def test_the_history_asks_as_much_for_three_places_as_for_one(clock):
    few, many = ContactFactory(), ContactFactory()
    for contact, places in ((few, 1), (many, 3)):
        for _n in range(places):
            RegistrationFactory(contact=contact)
    asked = []
    for contact in (few, few, many):  # once to warm what is kept
        with CaptureQueriesContext(connection) as seen:
            history(contact)
        asked.append(len(seen))
    assert asked[1] == asked[2]
    assert Registration.objects.count() == 4
