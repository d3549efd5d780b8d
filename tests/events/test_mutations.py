"""The invariants turn red when settling is taken out after any one act, or the order out of Q.

Each case runs twice: as the engine is, where every check holds, and mutated, where it does not.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from contacts.models import Contact
from events.domain import (
    changing,
    erasure,
    keeping_back,
    moving,
    proof,
    registrations,
    scheduling,
    tick,
    waitlist,
)
from events.domain.places import Places
from events.domain.sign_up import sign_up
from events.models import Occurrence, Registration
from events.models.turn import TurnQuerySet
from office import clock as office_clock
from office.actor import PERSON
from tests.events.invariants import check
from tests.events.machine import Life, World
from tests.events.people import address, comes, office, signs_up, typed
from tests.events.postman import Postman
from tests.factories import NOW, open_occurrence
from tests.machine_profiles import COMMON

Act = Callable[[Occurrence], object]


def registration_of(name: str) -> Registration:
    return Registration.objects.holding().get(contact__email=address(name))


def cancel(occurrence: Occurrence) -> None:
    registrations.cancel(registration_of("Anna").pk, actor=PERSON)


def move_away(occurrence: Occurrence) -> None:
    to = open_occurrence()
    moving.move(registration_of("Anna").pk, to.pk, actor=office(), reason="Has an exam")


def decline(occurrence: Occurrence) -> None:
    waitlist.decline(registration_of("Bo").pk)


def lapse(occurrence: Occurrence) -> None:
    Postman().idle()
    office_clock.move(timedelta(days=3))
    tick.tick()


def erase(occurrence: Occurrence) -> None:
    erasure.erase(Contact.objects.get(email=address("Anna")).pk, actor=office())


def prove(occurrence: Occurrence) -> None:
    """Sign-up has closed, a place is free, and the one turn there is gets its proof."""
    registrations.cancel(registration_of("Anna").pk, actor=PERSON)
    turn = signs_up(occurrence, "Dina", prove_first=True)
    office_clock.stop(occurrence.closes_at)
    proof.prove(turn.pk)


def more_places(occurrence: Occurrence) -> None:
    new = {"capacity": 2, "waitlist_limit": 5}
    scheduling.change_capacity(occurrence.pk, actor=office(), revision=1, **new)


def later_offers(occurrence: Occurrence) -> None:
    """A place came free in the last hour, when none is offered; then there is more time."""
    office_clock.stop(occurrence.offers_until - timedelta(minutes=30))
    registrations.cancel(registration_of("Anna").pk, actor=PERSON)
    check()
    window = {"opens_at": occurrence.opens_at, "closes_at": occurrence.closes_at}
    until = occurrence.offers_until + timedelta(hours=3)
    told = {"actor": office(), "revision": 1}
    scheduling.change_window(occurrence.pk, offers_until=until, **told, **window)


def kept_from() -> Occurrence:
    """The only place is kept back, and Anna waits."""
    occurrence = open_occurrence(capacity=1)
    keep_back(occurrence, 1)
    comes(occurrence, "Anna")
    return occurrence


def less_kept_back(occurrence: Occurrence) -> None:
    keep_back(occurrence, 0)


def keep_back(occurrence: Occurrence, places: int) -> None:
    occurrence.refresh_from_db()
    until = office_clock.now() + timedelta(days=1)
    told = {"actor": office(), "revision": occurrence.revision, "until": until}
    keeping_back.keep_back(occurrence.pk, places=places, **told)


def full(*waiting: str) -> Occurrence:
    """One place, which Anna has."""
    occurrence = open_occurrence(capacity=1, waitlist_limit=5, closes_at=NOW + timedelta(hours=5))
    for name in ("Anna", *waiting):
        comes(occurrence, name)
        office_clock.move(timedelta(seconds=1))
    return occurrence


def offered() -> Occurrence:
    """The place is offered to Bo, and Clara waits."""
    occurrence = full("Bo", "Clara")
    registrations.cancel(registration_of("Anna").pk, actor=PERSON)
    return occurrence


class SettlesOnEntryOnly(Places):
    def settle(self) -> None:
        if not hasattr(self, "entered"):
            self.entered = True
            super().settle()


class LapsesAndLeavesIt(SettlesOnEntryOnly):
    def _settle_one(self, *args) -> bool:
        super()._settle_one(*args)
        return False


CASES = [
    (registrations, SettlesOnEntryOnly, lambda: full("Bo", "Clara"), cancel),
    (moving, SettlesOnEntryOnly, lambda: full("Bo", "Clara"), move_away),
    (waitlist, SettlesOnEntryOnly, offered, decline),
    (tick, LapsesAndLeavesIt, offered, lapse),
    (erasure, SettlesOnEntryOnly, lambda: full("Bo", "Clara"), erase),
    (proof, SettlesOnEntryOnly, full, prove),
    (changing, SettlesOnEntryOnly, lambda: full("Bo", "Clara"), more_places),
    (changing, SettlesOnEntryOnly, lambda: full("Bo", "Clara"), later_offers),
    (changing, SettlesOnEntryOnly, kept_from, less_kept_back),
]
NAMES = [case[3].__name__ for case in CASES]


@pytest.mark.parametrize(("module", "mutant", "world", "act"), CASES, ids=NAMES)
def test_without_settling_after_it_somebody_is_stranded(
    clock, monkeypatch, module, mutant, world: Callable[[], Occurrence], act: Act
):
    occurrence = world()
    before = check()
    monkeypatch.setattr(module, "Places", mutant)
    act(occurrence)
    with pytest.raises(AssertionError, match=r"^2: 1 free"):
        check(before)


@pytest.mark.parametrize(("module", "mutant", "world", "act"), CASES, ids=NAMES)
def test_with_settling_after_it_nobody_is(
    clock, module, mutant, world: Callable[[], Occurrence], act: Act
):
    occurrence = world()
    before = check()
    act(occurrence)
    check(before)
    assert Registration.objects.filter(state="offered").count() == 1


def backwards(
    queue: Callable[[TurnQuerySet], TurnQuerySet],
) -> Callable[[TurnQuerySet], TurnQuerySet]:
    return lambda rows: queue(rows).order_by("-rank", "-joined_at", "-pk")


def test_without_the_order_of_the_queue_somebody_is_passed_over(clock, monkeypatch):
    occurrence = full("Bo", "Clara")
    before = check()
    monkeypatch.setattr(TurnQuerySet, "queue", backwards(TurnQuerySet.queue))
    cancel(occurrence)
    with pytest.raises(AssertionError, match=r"^3: an offer"):
        check(before)


def test_a_newcomer_before_those_who_wait_is_seen(clock, monkeypatch):
    occurrence = full("Bo")
    office_clock.stop(occurrence.offers_until - timedelta(minutes=30))
    cancel(occurrence)
    Occurrence.objects.update(closes_at=occurrence.offers_until)
    before = check()
    monkeypatch.setattr(Places, "can_take", True)
    sign_up(occurrence.pk, typed("Dina"), language="da")
    with pytest.raises(AssertionError, match=r"^3: a place for somebody without a turn"):
        check(before)


def test_the_machine_finds_by_itself_that_cancelling_does_not_settle(clock, monkeypatch):
    class Here(Life):
        world = World.made()

    monkeypatch.setattr(registrations, "Places", SettlesOnEntryOnly)
    profile = settings(COMMON, max_examples=20, stateful_step_count=20, derandomize=True)
    with pytest.raises(AssertionError, match=r"^2: \d free"):
        run_state_machine_as_test(Here, settings=profile)
