"""Many people at once: real threads, each with its own connection to PostgreSQL."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Thread, local
from types import ModuleType
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from events.domain import by_hand, erasure, moving, proof, registrations, scheduling, waitlist
from events.domain.errors import ActRefused, NoPlaceLeft, StaleForm
from events.domain.places import Places
from events.domain.sign_up import sign_up
from events.domain.tick import tick
from events.models import Occurrence, Registration, Turn
from mail.models import Message
from office.actor import PERSON
from tests.events.invariants import check
from tests.events.people import claim_of, comes, office, signs_up, typed
from tests.events.postman import Postman
from tests.factories import NOW, open_occurrence

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PEOPLE, PLACES = 60, 10


@pytest.fixture
def running(clock: ModuleType) -> ModuleType:
    """The clock near NOW, and going: so that who came first came earlier."""
    clock.reset()
    clock.move(NOW - clock.now())
    return clock


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run each act in a thread of its own, all let go together; results and errors, in order."""
    gate = Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(n: int) -> None:
        gate.wait()
        try:
            results[n] = acts[n]()
        except Exception as error:  # noqa: BLE001 -- judged by the test
            results[n] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=[n]) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def errors(results: list[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


def presses(occurrence: Occurrence, name: str) -> Registration | Turn:
    """Sign up and press the link, as one visitor does."""
    claim = signs_up(occurrence, name)
    if isinstance(claim, Registration):
        return proof.confirm(claim.pk)
    return proof.prove(claim.pk)


def crowd(occurrence: Occurrence) -> list[Callable[[], Any]]:
    return [lambda n=n: presses(occurrence, f"Person{n}") for n in range(PEOPLE)]


def assert_full_and_in_order(occurrence: Occurrence) -> None:
    check()
    states = Counter(
        Registration.objects.filter(occurrence=occurrence).values_list("state", flat=True)
    )
    assert states == {"confirmed": PLACES}
    line = list(Turn.objects.filter(occurrence=occurrence).queue())
    assert len(line) == PEOPLE - PLACES
    assert line == sorted(line, key=lambda turn: (turn.joined_at, turn.pk))


def test_sixty_people_press_for_ten_places(running):
    occurrence = open_occurrence(capacity=PLACES, waitlist_limit=PEOPLE)
    assert errors(at_once(crowd(occurrence))) == []
    assert_full_and_in_order(occurrence)


@contextmanager
def without_locks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows.all())
        yield


def test_without_the_lock_they_break_it(running, monkeypatch):
    """The same crowd, the lock taken out: the test above must be able to fail."""
    for _ in range(3):
        occurrence = open_occurrence(capacity=PLACES, waitlist_limit=PEOPLE)
        with without_locks(monkeypatch):
            broken = errors(at_once(crowd(occurrence)))
        try:
            assert broken == []
            assert_full_and_in_order(occurrence)
        except AssertionError:
            return
        Registration.objects.all().delete()
        Turn.objects.all().delete()
        Message.objects.all().delete()
    pytest.fail("nothing broke without the lock")


def test_eight_sign_ups_of_one_person_make_one_claim(running):
    occurrence = open_occurrence()
    told = {"language": "da"}
    same = [lambda: sign_up(occurrence.pk, typed("Anna"), **told) for _ in range(8)]
    assert errors(at_once(same)) == []
    assert Registration.objects.count() + Turn.objects.count() == 1
    assert Message.objects.filter(kind="prove").count() == 3
    check()


def test_eight_presses_of_one_button_all_show_success(running):
    held = signs_up(open_occurrence(), "Anna")
    results = at_once([lambda: proof.confirm(held.pk)] * 8)
    assert [result.state for result in results] == ["confirmed"] * 8
    assert Message.objects.filter(kind="place").count() == 1
    check()


def test_one_new_person_proves_two_dates_at_once(running):
    held = [signs_up(open_occurrence(), "Anna") for _ in range(4)]
    results = at_once([lambda pk=claim.pk: proof.confirm(pk) for claim in held[:2]])
    assert errors(results) == []
    assert len({result.contact_id for result in results}) == 1
    check()


def test_cancel_accept_decline_and_the_clock_at_once(running):
    occurrence = open_occurrence(capacity=4, waitlist_limit=20)
    for n in range(14):
        comes(occurrence, f"Person{n}")
    for n in range(2):
        registrations.cancel(claim_of(occurrence, f"Person{n}").pk, actor=PERSON)
    Postman().idle()
    offered = list(Registration.objects.filter(state="offered"))
    confirmed = list(Registration.objects.filter(state="confirmed"))
    last = Turn.objects.queue().last()
    acts: list[Callable[[], Any]] = [
        *[lambda r=r: registrations.cancel(r.pk, actor=PERSON) for r in confirmed * 2],
        *[lambda r=r: waitlist.accept(r.pk) for r in offered],
        *[lambda r=r: waitlist.decline(r.pk) for r in offered],
        *[tick] * 3,
        lambda: waitlist.leave(last.pk),
        lambda: by_hand.move_up(last.pk, actor=PERSON, reason="Comes from afar"),
        lambda: erasure.erase(confirmed[0].contact_id, actor=PERSON),
        lambda: presses(occurrence, "Newcomer"),
    ]
    assert [e for e in errors(at_once(acts)) if not isinstance(e, ActRefused)] == []
    check()
    Postman().idle()
    check(idle=True)


def test_two_offices_change_one_date_and_one_is_told_that_its_form_is_stale(running):
    occurrence = open_occurrence(capacity=1, waitlist_limit=20)
    for n in range(6):
        comes(occurrence, f"Person{n}")
    actor = office()
    new = {"actor": actor, "revision": 1, "waitlist_limit": 20}
    results = at_once(
        [
            lambda: scheduling.change_capacity(occurrence.pk, capacity=3, **new),
            lambda: scheduling.change_capacity(occurrence.pk, capacity=5, **new),
        ]
    )
    assert [str(e) for e in errors(results)] == [str(StaleForm())]
    check()


def test_erasing_and_pressing_at_once_leaves_no_erased_person_with_a_place(running):
    first, second = open_occurrence(), open_occurrence()
    contact = comes(first, "Anna").contact_id
    held = signs_up(second, "Anna")
    actor = office()
    results = at_once(
        [
            lambda: proof.confirm(held.pk),
            lambda: erasure.erase(contact, actor=actor),
            lambda: erasure.erase(contact, actor=actor),
        ]
    )
    assert errors(results) == []
    assert not Registration.objects.holding().filter(contact__erased_at__isnull=False).exists()
    check()


@pytest.mark.parametrize("_", range(3))
def test_renaming_while_people_press_tells_all_of_them_the_new_title(running, _):
    occurrence = open_occurrence(capacity=PLACES)
    held = [signs_up(occurrence, f"Person{n}") for n in range(5)]
    actor = office()
    rename = [
        lambda: scheduling.rename(occurrence.event_id, actor=actor, title="A night in practice")
    ]
    confirms = [
        lambda pk=claim.pk: proof.confirm(pk) for claim in held if isinstance(claim, Registration)
    ]
    assert errors(at_once(rename + confirms)) == []
    running.move(timedelta(seconds=1))
    Postman().idle()
    check(idle=True)


def test_who_waited_for_the_lock_is_told_what_is_so_after_it(running):
    """The statement that waits for a row shows all other tables as they were before."""
    occurrence = open_occurrence()
    held = signs_up(occurrence, "Anna")
    waiting = Thread(target=in_its_own_thread(lambda: proof.confirm(held.pk)))
    with transaction.atomic():
        Occurrence.objects.select_for_update().get(pk=occurrence.pk)
        waiting.start()
        wait_for_somebody_to_wait()
        scheduling.rename(occurrence.event_id, actor=office(), title="A night in practice")
    waiting.join()
    assert Message.objects.get(kind="place").facts["title"] == "A night in practice"


def in_its_own_thread(act: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    return run


def wait_for_somebody_to_wait() -> None:
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    mine = " AND datname = current_database()"
    with connection.cursor() as cursor:
        for _ in range(3000):
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(asked + mine)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits")


def moves(name: str, frm: Occurrence, to: Occurrence) -> Callable[[], Any]:
    place, actor = claim_of(frm, name), office()
    return lambda: moving.move(place.pk, to.pk, actor=actor, reason="Has an exam")


def test_two_coordinators_move_two_people_to_the_last_place(running):
    first, second, to = (open_occurrence(capacity=1) for _ in range(3))
    comes(first, "Anna")
    comes(second, "Bo")

    results = at_once([moves("Anna", first, to), moves("Bo", second, to)])

    assert [str(e) for e in errors(results)] == [str(NoPlaceLeft())]
    assert to.registrations.confirmed().count() == 1
    check()


def test_without_the_lock_both_get_the_last_place(running, monkeypatch):
    """The same two coordinators, the lock taken out: the test above must be able to fail."""
    for _ in range(10):
        first, second, to = (open_occurrence(capacity=1) for _ in range(3))
        comes(first, "Anna")
        comes(second, "Bo")
        acts = [moves("Anna", first, to), moves("Bo", second, to)]
        with without_locks(monkeypatch):
            at_once(acts)
        if to.registrations.confirmed().count() == 2:
            return
        Registration.objects.all().delete()
        Message.objects.all().delete()
    pytest.fail("nothing broke without the lock")


def test_moving_both_ways_between_two_dates_never_stops_in_a_deadlock(running):
    one, other = open_occurrence(capacity=20), open_occurrence(capacity=20)
    for n in range(6):
        comes(one if n % 2 else other, f"Person{n}")
    acts = [moves(f"Person{n}", *((one, other) if n % 2 else (other, one))) for n in range(6)]

    results = at_once(acts * 2)

    assert errors(results) == []
    assert results[:6] == results[6:]
    check()


def test_locks_in_the_order_of_the_act_do_stop_in_a_deadlock(running, monkeypatch):
    """The same moves, each taking the lock of its old date first: the test above can fail."""
    one, other = open_occurrence(capacity=20), open_occurrence(capacity=20)
    comes(one, "Anna")
    comes(other, "Bo")
    monkeypatch.setattr(moving, "sorted", lambda pair: pair, raising=False)
    gate, mine = Barrier(2), local()
    lock = Places.lock

    @contextmanager
    def both_hold_one(*args: Any, **named: Any) -> Iterator[Places]:
        with lock(*args, **named) as places:
            if not hasattr(mine, "first"):
                mine.first = places
                gate.wait(timeout=60)
            yield places

    monkeypatch.setattr(Places, "lock", both_hold_one)
    results = at_once([moves("Anna", one, other), moves("Bo", other, one)])

    assert [type(e) for e in errors(results)] == [OperationalError]


def test_moving_and_erasing_at_once_leaves_no_erased_person_with_a_place(running):
    one, other = open_occurrence(), open_occurrence()
    place, actor = comes(one, "Anna"), office()
    erase = lambda: erasure.erase(place.contact_id, actor=actor)  # noqa: E731 -- twice below

    results = at_once([moves("Anna", one, other), erase, erase])

    assert [e for e in errors(results) if not isinstance(e, ActRefused)] == []
    assert not Registration.objects.holding().filter(contact__erased_at__isnull=False).exists()
    check()
