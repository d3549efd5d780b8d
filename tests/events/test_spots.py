"""Spots, who is in them, who wishes what, and how all of it ends."""

from datetime import UTC, datetime, timedelta

import pytest

from events.domain import (
    allocating,
    changing,
    erasure,
    moving,
    planning,
    registrations,
    retention,
    scheduling,
    spots,
    spots_telling,
    wishes,
)
from events.domain.errors import ActRefused, ClaimEnded, WrongTime
from events.domain.spots import Values
from events.models import (
    Allocation,
    Hosting,
    Proposal,
    Registration,
    Spot,
    SpotKind,
    SpotsTold,
    Wish,
)
from mail.models import Message
from office.actor import PERSON, SYSTEM
from tests.events.people import office
from tests.events.test_races import at_once, errors
from tests.factories import (
    NOW,
    HostFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "in_english")]

SATURDAY = datetime(2027, 1, 16, 8, tzinfo=UTC)


@pytest.fixture
def camp(clock):
    return OccurrenceFactory(camp=True, capacity=30)


def people(camp, n=4):
    return [RegistrationFactory(occurrence=camp) for _n in range(n)]


def at_a_practice(camp, at=SATURDAY, **fields):
    fields.setdefault("host", HostFactory())
    hours = {"starts_at": at, "ends_at": at + timedelta(hours=6)}
    return SpotFactory(occurrence=camp, kind=SpotKind.HOST, name="", **hours, **fields)


def where(camp):
    rows = Allocation.objects.filter(spot__occurrence=camp)
    return {(it.registration_id, it.slot): it.spot_id for it in rows}


def rooms(camp, *names, capacity=2):
    values = [Values(capacity=capacity, name=name) for name in names]
    return spots.add_many(camp.pk, SpotKind.ROOM, values, actor=office())


# Spots


def test_several_rooms_are_added_at_once_and_those_there_already_stay(camp):
    made = rooms(camp, "Room 1", "Room 2")
    again = rooms(camp, "room 2", "Room 3", capacity=9)
    assert [it.name for it in made + again] == ["Room 1", "Room 2", "Room 3"]
    assert Spot.objects.get(name="Room 2").capacity == 2


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        (SpotKind.ROOM, {"capacity": 2}, "name"),
        (SpotKind.ROOM, {"capacity": 0, "name": "A"}, "room for"),
        (SpotKind.HOST, {"capacity": 2}, "Choose the practice"),
        (SpotKind.MEETING_POINT, {"capacity": 2, "name": "Station"}, "People meet"),
    ],
)
def test_a_spot_that_does_not_fit_its_kind_is_refused_with_a_sentence(camp, kind, values, said):
    with pytest.raises(ActRefused, match=said):
        spots.add_many(camp.pk, kind, [Values(**values)], actor=office())
    assert not Spot.objects.exists()


@pytest.mark.parametrize("days", [-1, 2])
def test_a_practice_receives_only_on_days_of_the_date(camp, days):
    at = SATURDAY + timedelta(days=days)
    at -= timedelta(days=1) if days < 0 else timedelta(0)
    values = Values(2, host=HostFactory(), starts_at=at, ends_at=at + timedelta(hours=2))
    with pytest.raises(WrongTime):
        spots.add_many(camp.pk, SpotKind.HOST, [values], actor=office())


def test_a_spot_cannot_become_smaller_than_the_number_of_people_in_it(camp):
    [room] = rooms(camp, "Room 1")
    allocating.put([it.pk for it in people(camp, 2)], room.pk, actor=office())
    with pytest.raises(ActRefused, match="2 people are in it"):
        spots.change(room.pk, Values(1, name="Room 1"), actor=office())


def test_a_spot_on_another_day_takes_its_people_along_and_drops_wishes_for_it(camp):
    practice, [person] = at_a_practice(camp), people(camp, 1)
    allocating.put([person.pk], practice.pk, actor=office())
    Wish.objects.create(spot=practice, registration=person, rank=1)
    at = SATURDAY + timedelta(days=1)
    values = Values(2, host=practice.host, starts_at=at, ends_at=at + timedelta(hours=3))
    spots.change(practice.pk, values, actor=office())
    assert where(camp) == {(person.pk, "host:2027-01-17"): practice.pk}
    assert not Wish.objects.exists()


