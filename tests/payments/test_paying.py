"""Paying, however the news of it comes: first, late, twice, at once, by one way only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Registration
from payments.domain import checkout
from payments.models import Payment, PaymentState, StripeEvent
from signup.domain import claims
from tests.events.test_races import at_once
from tests.factories import open_occurrence
from tests.payments.books import right
from tests.payments.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(world: World) -> Registration:
    """A place that waits for 300 kr."""
    return world.proven(open_occurrence(deposit=30000))


def is_paid(world: World, place: Registration) -> None:
    right(world)
    place.refresh_from_db()
    assert place.is_confirmed
    assert world.theirs() == 30000
    assert Payment.objects.get().is_paid


def comes_back(world: World) -> None:
    back = reverse("signup:payment", args=[Payment.objects.latest("pk").reference])
    assert world.site.get(back).status_code == 200


def completed(world: World) -> dict:
    return world.stripe.books.all("event", type="checkout.session.completed")[0]


def test_the_webhook_comes_and_nobody_comes_back(world, place):
    world.pays(world.begun(place))
    is_paid(world, place)
    assert StripeEvent.objects.get(kind="checkout.session.completed").outcome == "paid"


def test_somebody_comes_back_and_the_webhook_late(world, place):
    world.stripe.webhooks.held = True
    world.pays(world.begun(place))
    comes_back(world)
    world.work()
    place.refresh_from_db()
    assert place.is_confirmed
    world.stripe.webhooks.deliver()
    is_paid(world, place)


def test_neither_comes_and_we_ask_before_the_time_is_over(world, place, clock):
    world.stripe.webhooks.held = True
    world.pays(world.begun(place))
    clock.move(timedelta(minutes=54))
    world.work()
    assert Payment.objects.get().is_begun
    clock.move(timedelta(minutes=1))
    world.work()
    is_paid(world, place)


def test_the_webhook_comes_five_times_at_once_and_again_in_the_other_order(world, place):
    world.stripe.webhooks.held = True
    world.pays(world.begun(place))
    event, webhooks = completed(world), world.stripe.webhooks
    with ThreadPoolExecutor(5) as five:
        assert set(five.map(webhooks.send, [event] * 5)) == {204}
    assert StripeEvent.objects.filter(stripe_id=event["id"]).count() == 1
    is_paid(world, place)
    webhooks.deliver(lambda waiting: waiting[::-1], times=2)
    is_paid(world, place)


def test_a_card_is_declined_and_another_pays(world, place):
    session = world.begun(place)
    with world.stripe.books.change():
        world.stripe.checkout.decline(session)
    world.work()
    place.refresh_from_db()
    assert place.awaits_payment
    assert world.begun(place) == session
    world.pays(session)
    is_paid(world, place)


def test_two_tabs_are_one_payment(world, place):
    first, second = at_once([lambda: world.begun(place)] * 2)
    assert first == second
    assert Payment.objects.count() == 1
    world.pays(first)
    is_paid(world, place)
    answer = world.site.post(claims.path(place), {"act": "pay"})
    assert answer["Location"] == f"{claims.path(place)}?done=pay"
    is_paid(world, place)


def test_a_session_that_is_complete_and_unpaid_is_no_payment_until_it_is(world, place):
    session = world.begun(place)
    row = world.stripe.books.get("checkout.session", session)
    world.stripe.books.save(row | {"payment_method_types": ["card", "sepa_debit"]})
    with world.stripe.books.change():
        world.stripe.checkout.pay(session, "sepa_debit")
    world.work()
    place.refresh_from_db()
    assert place.awaits_payment
    comes_back(world)
    world.work()
    assert Payment.objects.get().state == PaymentState.UNPAID
    with world.stripe.books.change():
        world.stripe.checkout.settle(session)
    is_paid(world, place)


def test_an_answer_of_stripe_is_lost_and_asked_for_again(world, place):
    world.stripe.api.lose_next = 1
    world.pays(world.begun(place))
    assert len(world.stripe.books.all("checkout.session")) == 1
    is_paid(world, place)


def test_who_came_back_unpaid_is_asked_about_less_and_less_often(world, place, clock):
    """However often their page looks again; and what they pay late is found all the same."""
    session, waits = world.begun(place), []
    world.stripe.webhooks.held = True
    clock.move(timedelta(seconds=20))
    while (at := clock.now()) < place.held_until - timedelta(minutes=9):
        comes_back(world)
        world.work()
        waits.append(Payment.objects.get().due_at - at)
        clock.move(waits[-1] / 2)
        comes_back(world)
        assert Payment.objects.get().due_at == at + waits[-1]
        clock.stop(at + waits[-1])
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(seconds=15), timedelta(minutes=2))
    assert len(waits) < 50
    world.pays(session)
    clock.move(timedelta(minutes=2))
    is_paid(world, place)


def test_stripe_is_away_and_the_place_is_still_kept(world, place):
    world.stripe.api.break_next = 9
    answer = world.site.post(claims.path(place), {"act": "pay"})
    assert answer.status_code == 409
    world.stripe.api.break_next = 0
    place.refresh_from_db()
    assert place.awaits_payment
    world.pays(world.begun(place))
    is_paid(world, place)


def test_stripe_is_away_while_money_comes_and_nothing_is_lost(world, place, clock):
    world.stripe.webhooks.held = True
    world.pays(world.begun(place))
    comes_back(world)
    world.stripe.api.break_next = 9
    world.work()
    assert Payment.objects.get().is_begun
    world.stripe.api.break_next = 0
    clock.move(timedelta(seconds=15))
    is_paid(world, place)


def test_a_session_stripe_does_not_know_keeps_nobody_else_waiting(world, place, clock):
    world.begun(place)
    Payment.objects.update(session="cs_test_gone", due_at=clock.now())
    other = world.paid(place.occurrence, "bo@student.test")
    assert other.is_confirmed
    clock.move(timedelta(minutes=56))
    right(world)
    assert place.payments.get().state == PaymentState.UNPAID


def test_nobody_begins_in_the_last_minutes_nor_pays_in_them(world, place, clock):
    session = world.begun(place)
    clock.move(timedelta(minutes=55))
    with pytest.raises(checkout.TooLateToPay):
        checkout.begin(place.pk)
    right(world)
    assert world.stripe.books.get("checkout.session", session)["status"] == "expired"
    assert Payment.objects.get().state == PaymentState.UNPAID
    assert world.theirs() == 0


def test_who_has_paid_has_the_place_though_the_start_is_near(world, clock):
    date = open_occurrence(deposit=30000)
    date.closes_at = date.offers_until = date.starts_at
    date.save()
    clock.stop(date.starts_at - timedelta(minutes=20))
    place = world.proven(date)
    assert place.held_until == date.starts_at
    world.pays(world.begun(place))
    is_paid(world, place)
