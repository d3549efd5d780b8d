"""Any order of acts keeps places and money right. `HYPOTHESIS_PROFILE=long` looks further."""

from datetime import timedelta

import pytest
import stripe
from hypothesis.stateful import run_state_machine_as_test

from payments.models import GivenBackBecause, Payment, Refund
from tests.machine_profiles import profile
from tests.payments.machine import Money, World


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """The library waits half a second before it asks again: here that would be most of the time."""
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0)


@pytest.mark.slow
def test_any_order_of_acts_keeps_places_and_money_right(clock):
    class Here(Money):
        world = World.made()

    run_state_machine_as_test(Here, settings=profile(examples=12, steps=40, long_steps=60))


def test_the_machine_goes_through_a_life_by_hand(clock):
    """The steps of a plain story, so that the machine itself is seen to act."""

    class Here(Money):
        world = World.made()

    life = Here()
    life.some_have_paid(paid=2)
    life.rest()
    states = [it.state for it in life.moment.registrations.values()]
    assert states == ["confirmed", "confirmed"]
    life.wait_for(n=0, what="late")
    life.one_leaves_and_another_pays(n=0, by_office=False)
    life.lose(n=0)
    life.lose(n=0)
    life.next_refund(how="fail_next")
    life.tell(order="reversed")
    life.rest()
    life.wait_a_little(by=timedelta(hours=1))
    life.rest()
    life.close_list(n=0, of=[True, True, True], reopen=False)
    life.rest()
    because = GivenBackBecause
    told = set(Refund.objects.values_list("because", "amount", "state"))
    assert told == {
        (because.LEFT_LATE, 9900, "done"),
        (because.TAKEN_OVER, 20100, "done"),
        (because.ATTENDED, 30000, "done"),
    }
    assert Payment.objects.kept().count() == 0
    life.teardown()