def test_nobody_gets_two_practices_on_one_day_by_moving_a_spot(camp):
    sunday = at_a_practice(camp, SATURDAY + timedelta(days=1))
    saturday, [person] = at_a_practice(camp), people(camp, 1)
    for it in (saturday, sunday):
        allocating.put([person.pk], it.pk, actor=office())
    at = SATURDAY + timedelta(days=1)
    values = Values(2, host=saturday.host, starts_at=at, ends_at=at + timedelta(hours=3))
    with pytest.raises(ActRefused, match="another practice on that day"):
        spots.change(saturday.pk, values, actor=office())


def test_a_spot_is_open_again_once_another_practice_has_it(camp):
    practice = at_a_practice(camp)
    visit = {"occurrence": camp, "host": practice.host, "spot": practice, "made_at": NOW}
    Hosting.objects.create(**visit, cancelled_at=NOW)
    assert Spot.objects.get().is_off
    values = Values(2, host=HostFactory(), starts_at=SATURDAY, ends_at=practice.ends_at)
    spots.change(practice.pk, values, actor=office())
    assert not Spot.objects.get().is_off


def test_removing_a_spot_frees_its_people_and_twice_is_once(camp):
    [person], practice = people(camp, 1), at_a_practice(camp)
    visit = {"occurrence": camp, "host": practice.host, "spot": practice, "made_at": NOW}
    Hosting.objects.create(**visit)
    allocating.put([person.pk], practice.pk, actor=office())
    assert spots.remove(practice.pk, actor=office()) == 1
    assert spots.remove(practice.pk, actor=office()) == 0
    assert where(camp) == {}


def test_nothing_changes_on_a_date_that_is_over(camp, clock):
    clock.stop(camp.ends_at)
    with pytest.raises(ActRefused):
        rooms(camp, "Room 1")


# A proposal


def test_a_proposal_gives_everybody_a_spot_in_every_slot_and_says_how_many(camp):
    everybody = people(camp, 5)
    at_a_practice(camp, capacity=3)
    at_a_practice(camp, capacity=3)
    rooms(camp, "Room 1", "Room 2")
    done = allocating.propose(camp.pk, actor=office(), seed=7)
    assert (done.seed, done.placed, done.left_over) == (7, 5, 1)  # four beds
    placed = [slot for _person, slot in where(camp)]
    assert sorted(placed) == ["host:2027-01-16"] * 5 + ["room"] * 4
    assert {person for person, _slot in where(camp)} == {it.pk for it in everybody}


def test_the_same_seed_gives_the_same_proposal(camp):
    people(camp, 8)
    rooms(camp, *"ABCD")
    allocating.propose(camp.pk, actor=office(), seed=3)
    first = where(camp)
    allocating.propose(camp.pk, actor=office(), seed=4)
    assert where(camp) != first
    allocating.propose(camp.pk, actor=office(), seed=3)
    assert where(camp) == first


def test_a_proposal_follows_wishes_and_leaves_alone_what_was_chosen_by_hand(camp):
    first, second = at_a_practice(camp, capacity=1), at_a_practice(camp, capacity=1)
    chosen, wishing = people(camp, 2)
    wishes.wish(chosen.pk, {first.slot: [first.pk]})
    wishes.wish(wishing.pk, {first.slot: [second.pk]})
    allocating.put([chosen.pk], second.pk, actor=office())
    for seed in range(5):
        allocating.propose(camp.pk, actor=office(), seed=seed)
        assert where(camp)[chosen.pk, second.slot] == second.pk
        assert where(camp)[wishing.pk, first.slot] == first.pk


def test_a_practice_that_must_cancel_gets_nobody(camp):
    gone, there = at_a_practice(camp), at_a_practice(camp)
    visit = {"occurrence": camp, "host": gone.host, "spot": gone, "made_at": NOW}
    Hosting.objects.create(**visit, cancelled_at=NOW)
    everybody = people(camp, 4)
    done = allocating.propose(camp.pk, actor=office())
    assert set(where(camp).values()) == {there.pk}
    assert done.left_over == 2
    with pytest.raises(ActRefused, match="cannot receive anybody"):
        allocating.put([everybody[0].pk], gone.pk, actor=office())


