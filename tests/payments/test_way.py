"""The whole way: a place waits for its deposit, is paid, given back; over HTTP to the stand-in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from events.domain import registrations
from office.actor import PERSON
from payments.models import GivenBackBecause, Payment, Refund, RefundState
from signup.domain import claims
from tests.factories import open_occurrence
from tests.payments.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_deposit_is_paid_and_goes_back_to_who_cancels_in_time(world: World) -> None:
    date = open_occurrence(deposit=30000)
    place = world.proven(date)
    assert place.awaits_payment
    assert "300\xa0kr." in world.site.get(claims.path(place)).content.decode()
    world.pays(world.begun(place))
    payment = Payment.objects.get()
    back = reverse("signup:payment", args=[payment.reference])
    assert world.site.get(back).status_code == 200
    world.work()
    place.refresh_from_db()
    assert place.is_confirmed
    assert world.ours() == world.theirs() == 30000
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    refund = Refund.objects.get()
    assert (refund.because, refund.amount) == (GivenBackBecause.LEFT_IN_TIME, 30000)
    assert refund.state == RefundState.DONE
    assert world.ours() == world.theirs() == 0
    assert world.site.get(claims.path(place)).status_code == 200
