"""Any order of acts keeps the invariants. `HYPOTHESIS_PROFILE=long` looks further."""

from datetime import timedelta

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.events.machine import Life, World
from tests.machine_profiles import profile


@pytest.mark.slow
def test_any_order_of_acts_keeps_the_invariants(clock):
    class Here(Life):
        world = World.made()

    run_state_machine_as_test(Here, settings=profile(examples=25, steps=40, long_steps=60))


def test_the_machine_goes_through_a_life_by_hand(clock):
    """The steps of a plain story, so that the machine itself is seen to act."""

    class Here(Life):
        world = World.made()

    life = Here()
    life.sign_up(n=0, name="Emil", prove_first=False)
    life.rest()
    life.prove(n=2, again=True, ended=False)
    life.rest()
    life.cancel(n=0, again=True, by_office=False)
    life.rest()
    states = [r.state for r in life.moment.registrations.values()]
    assert states == ["cancelled", "confirmed", "offered"]
    life.wait(timedelta(hours=3))
    life.accept(n=0, again=True)
    life.rest()
    life.move(n=0, days=2, hours=0)
    life.rest()
    assert {m.kind for m in life.postman.left} >= {
        *("prove", "waiting", "cancelled", "offer", "place", "moved"),
    }
    life.teardown()