def test_once_shown_a_proposal_only_places_those_left_over(camp):
    rooms(camp, *"ABCDE")
    people(camp, 6)
    allocating.propose(camp.pk, actor=office(), seed=1)
    told = where(camp)
    allocating.show(camp.pk, actor=office())
    late = RegistrationFactory(occurrence=camp)
    allocating.propose(camp.pk, actor=office(), seed=2)
    assert where(camp).items() >= told.items()
    assert (late.pk, "room") in where(camp)
    allocating.undo(camp.pk, actor=office())
    assert where(camp) == told


def test_a_day_that_has_begun_stays_as_it_is(camp, clock):
    today = [at_a_practice(camp) for _n in range(2)]
    tomorrow = [at_a_practice(camp, SATURDAY + timedelta(days=1)) for _n in range(2)]
    everybody = people(camp, 3)
    allocating.propose(camp.pk, actor=office(), seed=1)
    before = where(camp)
    late = RegistrationFactory(occurrence=camp)
    clock.stop(SATURDAY)
    for seed in range(4):
        done = allocating.propose(camp.pk, actor=office(), seed=seed)
    now = where(camp)
    assert all(now[it.pk, today[0].slot] == before[it.pk, today[0].slot] for it in everybody)
    assert (late.pk, today[0].slot) not in now
    assert (late.pk, tomorrow[0].slot) in now
    assert done.left_over == 0


def test_a_proposal_is_taken_back_to_what_was_before_and_what_was_chosen_since_stays(camp):
    everybody = people(camp, 4)
    a, _b, c = rooms(camp, *"ABC")
    allocating.propose(camp.pk, actor=office(), seed=1)
    before = where(camp)
    allocating.propose(camp.pk, actor=office(), seed=5)
    assert allocating.undo(camp.pk, actor=office()) is True
    assert where(camp) == before
    assert allocating.undo(camp.pk, actor=office()) is False
    allocating.propose(camp.pk, actor=office(), seed=5)
    spots.remove(c.pk, actor=office())
    allocating.put([everybody[0].pk], a.pk, actor=office())
    registrations.cancel(everybody[1].pk, actor=office(), reason="Ill")
    allocating.undo(camp.pk, actor=office())
    assert where(camp)[everybody[0].pk, "room"] == a.pk
    assert everybody[1].pk not in {person for person, _slot in where(camp)}
    assert not Proposal.objects.exists()


def test_taking_a_proposal_back_fills_nothing_beyond_its_room_and_brings_nobody_back_who_left(camp):
    small, large = (
        SpotFactory(occurrence=camp, kind=SpotKind.ROOM, name=name, capacity=room)
        for name, room in (("Small", 1), ("Large", 3))
    )
    stays, leaves, by_hand = people(camp, 3)
    for person, spot in ((stays, small), (leaves, large)):
        Allocation.objects.create(registration=person, spot=spot, slot=spot.slot)
    allocating.propose(camp.pk, actor=office(), seed=1)
    allocating.clear(camp.pk, [stays.pk, leaves.pk, by_hand.pk], small.slot, actor=office())
    allocating.put([by_hand.pk], small.pk, actor=office())
    registrations.cancel(leaves.pk, actor=PERSON)
    allocating.undo(camp.pk, actor=office())
    assert list(Allocation.objects.values_list("registration", "spot")) == [(by_hand.pk, small.pk)]


def test_nothing_is_proposed_without_spots(camp):
    with pytest.raises(ActRefused, match="add spots first"):
        allocating.propose(camp.pk, actor=office())


# By hand


def test_people_are_moved_together_or_not_at_all(camp):
    everybody = [it.pk for it in people(camp, 3)]
    a, b = rooms(camp, "Room A", "Room B")
    assert allocating.put(everybody[:2], a.pk, actor=office()) == 2
    assert allocating.put(everybody[:2], a.pk, actor=office()) == 0
    assert allocating.put(everybody[2:], b.pk, actor=office()) == 1
    with pytest.raises(ActRefused, match="Room B has 1 of 2 places free, too few for 2"):
        allocating.put(everybody, b.pk, actor=office())
    assert [where(camp)[it, "room"] for it in everybody] == [a.pk, a.pk, b.pk]
    assert allocating.clear(camp.pk, everybody, "room", actor=office()) == 3
    assert where(camp) == {}


