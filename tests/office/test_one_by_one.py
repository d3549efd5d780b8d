"""Many rows, each for itself."""

import pytest

from office.one_by_one import all_of, one_by_one


class Away(Exception):
    pass


class Taken:
    """Takes rows, some of which fail."""

    def __init__(self, **failing: Exception) -> None:
        self.failing, self.rows = failing, []

    def __call__(self, row: str) -> int:
        self.rows.append(row)
        if row in self.failing:
            raise self.failing[row]
        return len(row)


def test_what_came_of_all_is_returned():
    assert one_by_one(["a", "bc"], Taken()) == 3
    assert one_by_one(["a", "bc"], [].append) == 0


def test_one_that_fails_stops_no_other_and_the_first_failure_is_raised_after_all():
    take = Taken(b=ValueError("first"), c=KeyError("second"))
    with pytest.raises(ValueError, match="first"):
        one_by_one("abcd", take)
    assert take.rows == ["a", "b", "c", "d"]


def test_what_is_away_is_asked_no_more():
    take = Taken(b=Away())
    assert one_by_one("abc", take, until=(Away,)) == 1
    assert take.rows == ["a", "b"]


def test_what_is_away_hides_no_failure_before():
    with pytest.raises(ValueError, match="first"):
        one_by_one("abc", Taken(a=ValueError("first"), b=Away()), until=(Away,))


def test_every_step_is_taken_though_one_fails():
    broken, sound = Taken(now=ValueError("first")), Taken()
    with pytest.raises(ValueError, match="first"):
        all_of([broken, sound], "now")
    assert sound.rows == ["now"]
