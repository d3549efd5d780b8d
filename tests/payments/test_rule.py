"""What goes back by the rule: who came, who left when, and what became of the date."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from events.domain import (
    attendance,
    attendance_corrections,
    coming,
    erasure,
    moving,
    registrations,
    scheduling,
)
from events.domain.errors import ListClosed
from events.models import Hosting, Occurrence, Registration
from office.actor import PERSON
from payments.domain import by_hand, owing
from payments.domain.standing import with_standing
from payments.models import GivenBackBecause, Payment, Way
from tests.events.people import office
from tests.factories import HostFactory, HostingFactory, open_occurrence
from tests.payments.books import books, right

pytestmark = pytest.mark.django_db(transaction=True)

DEPOSIT = 30000
BECAUSE = GivenBackBecause


def a_date(clock: Any, **more: Any) -> Occurrence:
    """All goes back until tomorrow, a quarter after that."""
    until = clock.now() + timedelta(days=1)
    terms: dict[str, Any] = {"deposit_back_until": until, "deposit_part_back": 25}
    return open_occurrence(**{"deposit": DEPOSIT, **terms, **more})


def went_back(place: Registration) -> list[tuple[str, int, str]]:
    return books(place.payments.get())


def standings(date: Occurrence) -> dict[Registration, str]:
    """What the desk says of each deposit."""
    mine = Payment.objects.filter(registration__occurrence=date)
    return {it.registration: it.standing for it in with_standing(mine)}


def done(because: str, amount: int = DEPOSIT) -> list[tuple[str, int, str]]:
    return [(because, amount, "done")]


def is_over(clock: Any, date: Occurrence, days: int = 0) -> None:
    clock.stop(date.ends_at + timedelta(days=days))


def moves_to(date: Occurrence, starts_at: datetime) -> None:
    date.refresh_from_db()
    ends_at = starts_at + (date.ends_at - date.starts_at)
    times = {"starts_at": starts_at, "ends_at": ends_at}
    scheduling.move(date.pk, actor=office(), revision=date.revision, **times)


def cancels(place: Registration) -> None:
    registrations.cancel(place.pk, actor=PERSON)


def test_leaving_in_time_and_late_to_the_second_and_to_the_oere(world, clock):
    date = a_date(clock, deposit=30001)
    early, late = world.paid(date), world.paid(date, "bo@student.test")
    clock.move(timedelta(days=1, seconds=-1))
    assert owing.back_if_left(early.payments.get(), clock.now()) == 30001
    cancels(early)
    clock.move(timedelta(seconds=1))
    assert owing.back_if_left(late.payments.get(), clock.now()) == 7501
    cancels(late)
    right(world)
    assert went_back(early) == done(BECAUSE.LEFT_IN_TIME, 30001)
    assert went_back(late) == done(BECAUSE.LEFT_LATE, 7501)
    assert world.theirs() == 30001 - 7501


def test_a_rule_made_harder_after_they_paid_is_not_theirs_and_a_kinder_one_is(world, clock):
    date = a_date(clock)
    place, other = world.paid(date), world.paid(date, "bo@student.test")
    Occurrence.objects.update(deposit_back_until=clock.now(), deposit_part_back=0)
    cancels(place)
    right(world)
    assert went_back(place) == done(BECAUSE.LEFT_IN_TIME)
    Occurrence.objects.update(deposit_back_until=None)
    clock.move(timedelta(days=2))
    cancels(other)
    right(world)
    assert went_back(other) == done(BECAUSE.LEFT_IN_TIME)


def test_called_off_with_thirty_paid(world, clock):
    date = a_date(clock, capacity=30)
    for n in range(30):
        if n % 10 == 0:
            clock.move(timedelta(minutes=1))
        world.pays(world.begun(world.proven(date, f"p{n}@student.test")))
    world.work()
    assert world.theirs() == world.ours() == 30 * DEPOSIT
    date.refresh_from_db()
    scheduling.call_off(date.pk, actor=office(), revision=date.revision, reason="Storm")
    for _ in range(3):
        clock.move(timedelta(minutes=1))
        world.stripe.webhooks.soon()
        world.stripe.webhooks.settle()
    right(world)
    assert world.theirs() == 0
    assert all(books(it) == done(BECAUSE.CALLED_OFF) for it in Payment.objects.all())


def test_who_left_late_gets_the_rest_when_it_is_called_off_afterwards(world, clock):
    date = a_date(clock)
    place = world.paid(date)
    clock.stop(clock.now() + timedelta(days=2))
    cancels(place)
    world.work()
    assert went_back(place) == done(BECAUSE.LEFT_LATE, 7500)
    date.refresh_from_db()
    scheduling.call_off(date.pk, actor=office(), revision=date.revision, reason="Storm.")
    world.work()
    rest = done(BECAUSE.CALLED_OFF, DEPOSIT - 7500)
    assert went_back(place) == done(BECAUSE.LEFT_LATE, 7500) + rest
    right(world)


def test_a_host_cancels_and_who_leaves_then_gets_all_of_it(world, clock):
    host = HostFactory()
    date = a_date(clock, host=host)
    HostingFactory(occurrence=date, host=host)
    before, after = world.paid(date), world.paid(date, "bo@student.test")
    replaced = world.paid(date, "carl@student.test")
    clock.move(timedelta(days=2))
    cancels(before)
    clock.move(timedelta(hours=1))
    Hosting.objects.update(cancelled_at=clock.now())
    cancels(after)
    clock.move(timedelta(hours=1))
    Hosting.objects.update(ended_at=clock.now())
    cancels(replaced)
    right(world)
    assert went_back(before) == done(BECAUSE.LEFT_LATE, 7500)
    assert went_back(after) == done(BECAUSE.HOST_CANCELLED)
    assert went_back(replaced) == done(BECAUSE.LEFT_LATE, 7500)


def test_a_move_somebody_cannot_follow_and_one_who_said_they_could(world, clock):
    date = a_date(clock)
    cannot, could = world.paid(date), world.paid(date, "bo@student.test")
    paid_then = world.proven(date, "carl@student.test")
    clock.move(timedelta(minutes=10))
    moves_to(date, date.starts_at + timedelta(hours=1))
    world.pays(world.begun(paid_then))
    world.work()
    clock.move(timedelta(days=2))
    coming.say_yes(could.pk, actor=PERSON)
    cancels(cannot)
    cancels(could)
    cancels(paid_then)
    right(world)
    assert went_back(cannot) == done(BECAUSE.CANNOT_FOLLOW)
    assert went_back(could) == done(BECAUSE.LEFT_LATE, 7500)
    assert went_back(paid_then) == done(BECAUSE.LEFT_LATE, 7500)
    moves_to(date, date.starts_at + timedelta(hours=2))


def test_a_list_closed_with_and_without_them_and_corrected_afterwards(world, clock):
    date = a_date(clock)
    came, stayed_away = world.paid(date), world.paid(date, "bo@student.test")
    is_over(clock, date)
    attendance.check_in(came.pk, date.days[0], actor=office())
    right(world)
    assert went_back(came) == []
    attendance.close_list(date.pk, actor=office())
    right(world)
    assert went_back(came) == done(BECAUSE.ATTENDED)
    assert went_back(stayed_away) == []
    marks = {date.days[0]: attendance_corrections.Mark(present=True)}
    attendance_corrections.correct(stayed_away.pk, marks, actor=office(), reason="Was there")
    right(world)
    assert went_back(stayed_away) == done(BECAUSE.ATTENDED)
    assert world.theirs() == 0


def test_a_list_opened_again_long_after_returns_nothing_by_itself(world, clock):
    date = a_date(clock)
    place, other = world.paid(date), world.paid(date, "bo@student.test")
    is_over(clock, date, days=1)
    attendance.close_list(date.pk, actor=office())
    right(world)
    is_over(clock, date, days=20)
    attendance.reopen_list(date.pk, actor=office())
    right(world)
    assert went_back(place) == []
    assert standings(date) == {place: "withheld", other: "withheld"}
    attendance.check_in(other.pk, date.days[0], actor=office())
    assert standings(date) == {place: "withheld", other: "paid"}
    attendance.close_list(date.pk, actor=office())
    right(world)
    assert went_back(place) == []
    assert went_back(other) == done(BECAUSE.ATTENDED)
    assert standings(date) == {place: "withheld", other: "given_back"}


def test_nobody_closes_the_list_for_fourteen_days(world, clock):
    date = a_date(clock)
    place = world.paid(date)
    is_over(clock, date, days=13)
    right(world)
    assert went_back(place) == []
    is_over(clock, date, days=14)
    right(world)
    assert went_back(place) == done(BECAUSE.NOT_CLOSED)


def test_a_no_show_keeps_nothing_back_by_being_taken_off_unless_the_list_is_opened(world, clock):
    date = a_date(clock)
    place = world.paid(date)
    is_over(clock, date)
    attendance.close_list(date.pk, actor=office())
    right(world)
    with pytest.raises(ListClosed):
        registrations.cancel(place.pk, actor=office(), reason="Told us")
    right(world)
    assert went_back(place) == []
    attendance.reopen_list(date.pk, actor=office())
    registrations.cancel(place.pk, actor=office(), reason="Told us")
    right(world)
    assert went_back(place) == done(BECAUSE.LEFT_LATE, 7500)


@pytest.mark.parametrize("same", [True, False])
def test_moved_to_another_date_with_the_same_and_with_another_deposit(world, clock, same):
    place = world.paid(a_date(clock))
    to = a_date(clock, deposit=DEPOSIT if same else 20000)
    new = moving.move(place.pk, to.pk, actor=office(), reason="An exam")
    right(world, by_hand=True)
    payment = Payment.objects.get()
    assert payment.registration == (new if same else place)
    assert books(payment) == ([] if same else done(BECAUSE.MOVED))
    if not same:
        world.pays(world.begun(new))
        right(world)
        assert world.theirs() == 20000
    registrations.cancel(new.pk, actor=PERSON)
    right(world)
    assert world.theirs() == 0


def test_what_was_waived_is_waived_on_another_date_too(world, clock):
    place = world.proven(a_date(clock))
    by_hand.settle(place.pk, Way.WAIVED, actor=office(), reason="A speaker")
    to = a_date(clock)
    new = moving.move(place.pk, to.pk, actor=office(), reason="An exam")
    right(world, by_hand=True)
    assert Payment.objects.get().registration == new


def test_erased_after_paying_it_goes_back_without_a_word(world, clock):
    place = world.paid(a_date(clock))
    payment = place.payments.get()
    erasure.erase(place.contact_id, actor=office())
    right(world)
    assert books(payment) == done(BECAUSE.LEFT_IN_TIME)
    assert world.theirs() == 0
