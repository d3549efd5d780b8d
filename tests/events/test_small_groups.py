"""Small groups: told nowhere, and computable from nothing that is told."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.domain.small_groups import (
    Group,
    can_be_told,
    fold,
    without_small,
    without_small_counts,
)
from events.domain.tally import Tally

MEASURES = ["attended", "no_show"]


def group(label, attended, no_show=0):
    tally = Tally()
    people = iter(range(10_000))
    for measure, count in zip(MEASURES, (attended, no_show), strict=True):
        tally.counts[measure] = count
        tally.whose[measure] = {(label, next(people)) for _ in range(count)}
    return Group(label, tally)


sizes = st.lists(
    st.tuples(st.integers(0, 12) | st.integers(0, 5), st.integers(0, 6)), min_size=1, max_size=7
)


def groups(numbers):
    return [group(str(n), *both) for n, both in enumerate(numbers)]


def cells(rows, measure):
    return [row.counts[measure] for row in rows]


def possible(told, whole):
    """Every way to fill the gaps of a column, knowing its sum."""
    gaps = told.count(None)
    rest = whole - sum(count or 0 for count in told)
    ways = product(range(rest + 1), repeat=max(gaps - 1, 0))
    return {(*way, rest - sum(way)) for way in ways if sum(way) <= rest} if gaps else set()


@given(sizes)
def test_no_count_of_one_to_four_is_told_or_can_be_computed(numbers):
    folded = fold(groups(numbers), others="others")
    if not can_be_told(folded):
        return
    rows = without_small_counts(folded, MEASURES)
    for at, measure in enumerate(MEASURES):
        told = cells(rows, measure)
        assert not any(count and count < 5 for count in told)
        whole = sum(both[at] for both in numbers)
        if None in told:
            ways = possible(told, whole)
            hidden = len(next(iter(ways)))
            assert all(len({way[n] for way in ways}) > 1 for n in range(hidden))


@given(sizes)
def test_folding_loses_nobody_and_leaves_no_small_group_but_the_whole(numbers):
    before = groups(numbers)
    after = fold(before, others="others")

    for at, measure in enumerate(MEASURES):
        assert sum(it.tally.counts[measure] for it in after) == sum(both[at] for both in numbers)
    small = [it for it in after if it.is_small]
    assert not small or sum(it.size for it in before) < 5
    together = [it for it in after if it.label == "others"]
    assert not together or len(before) - len(after) >= 1 or len(before) == 1 or small


@given(sizes)
def test_rows_left_out_are_at_least_two_and_five_people(numbers):
    all_groups = groups(numbers)
    if not can_be_told(all_groups):
        return
    rows = without_small(all_groups, MEASURES, MEASURES)
    hidden = [
        it for it, row in zip(all_groups, rows, strict=True) if row.counts["attended"] is None
    ]

    assert all(it in hidden for it in all_groups if it.is_small)
    assert len(hidden) != 1
    peopled = sum(it.size for it in all_groups)
    assert not hidden or sum(it.size for it in hidden) >= min(5, peopled)


def test_one_person_with_many_parts_is_not_a_group():
    tally = Tally()
    tally.counts["attended"] = 9
    tally.whose["attended"] = {1}

    assert Group("", tally).is_small


@pytest.mark.parametrize("numbers", [[(7, 0)], [(3, 0), (0, 0)], [(0, 4)]])
def test_what_is_the_whole_is_not_split(numbers):
    assert not can_be_told(groups(numbers))


def test_dates_stay_told_where_people_are_left_out():
    small, large = group("small", 2), group("large", 30)
    small.tally.counts["dates"] = 1

    rows = without_small([small, large], ["dates", "attended"], ["attended"])

    assert rows[0].counts == {"dates": 1, "attended": None}
    assert rows[1].counts == {"dates": 0, "attended": None}
