"""kill -9 of a process between any two steps of money, and the worker begun anew.

A forked child does the step and kills itself after the nth write or answer of Stripe's, for every
n; the end is the same as without it, at both ends, and nothing was asked of Stripe twice.
"""

from __future__ import annotations

import json
import os
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import stripe
from django.db import connection

from demo.stand_in.webhooks import signed
from events.domain import registrations
from events.models import Registration
from office import clock as office_clock
from office.actor import PERSON
from payments import stripe_rail, tasks
from payments.domain import by_hand, checkout, inbox
from tests.events.people import office
from tests.factories import open_occurrence
from tests.payments.books import books, invariant_11, right
from tests.payments.world import SECRET, World

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]


@dataclass
class Death:
    """Comes without any goodbye after so many steps."""

    left: int

    def step(self) -> None:
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        result = execute(sql, *args)
        if not sql.startswith("SELECT"):
            self.step()
        return result


def is_killed(act: Callable[[], object], after: int) -> bool:
    """Do the act in a child that dies after so many steps; False if it was done before."""
    child = os.fork()
    if child == 0:
        connection.connection = None  # the parent's: not even a goodbye on it
        try:
            death = Death(after)
            _dies_after_an_answer(death)
            with connection.execute_wrapper(death):
                act()
            os._exit(0)
        except BaseException:  # noqa: BLE001 -- the exit below swallows it
            traceback.print_exc()
        finally:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the act itself failed"
    return os.WIFSIGNALED(status)


def _dies_after_an_answer(death: Death) -> None:
    class Asks(stripe.RequestsClient):
        def request(self, *args: Any, **more: Any) -> Any:
            answer = super().request(*args, **more)
            death.step()
            return answer

    stripe.RequestsClient = Asks  # type: ignore[misc] -- in the child alone
    stripe_rail.client.cache_clear()


@dataclass
class Scene:
    """Somebody, what is being done about their money, and what the world does afterwards."""

    place: Registration
    act: Callable[[], object]
    then: Callable[[], object] = tasks.work.call


def somebody(world: World) -> Registration:
    return world.proven(open_occurrence(deposit=30000, deposit_part_back=25))


def has_paid(world: World) -> Registration:
    return world.paid(open_occurrence(deposit=30000, deposit_part_back=25))


def beginning(world: World) -> Scene:
    """The row, the session at Stripe, the session kept; then they pay it."""
    place = somebody(world)

    def pays() -> None:
        begin()
        world.pays(place.payments.get().session)

    def begin() -> str:
        return checkout.address(checkout.begin(place.pk))

    return Scene(place, begin, pays)


def telling(world: World) -> Scene:
    """The webhook is kept; Stripe, without an answer, tells it again."""
    place = somebody(world)
    world.stripe.webhooks.held = True
    world.pays(world.begun(place))
    body = json.dumps(world.stripe.webhooks.waiting[-1])

    def take_in() -> None:
        inbox.take_in(body.encode(), signed(body, SECRET, int(time.time())))

    def again() -> None:
        take_in()
        world.stripe.webhooks.held = False
        world.stripe.webhooks.waiting.clear()

    return Scene(place, take_in, again)


def arriving(world: World) -> Scene:
    """What was kept is worked off, and the place confirmed."""
    place = somebody(world)
    world.pays(world.begun(place))
    return Scene(place, tasks.work.call)


def asking(world: World) -> Scene:
    """No webhook ever comes: Stripe is asked at the end."""
    place = somebody(world)
    world.stripe.webhooks.held = True
    world.pays(world.begun(place))
    world.stripe.webhooks.waiting.clear()
    world.stripe.webhooks.held = False
    office_clock.move(timedelta(minutes=55))
    return Scene(place, tasks.work.call)


def ending(world: World) -> Scene:
    """Nobody has paid: the session is expired."""
    place = somebody(world)
    world.begun(place)
    office_clock.move(timedelta(minutes=55))
    return Scene(place, tasks.work.call)


def too_late(world: World) -> Scene:
    """Worked off, arrived, owed, sent, taken down, in one round."""
    place = somebody(world)
    session = world.begun(place)
    registrations.cancel(place.pk, actor=PERSON)
    world.pays(session)
    return Scene(place, tasks.work.call)


def giving_back(world: World) -> Scene:
    """A part, so that Stripe would make it twice; and it tells nothing before we ask again."""
    place = has_paid(world)
    told = {"actor": office(), "reason": "Ill", "given_back": 0}
    by_hand.give_back(place.payments.get().pk, 10000, **told)
    world.stripe.webhooks.held = True

    def again() -> None:
        tasks.work.call()
        world.stripe.webhooks.held = False
        world.stripe.webhooks.soon()
        world.stripe.webhooks.settle()

    return Scene(place, tasks.work.call, again)


def giving_back_again(world: World) -> Scene:
    """The first attempt has failed."""
    place = has_paid(world)
    world.stripe.refunds.fail_next = 1
    registrations.cancel(place.pk, actor=PERSON)
    world.work()
    office_clock.move(timedelta(minutes=1))
    return Scene(place, tasks.work.call)


def outcome(world: World, place: Registration) -> tuple[Any, ...]:
    """What became of it, without numbers that differ between runs."""
    place.refresh_from_db()
    payment = place.payments.get()
    back = books(payment)
    sessions = world.stripe.books.all("checkout.session", client_reference_id=payment.reference)
    refunds = world.stripe.books.all("refund", payment_intent=payment.intent or "-")
    said = sorted(it["status"] for it in (*sessions, *refunds))
    return place.state, place.ended_because, payment.state, payment.decided, back, said


SCENES = [
    *(beginning, telling, arriving, asking),
    *(ending, too_late, giving_back, giving_back_again),
]


@pytest.mark.parametrize("prepare", SCENES, ids=[it.__name__ for it in SCENES])
def test_a_killed_step_of_money_is_completed_and_done_once(world, clock, prepare):
    whole, killed, n = None, True, 0
    while killed:
        scene = prepare(world)
        if n:
            killed = is_killed(scene.act, after=n)
        else:
            scene.act()
        invariant_11()
        clock.move(timedelta(minutes=3))
        scene.then()
        clock.move(timedelta(minutes=3))
        right(world)
        whole = whole or outcome(world, scene.place)
        assert outcome(world, scene.place) == whole, f"killed after step {n}"
        n += 1
    assert n > 2
