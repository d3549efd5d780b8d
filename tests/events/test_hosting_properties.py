"""Any order of acts leaves practices with calendars and numbers that are so."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.events.hosts_machine import HostLife, World
from tests.machine_profiles import profile


@pytest.mark.slow
def test_any_order_of_acts_leaves_practices_with_what_is_so(clock):
    class Here(HostLife):
        world = World()

    run_state_machine_as_test(Here, settings=profile(examples=16, steps=30, long_steps=50))


def test_the_machine_goes_through_a_life_by_hand(clock):
    """The steps of a plain story, so that the machine itself is seen to act."""

    class Here(HostLife):
        world = World()

    life = Here()
    life.rest()
    life.come(n=0)
    life.come(n=1)
    life.place(n=0, m=0)
    life.move(n=0, days=1)
    life.wait_for(n=0, days=7)
    life.rest()
    life.go(n=0)
    life.change_place(where="There", host=1)
    life.leave(n=0)
    life.rest()
    assert {mail.kind for mail in life.postman.left} >= {
        *("host_invited", "host_changed", "host_who_comes", "host_called_off", "host_left"),
    }
    life.teardown()
