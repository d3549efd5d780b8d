"""How many statements each act about money takes; BEGIN and COMMIT are not counted."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from demo.stand_in.webhooks import signed
from events.domain import attendance, registrations, scheduling
from events.models import Occurrence, Registration, RegistrationState
from office.actor import PERSON
from payments import tasks
from payments.domain import arriving, by_hand, checkout, inbox
from payments.models import Payment, PaymentState, Refund, StripeEvent, Way
from signup.domain import claims
from tests.events.people import office
from tests.events.test_queries import statements
from tests.factories import NOW, OccurrenceFactory, RegistrationFactory, TurnFactory
from tests.payments.world import SECRET

pytestmark = pytest.mark.django_db(transaction=True)

IDLE, ARRIVING, INTAKE = 6, 3, 2
BEGIN, ADDRESS, ARRIVE, ARRIVE_TOO_LATE, SETTLE, GIVE_BACK = 7, 2, 12, 18, 13, 12
LEFT, RELEASED, CAME, CALLED_OFF = 8, 9, 5, 6
"""What the worker asks to decide on a refund and to promise it; mails of their own among it."""


def date(**fields: Any) -> Occurrence:
    return OccurrenceFactory(deposit=30000, **fields)


def waits(occurrence: Occurrence) -> Registration:
    """Somebody whose place waits for the deposit."""
    held = {"held_until": NOW + timedelta(hours=1), "told_at": NOW, "proven_at": NOW}
    state = RegistrationState.AWAITING_PAYMENT
    return RegistrationFactory(occurrence=occurrence, state=state, **held)


def paid(occurrence: Occurrence, **fields: Any) -> Payment:
    """Somebody with a place they have paid for."""
    place = RegistrationFactory(occurrence=occurrence, sequence=0)
    of = {"amount": 30000, "currency": "DKK", "begun_at": NOW, "paid_at": NOW, **fields}
    return Payment.objects.create(
        registration=place, state=PaymentState.PAID, intent=f"pi_{place.pk}", **of
    )


def begun(occurrence: Occurrence) -> Payment:
    place = waits(occurrence)
    return checkout.begin(place.pk)


def worked() -> int:
    """What a round of the worker takes beyond what it always asks."""
    return statements(tasks.work.call) - UNPAID_IDLE


UNPAID_IDLE = 3
"""Of the six where nothing is asked of Stripe: the clock, and twice what is owed back."""


@pytest.fixture(autouse=True)
def _warm(clock) -> None:
    """What is read once in a process is read before the count."""
    registrations.cancel(paid(date()).registration_id, actor=office())
    tasks.work.call()
    Refund.objects.all().delete()


def test_a_round_with_nothing_due_takes_six(settings):
    """Every few seconds, in every office that takes deposits."""
    settings.PAYMENTS_ON = True
    for _n in range(3):
        paid(date())
        begun(date())
    assert statements(tasks.work.call) == IDLE
    assert statements(tasks.arrive.call) == ARRIVING  # each second


def test_a_round_asks_as_much_after_a_hundred_dates():
    for n in range(5):
        over = date(starts_at=NOW - timedelta(days=n + 20), opens_at=NOW - timedelta(days=90))
        late = paid(over, decided="left_late", given_back=1)
        Registration.objects.filter(pk=late.registration_id).update(
            state="cancelled", ended_at=NOW, ended_by="system", ended_because="cancelled"
        )
    assert worked() == 0


def test_beginning_to_pay():
    place = waits(date())
    assert statements(lambda: checkout.begin(place.pk)) == BEGIN


def test_being_led_to_stripe(world):
    payment = begun(date())
    assert statements(lambda: checkout.address(payment)) == ADDRESS


def test_money_that_arrives():
    payment = begun(date())
    assert statements(lambda: arriving.arrive(payment.pk, "pi_1")) == ARRIVE


def test_money_that_arrives_too_late(clock):
    occurrence = date(capacity=1)
    payment = begun(occurrence)
    TurnFactory(occurrence=occurrence)
    registrations.cancel(payment.registration_id, actor=PERSON)
    assert statements(lambda: arriving.arrive(payment.pk, "pi_1")) == ARRIVE_TOO_LATE


def test_the_office_settles_and_gives_back():
    place = waits(date())
    how = {"actor": office(), "reason": "Rang us"}
    assert statements(lambda: by_hand.settle(place.pk, Way.BANK, **how)) == SETTLE
    payment, how = paid(date()), how | {"given_back": 0}
    assert statements(lambda: by_hand.give_back(payment.pk, 100, **how)) == GIVE_BACK


@pytest.mark.parametrize("late", [False, True])
def test_who_leaves_gets_it_back(clock, late):
    occurrence = date(
        deposit_back_until=NOW - timedelta(hours=1) if late else None, deposit_part_back=50
    )
    rule = {"back_until": occurrence.deposit_back_until, "part_back": 50}
    registrations.cancel(paid(occurrence, **rule).registration_id, actor=PERSON)
    assert worked() == LEFT


def test_a_place_that_is_taken_over_releases_what_was_withheld(clock):
    occurrence, before = date(capacity=1), NOW - timedelta(hours=1)
    payment = paid(occurrence, back_until=before)
    Occurrence.objects.filter(pk=occurrence.pk).update(deposit_back_until=before)
    registrations.cancel(payment.registration_id, actor=PERSON)
    tasks.work.call()
    place = RegistrationFactory(occurrence=occurrence, sequence=0, created_at=NOW)
    turn = {"offer": place, "ended_by": "person", "ended_because": "accepted"}
    TurnFactory(occurrence=occurrence, ended_at=NOW + timedelta(hours=1), **turn)
    assert worked() == RELEASED


@pytest.mark.parametrize("people", [1, 3])
def test_a_closed_list_gives_back_to_those_who_came(clock, people):
    occurrence = date()
    places = [paid(occurrence).registration_id for _n in range(people)]
    clock.stop(occurrence.starts_at)
    for place in places:
        attendance.check_in(place, occurrence.first_day, actor=office())
    attendance.close_list(occurrence.pk, actor=office())
    assert worked() == CAME * people


@pytest.mark.parametrize("people", [1, 30])
def test_a_date_called_off_takes_the_same_for_each(clock, people):
    occurrence = date(capacity=people)
    for _n in range(people):
        paid(occurrence)
    how = {"actor": office(), "revision": 1, "reason": "No heating"}
    scheduling.call_off(occurrence.pk, **how)
    assert worked() == CALLED_OFF * people


def test_taking_in_what_stripe_tells(settings, clock):
    settings.STRIPE_WEBHOOK_SECRETS = [SECRET]
    about = {"object": "checkout.session", "id": "cs_1", "status": "complete"}
    event = {"id": "evt_1", "object": "event", "type": "checkout.session.completed"}
    body = json.dumps({**event, "livemode": False, "data": {"object": about}})
    signature = signed(body, SECRET, int(time.time()))
    for _time in range(2):
        assert statements(lambda: inbox.take_in(body.encode(), signature)) == INTAKE
    assert StripeEvent.objects.count() == 1


def test_the_page_of_a_place_asks_nothing_about_money_where_none_is_asked():
    """An office that takes no deposits pays nothing for those that do."""
    free, asks = RegistrationFactory(sequence=0), paid(date()).registration
    for place, is_asked in ((free, False), (asks, True)):
        path = claims.path(place)
        Client().get(path)
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(path).status_code == 200
        about_money = [it for it in captured if it["sql"].startswith('SELECT "payments_')]
        assert bool(about_money) is is_asked
