"""Who left late gets the rest once somebody from the waitlist takes a place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from events.domain import by_hand, registrations, vouching, waitlist
from events.domain.tick import tick
from events.models import Occurrence, Registration, Turn
from office.actor import PERSON
from payments.domain import owing
from payments.models import GivenBackBecause, Refund
from tests.events.people import comes, office
from tests.factories import open_occurrence
from tests.payments.books import right
from tests.payments.world import World

pytestmark = pytest.mark.django_db(transaction=True)


class Full:
    """Two paid places, past the time of cancelling; who leaves gets a quarter back."""

    def __init__(self, world: World, clock: Any) -> None:
        self.world, self.clock = world, clock
        until = clock.now() + timedelta(hours=1)
        terms: dict[str, Any] = {"deposit_back_until": until, "deposit_part_back": 25}
        self.date: Occurrence = open_occurrence(deposit=30000, capacity=2, **terms)
        self.first, self.second = (world.paid(self.date, f"{n}@student.test") for n in "ab")
        clock.move(timedelta(hours=2))

    def leaves(self, place: Registration) -> None:
        registrations.cancel(place.pk, actor=PERSON)
        self.clock.move(timedelta(minutes=1))
        right(self.world)

    def accepts(self, turn: Turn, *, pays: bool = True) -> Registration:
        turn.refresh_from_db()
        taken = waitlist.accept(turn.offer_id)
        if pays:
            self.world.pays(self.world.begun(taken))
        right(self.world)
        return taken

    def released(self) -> list[Registration]:
        rows = Refund.objects.filter(because=GivenBackBecause.TAKEN_OVER)
        assert all(it.amount == 22500 for it in rows)
        return [it.payment.registration for it in rows.order_by("pk")]


@pytest.fixture
def full(world: World, clock: Any) -> Full:
    return Full(world, clock)


def test_two_leave_late_and_one_place_is_taken_over(full):
    one, two = comes(full.date, "One"), comes(full.date, "Two")
    full.leaves(full.first)
    full.leaves(full.second)
    full.accepts(two)
    assert full.released() == [full.first]
    full.accepts(one)
    assert full.released() == [full.first, full.second]
    assert full.world.theirs() == 2 * 30000


def test_who_accepts_and_does_not_pay_releases_nobody(full):
    turn = comes(full.date, "One")
    full.leaves(full.first)
    full.accepts(turn, pays=False)
    assert full.released() == []
    full.clock.move(timedelta(minutes=61))
    tick()
    right(full.world)
    assert full.released() == []


def test_a_newcomer_releases_nobody(full):
    full.leaves(full.first)
    full.world.paid(full.date, "new@student.test")
    right(full.world)
    assert full.released() == []


def test_whose_place_was_taken_before_they_left_is_not_released(full):
    """An acceptance from before a late leaver went is of another place."""
    turn = comes(full.date, "One")
    full.leaves(full.first)
    full.accepts(turn)
    full.leaves(full.second)
    assert full.released() == [full.first]
    assert not owing.make_due(full.clock.now())


def test_accepted_by_a_coordinators_hand(full):
    turn = comes(full.date, "One")
    full.leaves(full.first)
    turn.refresh_from_db()
    vouching.confirm_for(turn.offer, actor=office(), reason="On the phone")
    right(full.world, by_hand=True)
    assert full.released() == [full.first]


def test_given_by_the_office_to_somebody_who_had_waited_to_the_end(full):
    turn = comes(full.date, "One")
    full.clock.stop(full.date.offers_until)
    tick()
    full.leaves(full.first)
    by_hand.give_place(turn.pk, actor=office(), reason="On the phone")
    right(full.world, by_hand=True)
    assert full.released() == [full.first]


def test_added_by_the_office_while_they_waited(full):
    full.date.refresh_from_db()
    Occurrence.objects.update(kept_back=1, kept_back_until=full.date.starts_at)
    comes(full.date, "One")
    full.leaves(full.first)
    typed: Any = {"email": "one@student.test", "name": "One Holm"}
    by_hand.add(full.date.pk, typed, actor=office(), language="da", reason="Phoned")
    right(full.world, by_hand=True)
    assert full.released() == [full.first]


def test_added_by_the_office_without_having_waited_releases_nobody(full):
    full.leaves(full.first)
    typed: Any = {"email": "new@student.test", "name": "New Holm"}
    by_hand.add(full.date.pk, typed, actor=office(), language="da", reason="Phoned")
    right(full.world, by_hand=True)
    assert full.released() == []
