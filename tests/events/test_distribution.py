"""Who goes where: the rule, held against every other way to do it, and against chance."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.domain.distribution import (
    FIRST,
    NOWHERE,
    SECOND,
    THIRD,
    Slot,
    deal_out,
    distribute,
)
from events.domain.together import keep_together, together

SPOTS = (101, 102, 103, 104)
Been = Mapping[int, set[int]]


@dataclass(frozen=True)
class Profile:
    """How a distribution did; the greater, the better (compare `key`)."""

    unplaced: int
    twice: int
    wished: int
    first: int
    second: int

    @property
    def key(self) -> tuple[int, ...]:
        return (-self.unplaced, -self.twice, self.wished, self.first, self.second)


def profile(slot: Slot, goes: dict[int, int], everybody: Iterable[int], been: Been) -> Profile:
    """How well a slot went. Whoever wished for nothing counts as no wish met."""
    everybody = list(everybody)
    fared = [slot.fared(it, goes.get(it)) for it in everybody if slot.wishes.get(it)]
    twice = [it for it, spot in goes.items() if slot.place.get(spot, spot) in been.get(it, set())]
    return Profile(
        unplaced=sum(1 for it in everybody if it not in goes),
        twice=len(twice),
        wished=sum(1 for it in fared if it <= THIRD),
        first=fared.count(FIRST),
        second=fared.count(SECOND),
    )


@st.composite
def slots(draw: st.DrawFn, name: str = "day", people: int = 6, most: int = 3) -> Slot:
    """A slot with up to four spots, some wishes, some people put somewhere by hand."""
    spots = draw(st.lists(st.sampled_from(SPOTS), unique=True, max_size=len(SPOTS)))
    room = {spot: draw(st.integers(0, most)) for spot in spots}
    wishes, fixed = {}, {}
    for person in range(people):
        if spots and draw(st.booleans()):
            wishes[person] = draw(st.lists(st.sampled_from(spots), unique=True, max_size=3))
        if spots and draw(st.integers(0, 5)) == 0:
            fixed[person] = draw(st.sampled_from(spots))
    place = {spot: draw(st.sampled_from([1, 2])) for spot in spots}
    return Slot(name, room, wishes, fixed, place)


people = st.integers(0, 6).map(range)
seeds = st.integers(0, 10_000)
several = st.tuples(slots(name="1"), slots(name="2"), slots(name="3"))


@given(people, several, seeds)
def test_nobody_is_put_where_there_is_no_room_and_those_put_by_hand_stay(everybody, days, seed):
    for day in days:
        goes = distribute(everybody, days, seed)[day.name]
        fixed = Counter(spot for person, spot in day.fixed.items() if person in everybody)
        assert set(goes) <= set(everybody)  # once each: it is a mapping
        for spot, taken in Counter(goes.values()).items():
            assert taken <= max(day.room[spot], fixed[spot])
        assert all(goes[person] == day.fixed[person] for person in everybody if person in day.fixed)


@given(people, several, seeds)
def test_nobody_is_left_over_while_a_spot_has_room(everybody, days, seed):
    found = distribute(everybody, days, seed)
    for day in days:
        goes = found[day.name]
        taken = Counter(goes.values())
        has_room = any(taken[spot] < room for spot, room in day.room.items())
        assert not (has_room and len(goes) < len(everybody))


@given(people, several, seeds, st.randoms())
def test_the_seed_decides_and_the_order_of_what_comes_in_does_not(everybody, days, seed, chance):
    mixed = [Slot(it.name, *(_mixed(part, chance) for part in _parts(it))) for it in days]
    shuffled = chance.sample(list(everybody), len(everybody))
    assert distribute(shuffled, mixed, seed) == distribute(everybody, days, seed)


def _parts(slot: Slot) -> tuple[dict, ...]:
    return (slot.room, slot.wishes, slot.fixed, slot.place)


def _mixed(part: dict, chance: Random) -> dict:
    return dict(chance.sample(list(part.items()), len(part)))


@given(people, slots(), seeds, st.data())
def test_more_room_never_makes_the_wishes_worse(everybody, slot, seed, data):
    if not slot.room:
        return
    wider = dict(slot.room)
    wider[data.draw(st.sampled_from(sorted(wider)))] += data.draw(st.integers(1, 3))
    more = Slot(slot.name, wider, slot.wishes, slot.fixed, slot.place)
    before = profile(slot, distribute(everybody, [slot], seed)[slot.name], everybody, {})
    after = profile(more, distribute(everybody, [more], seed)[slot.name], everybody, {})
    # Alone in its slot nobody was anywhere before, but for those put there by hand.
    before_key = (before.unplaced, -before.wished, -before.first, -before.second)
    after_key = (after.unplaced, -after.wished, -after.first, -after.second)
    assert after_key <= before_key


@settings(max_examples=60)
@given(st.integers(0, 4).map(range), slots(people=4, most=2), st.randoms(), st.data())
def test_no_other_way_to_do_it_would_be_better(everybody, slot, chance, data):
    drawn = chance.sample(list(everybody), len(everybody))
    order = chance.sample(sorted(slot.room), len(slot.room))
    been = {it: data.draw(st.sets(st.sampled_from([1, 2]), max_size=1)) for it in everybody}
    goes = deal_out(slot, drawn, order, been)
    best = min(_judge(slot, it, drawn, been) for it in _every_way(slot, drawn))
    assert _judge(slot, goes, drawn, been) == best


def _every_way(slot: Slot, drawn: list[int]) -> Iterator[dict[int, int]]:
    free = [person for person in drawn if person not in slot.fixed]
    fixed = {person: slot.fixed[person] for person in drawn if person in slot.fixed}
    for choice in product([None, *slot.room], repeat=len(free)):
        chosen = {p: spot for p, spot in zip(free, choice, strict=True) if spot is not None}
        taken, by_hand = Counter(chosen.values()), Counter(fixed.values())
        if all(n + by_hand[spot] <= slot.room[spot] for spot, n in taken.items()):
            yield fixed | chosen


def _judge(slot: Slot, goes: dict[int, int], drawn: list[int], been: dict[int, set[int]]) -> tuple:
    """The rule, word for word; the smaller the better."""
    told = profile(slot, goes, drawn, been)
    even = sum(n * n for n in Counter(goes.values()).values())
    by_lot = [slot.fared(it, goes.get(it)) for it in drawn if it not in slot.fixed]
    return (*(-part for part in told.key), even, by_lot)


@given(slots(), st.permutations(range(6)), st.permutations(range(6)), st.permutations(SPOTS))
def test_another_name_with_the_same_lot_and_wishes_gets_the_same(slot, drawn, names, order):
    spots = [spot for spot in order if spot in slot.room]
    renamed = Slot(
        slot.name,
        slot.room,
        {names[it]: wishes for it, wishes in slot.wishes.items()},
        {names[it]: spot for it, spot in slot.fixed.items()},
        slot.place,
    )
    goes = deal_out(slot, drawn, spots, {})
    theirs = deal_out(renamed, [names[it] for it in drawn], spots, {})
    assert theirs == {names[it]: spot for it, spot in goes.items()}


@pytest.mark.parametrize("wishes", [{}, {it: [101] for it in range(5)}])
def test_over_many_seeds_everybody_gets_the_scarce_spot_as_often(wishes):
    scarce = Slot("day", {101: 1}, wishes)
    seeds = range(2000)
    won = Counter(next(iter(distribute(range(5), [scarce], it)["day"])) for it in seeds)
    assert set(won) == set(range(5))
    assert all(330 <= times <= 470 for times in won.values()), won  # 400 each, 4 sigma


def test_over_many_seeds_two_with_equal_wishes_get_the_better_spot_as_often():
    wishes = {0: [101, 102], 1: [101, 102], 2: [102]}
    slot = Slot("day", {101: 1, 102: 1, 103: 1}, wishes)
    won = Counter(distribute(range(3), [slot], seed)["day"][0] == 101 for seed in range(2000))
    assert 890 <= won[True] <= 1110, won


def test_a_place_is_not_had_twice_where_that_can_be_helped():
    same = {101: 1, 201: 1, 102: 2, 202: 2}
    wishes = {person: [101] for person in range(4)}
    days = [
        Slot("1", {101: 2, 102: 2}, wishes, place=same),
        Slot("2", {201: 2, 202: 2}, {person: [201] for person in range(4)}, place=same),
    ]
    for seed in range(20):
        found = distribute(range(4), days, seed)
        assert all(same[found["1"][it]] != same[found["2"][it]] for it in range(4))


def test_a_place_somebody_is_to_be_at_by_hand_on_a_later_day_is_not_given_them_earlier():
    same = {101: 1, 201: 1, 102: 2, 202: 2}
    days = [
        Slot("1", {101: 1, 102: 1}, {0: [101]}, place=same),
        Slot("2", {201: 1, 202: 1}, fixed={0: 201}, place=same),
    ]
    assert all(distribute(range(2), days, seed)["1"][0] == 102 for seed in range(20))


def test_whoever_got_less_one_day_goes_first_the_next():
    days = [
        Slot("1", {101: 1, 102: 1}, {0: [101], 1: [101]}),
        Slot("2", {201: 1, 202: 1}, {0: [201], 1: [201]}),
    ]
    for seed in range(20):
        found = distribute(range(2), days, seed)
        lost = next(it for it in range(2) if found["1"][it] == 102)
        assert found["2"][lost] == 201


def test_whoever_was_left_over_one_day_is_not_left_over_the_next():
    days = [Slot("1", {101: 1}), Slot("2", {201: 1})]
    for seed in range(20):
        found = distribute(range(2), days, seed)
        assert set(found["1"]) != set(found["2"])


def test_wishing_for_what_is_full_costs_nobody_their_spot():
    slot = Slot("day", {101: 0, 102: 1}, {0: [101]})
    placed = Counter(next(iter(distribute(range(2), [slot], it)["day"])) for it in range(400))
    assert 150 <= placed[0] <= 250, placed


def test_spots_that_nobody_minds_fill_evenly():
    slot = Slot("day", {101: 5, 102: 5, 103: 5}, fixed={0: 101, 1: 101})
    goes = distribute(range(6), [slot], 3)["day"]
    assert set(Counter(goes.values()).values()) == {2}


def test_the_first_wish_of_most_comes_before_anybodys_second():
    slot = Slot("day", {101: 1, 102: 1, 103: 1}, {0: [101, 102], 1: [101, 103], 2: [102]})
    goes = distribute(range(3), [slot], 1)["day"]
    assert profile(slot, goes, range(3), {}).key == (0, 0, 3, 2, 1)
    assert slot.fared(0, None) == NOWHERE


def test_the_first_wish_goes_to_whoever_leaves_the_other_a_second():
    slot = Slot("day", {101: 1, 102: 0, 103: 1}, {0: [101, 102, 103], 1: [101, 103, 102]})
    for seed in range(20):
        assert distribute(range(2), [slot], seed)["day"] == {0: 101, 1: 103}


@pytest.mark.parametrize(("popular", "room"), [(40, 5), (6, 5), (40, 4), (3, 60)])
def test_two_hundred_people_and_forty_spots_take_no_time_to_speak_of(popular, room):
    chance, spots = Random(7), list(range(1000, 1040))
    wishes = {person: chance.sample(spots[:popular], 3) for person in range(200)}
    days = [Slot(str(n), dict.fromkeys(spots, room), wishes) for n in range(3)]
    began = process_time()
    found = distribute(range(200), days, 1)
    assert process_time() - began < 10
    assert all(len(goes) == min(200, room * 40) for goes in found.values())


# Two who named each other


@st.composite
def friends(draw: st.DrawFn, people: int = 6) -> list[tuple[int, int]]:
    """Some pairs; nobody is in two."""
    names = draw(st.permutations(range(people)))
    pairs = list(zip(names[::2], names[1::2], strict=True))
    return pairs[: draw(st.integers(0, len(pairs)))]


def lots(slot: Slot, everybody: range, seed: int) -> tuple[list[int], list[int]]:
    """Of people and of spots."""
    chance = Random(seed)
    spots = sorted(slot.room)
    return chance.sample(list(everybody), len(everybody)), chance.sample(spots, len(spots))


@given(people, several, seeds, friends())
def test_friends_change_nothing_about_room_hands_and_who_is_left_over(everybody, days, seed, pairs):
    found = distribute(everybody, days, seed, pairs)
    for day in days:
        goes = found[day.name]
        fixed = Counter(spot for person, spot in day.fixed.items() if person in everybody)
        taken = Counter(goes.values())
        assert all(n <= max(day.room[spot], fixed[spot]) for spot, n in taken.items())
        assert all(goes[it] == day.fixed[it] for it in everybody if it in day.fixed)
        has_room = any(taken[spot] < room for spot, room in day.room.items())
        assert not (has_room and len(goes) < len(everybody))


@given(people, slots(), seeds, friends(), st.data())
def test_nobody_fares_worse_or_goes_anywhere_twice_more_for_a_friendship(
    everybody, slot, seed, pairs, data
):
    been = {it: data.draw(st.sets(st.sampled_from([1, 2]), max_size=1)) for it in everybody}
    drawn, spots = lots(slot, everybody, seed)
    before = deal_out(slot, drawn, spots, been)
    after = keep_together(slot, before, drawn, spots, been, pairs)
    assert set(after) == set(before)
    for person in before:
        assert slot.fared(person, after[person]) <= slot.fared(person, before[person])
        was, now = (slot.place[goes[person]] in been[person] for goes in (before, after))
        assert now <= was
    assert profile(slot, after, everybody, been) == profile(slot, before, everybody, been)
    assert set(together(before, pairs)) <= set(together(after, pairs))


@given(people, slots(), seeds, friends())
def test_no_change_of_places_is_left_that_would_bring_two_together(everybody, slot, seed, pairs):
    drawn, spots = lots(slot, everybody, seed)
    goes = keep_together(slot, deal_out(slot, drawn, spots, {}), drawn, spots, {}, pairs)
    kept = set(together(goes, pairs))
    for changed in _one_change(slot, goes):
        worse = any(slot.fared(it, changed[it]) > slot.fared(it, goes[it]) for it in goes)
        assert worse or not kept < set(together(changed, pairs))


def _one_change(slot: Slot, goes: dict[int, int]) -> Iterator[dict[int, int]]:
    """Somebody in a free seat, or two who changed places."""
    free = [person for person in goes if person not in slot.fixed]
    taken = Counter(goes.values())
    for person in free:
        for spot, room in slot.room.items():
            if taken[spot] < room:
                yield goes | {person: spot}
        for other in free:
            yield goes | {person: goes[other], other: goes[person]}


@given(people, several, seeds, friends(), st.randoms())
def test_the_seed_decides_about_friends_too(everybody, days, seed, pairs, chance):
    mixed = [Slot(it.name, *(_mixed(part, chance) for part in _parts(it))) for it in days]
    turned = [(b, a) for a, b in chance.sample(pairs, len(pairs))]
    assert distribute(everybody, mixed, seed, turned) == distribute(everybody, days, seed, pairs)


def test_whoever_named_each_other_shares_a_room():
    rooms = Slot("room", dict.fromkeys(SPOTS, 2))
    pairs = [(0, 1), (2, 3), (4, 5), (6, 7)]
    for seed in range(50):
        goes = distribute(range(8), [rooms], seed, pairs)["room"]
        assert together(goes, pairs) == pairs


def test_two_who_are_alone_with_two_rooms_share_one():
    goes = distribute(range(2), [Slot("room", {101: 2, 102: 2})], 1, [(0, 1)])["room"]
    assert goes[0] == goes[1]


def test_a_friendship_wins_nobody_the_spot_that_lots_would_not():
    slot = Slot("day", {101: 2, 102: 9}, {it: [101] for it in range(4)})
    won = Counter()
    for seed in range(1200):
        goes = distribute(range(4), [slot], seed, [(0, 1)])["day"]
        won.update(it for it, spot in goes.items() if spot == 101)
    assert all(520 <= won[it] <= 680 for it in range(4)), won


def test_two_whose_wishes_differ_get_their_wishes():
    slot = Slot("day", {101: 2, 102: 2}, {0: [101], 1: [102]})
    assert distribute(range(2), [slot], 1, [(0, 1)])["day"] == {0: 101, 1: 102}


def test_two_hundred_people_in_pairs_take_no_time_to_speak_of():
    chance, spots = Random(7), list(range(1000, 1040))
    wishes = {person: chance.sample(spots, 3) for person in range(0, 200, 3)}
    days = [Slot(str(n), dict.fromkeys(spots, 5), wishes) for n in range(3)]
    began = process_time()
    distribute(range(200), days, 1, [(it, it + 1) for it in range(0, 200, 2)])
    assert process_time() - began < 15