def test_only_people_with_a_place_on_this_date_are_put_anywhere(camp):
    [room] = rooms(camp, "Room A")
    elsewhere = RegistrationFactory()
    held = RegistrationFactory(
        occurrence=camp, state="offered", held_until=NOW + timedelta(hours=1)
    )
    for it in (elsewhere, held):
        with pytest.raises(ClaimEnded):
            allocating.put([it.pk], room.pk, actor=office())


def test_showing_and_hiding_twice_is_once(camp, clock):
    rooms(camp, "Room A")
    shown = allocating.show(camp.pk, actor=office()).spots_shown_at
    clock.move(timedelta(hours=1))
    assert allocating.show(camp.pk, actor=office()).spots_shown_at == shown == NOW
    assert allocating.hide(camp.pk, actor=office()).spots_shown_at is None
    assert allocating.hide(camp.pk, actor=office()).spots_shown_at is None


# Wishes


def test_wishes_take_the_place_of_those_before(camp):
    [person], all_of = people(camp, 1), rooms(camp, *"ABCD")
    a, b, c, d = (it.pk for it in all_of)
    for wanted in ([a, b, c], [d], [b, a], []):
        wishes.wish(person.pk, {"room": wanted})
        assert list(person.wishes.values_list("spot", flat=True)) == wanted


def test_wishes_are_for_what_is_there_up_to_three_and_each_once(camp):
    [person], made = people(camp, 1), rooms(camp, *"ABCD")
    elsewhere = SpotFactory()
    pks = [it.pk for it in made]
    for wanted in (pks, [pks[0], pks[0]], [elsewhere.pk]):
        with pytest.raises(ActRefused):
            wishes.wish(person.pk, {"room": wanted})
    with pytest.raises(ActRefused):
        wishes.wish(person.pk, {"meeting_point": pks[:1]})


@pytest.mark.parametrize("closed_by", ["shown", "begun", "ended"])
def test_wishes_are_closed_once_shown_begun_or_without_a_place(camp, clock, closed_by):
    [person], [a, _b] = people(camp, 1), rooms(camp, *"AB")
    if closed_by == "shown":
        allocating.show(camp.pk, actor=office())
    elif closed_by == "begun":
        clock.stop(camp.starts_at)
    else:
        registrations.cancel(person.pk, actor=PERSON)
    with pytest.raises(ActRefused):
        wishes.wish(person.pk, {"room": [a.pk]})
    assert not Wish.objects.exists()


# The end


def cancelled(registration):
    registrations.cancel(registration.pk, actor=PERSON)


def removed(registration):
    registrations.cancel(registration.pk, actor=office(), reason="Ill")


def called_off(registration):
    camp = registration.occurrence
    scheduling.call_off(camp.pk, actor=office(), revision=camp.revision, reason="Snow")


def erased(registration):
    erasure.erase(registration.contact_id, actor=SYSTEM)


def moved_away(registration):
    other = OccurrenceFactory(event=registration.occurrence.event)
    moving.move(registration.pk, other.pk, actor=office(), reason="Asked for it")


@pytest.mark.parametrize("end", [cancelled, removed, called_off, erased, moved_away])
def test_whichever_way_a_place_ends_its_spots_are_free_and_its_wishes_gone(camp, end):
    person, practice, room = people(camp, 1)[0], at_a_practice(camp), rooms(camp, "A", "B")[0]
    wishes.wish(person.pk, {"room": [room.pk]})
    for spot in (practice, room):
        allocating.put([person.pk], spot.pk, actor=office())
    end(person)
    assert not Allocation.objects.exists()
    assert not Wish.objects.exists()


def test_erasing_leaves_nothing_of_where_somebody_was(camp, clock):
    person, practice = people(camp, 1)[0], at_a_practice(camp)
    allocating.put([person.pk], practice.pk, actor=office())
    Wish.objects.create(spot=practice, registration=person, rank=1)
    allocating.show(camp.pk, actor=office())
    spots_telling.tell_due()
    clock.stop(camp.ends_at + timedelta(days=1))
    erasure.erase(person.contact_id, actor=SYSTEM)
    assert Registration.objects.get().is_confirmed  # what has begun stays for the counts
    assert not any(it.objects.exists() for it in (Allocation, Wish, SpotsTold))


