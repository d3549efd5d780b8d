"""Which days an offer is about: a pure function."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from events.domain.offer_days import OfferedDay, days, look, propose

TODAY = date(2027, 3, 1)
DAYS = st.dates(date(2027, 1, 1), date(2027, 12, 31))
WEEKDAYS = st.sets(st.integers(0, 6), min_size=1)


def nothing(day: date) -> str:
    return ""


def test_any_wednesday_in_march_is_five_days():
    found = days(date(2027, 3, 1), date(2027, 3, 31), {2})

    assert [day.day for day in found] == [3, 10, 17, 24, 31]


@given(DAYS, DAYS, WEEKDAYS)
def test_days_are_in_the_span_on_their_weekdays_each_once(first, last, weekdays):
    found = days(first, last, weekdays)

    assert found == sorted(set(found))
    assert all(first <= day <= last and day.weekday() in weekdays for day in found)


@given(DAYS, st.integers(0, 200), WEEKDAYS, WEEKDAYS)
def test_weekdays_share_the_span_out_among_them(first, n, some, others):
    last = first + timedelta(days=n)

    both = days(first, last, some | others)

    assert set(both) == set(days(first, last, some)) | set(days(first, last, others))
    assert len(days(first, last, range(7))) == n + 1


def test_only_days_still_to_come_are_looked_at():
    found = look(TODAY, TODAY + timedelta(days=2), range(7), today=TODAY, holiday=nothing)

    assert [it.day for it in found] == [TODAY + timedelta(days=1), TODAY + timedelta(days=2)]


def test_a_holiday_and_a_day_with_a_visit_do_not_fit_and_say_so():
    easter, taken = date(2027, 3, 29), date(2027, 3, 30)

    found = look(
        easter,
        date(2027, 3, 31),
        range(7),
        today=TODAY,
        holiday=lambda day: "Easter Monday" if day == easter else "",
        taken={taken},
    )

    assert found == [
        OfferedDay(easter, holiday="Easter Monday"),
        OfferedDay(taken, is_taken=True),
        OfferedDay(date(2027, 3, 31)),
    ]
    assert [it.fits for it in found] == [False, False, True]


@given(
    st.lists(st.builds(OfferedDay, DAYS, st.sampled_from(["", "x"]), st.booleans()), max_size=12),
    st.integers(0, 8),
    DAYS,
)
def test_what_is_proposed_fits_is_enough_and_leaves_time_where_it_can(offered, n, not_before):
    chosen = propose(offered, n, not_before=not_before)

    fit = [it.day for it in offered if it.fits]
    assert len(chosen) == min(n, len(fit))
    assert all(day in fit for day in chosen)
    late = [day for day in fit if day >= not_before]
    assert sum(day >= not_before for day in chosen) == min(n, len(late))
