"""The waitlist from the side of the person in it."""

from datetime import timedelta

import pytest

from events.domain import registrations, waitlist
from events.domain.errors import ClaimEnded, OfferLapsed
from events.domain.tick import tick
from events.models import Because, Occurrence, Registration, Turn
from mail.models import Message
from office.actor import PERSON
from tests.events.invariants import check
from tests.events.people import claim_of, comes
from tests.factories import NOW, TurnFactory, open_occurrence

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def offered(clock) -> Registration:
    """Anna's place, offered to Bo; Clara and Dina wait."""
    occurrence = open_occurrence(capacity=1)
    for name in ("Anna", "Bo", "Clara", "Dina"):
        comes(occurrence, name)
        clock.move(timedelta(seconds=1))
    registrations.cancel(claim_of(occurrence, "Anna").pk, actor=PERSON)
    return Registration.objects.get(state="offered")


def turn_of(name: str) -> Turn:
    return Turn.objects.get(contact__email=f"{name.lower()}@student.test")


def test_positions_count_from_one_by_rank_then_time(clock):
    occurrence = open_occurrence(capacity=0)
    turns = [TurnFactory(occurrence=occurrence) for _ in range(3)]
    ahead = TurnFactory(occurrence=occurrence, rank=-1)
    assert [waitlist.position(turn) for turn in (ahead, *turns)] == [1, 2, 3, 4]


def test_accepting_makes_it_a_place_and_twice_is_once(offered):
    for _ in range(2):
        mine = waitlist.accept(offered.pk)
        assert mine.is_confirmed
    assert turn_of("Bo").ended_because == Because.ACCEPTED
    assert Message.objects.filter(kind="place", to="bo@student.test").count() == 1
    check()


def test_declining_gives_it_to_the_next_and_twice_is_once(offered):
    for _ in range(2):
        assert waitlist.decline(offered.pk).ended_because == Because.DECLINED
    assert turn_of("Bo").ended_because == Because.DECLINED
    assert Registration.objects.get(state="offered").contact == turn_of("Clara").contact
    check()


def test_leaving_ends_the_turn_and_twice_is_once(offered):
    for _ in range(2):
        assert waitlist.leave(turn_of("Clara").pk).ended_because == Because.LEFT
    assert waitlist.position(turn_of("Dina")) == 1
    check()


def test_leaving_with_an_offer_declines_it(offered):
    assert waitlist.leave(turn_of("Bo").pk).ended_because == Because.DECLINED
    assert Registration.objects.get(state="offered").contact == turn_of("Clara").contact


def test_what_has_ended_is_neither_accepted_nor_declined(offered):
    waitlist.decline(offered.pk)
    with pytest.raises(ClaimEnded, match=r"ended\.$"):
        waitlist.accept(offered.pk)
    place = waitlist.accept(Registration.objects.get(state="offered").pk)
    with pytest.raises(ClaimEnded):
        waitlist.decline(place.pk)


def test_an_offer_that_is_over_says_so(offered, clock):
    Registration.objects.filter(pk=offered.pk).update(held_until=clock.now())
    for act in (waitlist.accept, waitlist.decline):
        with pytest.raises(OfferLapsed, match="no longer kept for you"):
            act(offered.pk)


def test_joining_again_is_last(offered, clock):
    occurrence = Occurrence.objects.get()
    waitlist.decline(offered.pk)
    clock.move(timedelta(seconds=1))
    again = comes(occurrence, "Bo")
    assert list(Turn.objects.queue()) == [turn_of("Dina"), again]
    assert again.pk != Turn.objects.order_by("pk").first().pk


def test_whose_address_does_not_work_leaves_the_queue(offered):
    Message.objects.filter(kind="waiting", to="clara@student.test").update(dead_at=NOW)
    tick()
    assert turn_of("Clara").ended_because == Because.BOUNCED
    assert turn_of("Dina").is_live
    waitlist.decline(offered.pk)
    assert Registration.objects.get(state="offered").contact == turn_of("Dina").contact
    check()


def test_a_full_mailbox_or_a_blocked_mail_costs_nobody_their_turn(offered):
    Message.objects.filter(kind="waiting", to="clara@student.test").update(bounced_at=NOW)
    tick()
    assert turn_of("Clara").is_live


def test_a_mail_that_failed_for_a_reason_of_ours_costs_nobody_their_turn(offered):
    waiting = Message.objects.filter(kind="waiting", to="clara@student.test")
    waiting.update(state="failed", ended_at=NOW, why="550 relaying denied")
    tick()
    assert turn_of("Clara").is_live