def test_wishes_are_deleted_two_weeks_after_the_date(camp, clock):
    [person], [a, _b] = people(camp, 1), rooms(camp, *"AB")
    wishes.wish(person.pk, {"room": [a.pk]})
    clock.stop(camp.ends_at + timedelta(days=14) - timedelta(seconds=1))
    retention.clean(clock.now())
    assert Wish.objects.exists()
    clock.move(timedelta(seconds=1))
    assert retention.plan(clock.now()).wishes == 1
    retention.clean(clock.now())
    assert not Wish.objects.exists()


# Moves and copies


@pytest.mark.parametrize("days", [1, -1, 80])
def test_spots_move_along_with_their_date_by_the_clock_on_the_wall(camp, days):
    sunday = at_a_practice(camp, SATURDAY + timedelta(days=1))
    saturday, [person] = at_a_practice(camp), people(camp, 1)
    point = SpotFactory(
        occurrence=camp, kind=SpotKind.MEETING_POINT, starts_at=camp.starts_at - timedelta(hours=1)
    )
    for it in (saturday, sunday, point):
        allocating.put([person.pk], it.pk, actor=office())
    shift = timedelta(days=days) - (timedelta(hours=1) if days == 80 else timedelta(0))
    new = {"starts_at": camp.starts_at + shift, "ends_at": camp.ends_at + shift}
    changing.change(camp.pk, new, actor=office(), revision=camp.revision)
    was = (saturday.starts_at, point.starts_at)
    for it in (saturday, point):
        it.refresh_from_db()
    assert (saturday.starts_at, point.starts_at) == (was[0] + shift, was[1] + shift)
    slots = {slot for _person, slot in where(camp)}
    first = SATURDAY.date() + timedelta(days=days)
    assert slots == {f"host:{first}", f"host:{first + timedelta(days=1)}", "meeting_point"}


def test_a_copy_of_a_date_has_its_spots_without_people(camp):
    saturday, room = at_a_practice(camp), rooms(camp, "A")[0]
    allocating.put([people(camp, 1)[0].pk], room.pk, actor=office())
    starts_at = camp.starts_at + timedelta(weeks=1)
    copy = planning.copy_date(camp.pk, actor=office(), starts_at=starts_at)
    assert [it.kind for it in copy.spots.order_by("kind")] == ["host", "room"]
    assert copy.spots.get(kind="host").starts_at == saturday.starts_at + timedelta(weeks=1)
    assert where(copy) == {}
    assert camp.spots.count() == 2


# Two at once


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_coordinators_cannot_both_fill_the_last_bed(camp):
    [room] = rooms(camp, "A", capacity=1)
    one, other = (it.pk for it in people(camp, 2))
    by = office()
    done = at_once(
        [
            lambda: allocating.put([one], room.pk, actor=by),
            lambda: allocating.put([other], room.pk, actor=by),
        ]
    )
    assert sorted(type(it).__name__ for it in done) == ["ActRefused", "int"]
    assert len(where(camp)) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_whoever_cancels_while_a_proposal_runs_is_in_no_spot(camp):
    rooms(camp, *"ABCDEF")
    for _n in range(5):
        everybody = people(camp, 3)
        gone = everybody[0].pk
        by = office()
        results = at_once(
            [
                lambda by=by: allocating.propose(camp.pk, actor=by),
                lambda gone=gone: registrations.cancel(gone, actor=PERSON),
            ]
        )
        assert all(isinstance(it, ActRefused) for it in errors(results)), results
        assert not Allocation.objects.filter(registration=gone).exists()
        for it in everybody[1:]:
            by_hand_cancel(it)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_everybody_once(camp, clock):
    rooms(camp, *"AB")
    people(camp, 4)
    allocating.propose(camp.pk, actor=office())
    allocating.show(camp.pk, actor=office())
    spots_telling.tell_due()
    clock.move(timedelta(minutes=6))
    done = at_once([spots_telling.tell_due, spots_telling.tell_due])
    assert sorted(done) == [0, 4]
    assert Message.objects.filter(kind="spots").count() == 4


def by_hand_cancel(registration):
    registrations.cancel(registration.pk, actor=office(), reason="Round over")
