"""The calendar: months and half years, with fill, state and public holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk import months
from tests.factories import NOW, OccurrenceFactory, RegistrationFactory, TurnFactory

pytestmark = pytest.mark.usefixtures("clock")


def get(desk, **query):
    return desk.get(reverse("calendar:index"), query)


def text(answer):
    return answer.content.decode()


def on(answer):
    """Day of the month -> what is on there, of those inside the month."""
    days = [day for week in answer.context["weeks"] for day in week.days if not day.is_outside]
    return {day.day.day: day for day in days if day.entries}


def test_this_month_is_shown_and_today_is_marked(desk):
    shown = get(desk)
    today = [d for w in shown.context["weeks"] for d in w.days if d.is_today]

    assert shown.context["name"] == "November 2026"
    assert [day.day for day in today] == [NOW.date()]
    assert [week.number for week in shown.context["weeks"]] == [44, 45, 46, 47, 48, 49]


def test_a_date_has_its_time_title_fill_and_state(desk):
    it = OccurrenceFactory(capacity=2, event__title="Øpraksis")
    RegistrationFactory(occurrence=it)
    TurnFactory(occurrence=it)
    shown = text(get(desk, month="2026-12"))

    for part in ("Øpraksis", "09:00", "1/2 + 1", reverse("dates:edit", args=[it.pk])):
        assert part in shown


def test_a_camp_stands_on_each_of_its_days_also_across_months(desk):
    OccurrenceFactory(
        camp=True,
        starts_at=datetime(2027, 1, 29, 14, tzinfo=UTC),
        ends_at=datetime(2027, 2, 2, 12, tzinfo=UTC),
    )
    january, february = on(get(desk, month="2027-01")), on(get(desk, month="2027-02"))

    assert list(january) == [29, 30, 31]
    assert list(february) == [1, 2]
    assert [d.entries[0].is_first_day for d in january.values()] == [True, False, False]


def test_days_are_those_of_the_events_zone(desk):
    OccurrenceFactory(
        event__zone="America/Nuuk",
        starts_at=datetime(2026, 12, 11, 1, tzinfo=UTC),
        ends_at=datetime(2026, 12, 11, 2, tzinfo=UTC),
    )
    shown = get(desk, month="2026-12")

    assert list(on(shown)) == [10]
    assert '<span class="desk-time">23:00</span>' in text(shown)


def test_public_holidays_are_named(desk):
    shown = get(desk, month="2027-03")
    days = [d.day.day for w in shown.context["weeks"] for d in w.days if d.holiday]

    assert days == [25, 26, 28, 29]
    for name in ("Maundy Thursday", "Good Friday", "Easter Sunday", "Easter Monday"):
        assert name in text(shown)


def test_the_list_is_half_a_year_with_each_date_once(desk):
    OccurrenceFactory(camp=True)
    shown = get(desk, month="2026-12", view="list")

    assert shown.context["name"] == "December 2026 – May 2027"
    entries = [it for m in shown.context["months"] for day in m.days for it in day.entries]
    assert len(entries) == 1
    assert "Winter camp" in text(shown)


def test_before_after_and_today_keep_view_and_filters(desk):
    month = get(desk, month="2027-01", kind="camp").context
    assert month["before_url"].endswith("?month=2026-12&view=month&kind=camp")
    assert month["after_url"].endswith("?month=2027-02&view=month&kind=camp")
    half = get(desk, month="2027-01", view="list", whose="mine").context
    assert half["before_url"].endswith("?month=2026-07&view=list&whose=mine")
    assert half["today_url"].endswith("?month=2026-11&view=list&whose=mine")
    assert half["other_url"].endswith("?month=2027-01&view=month&whose=mine")


def test_filters_are_kind_whose_and_state(desk, coordinator):
    mine = OccurrenceFactory(event__coordinator=coordinator)
    draft = OccurrenceFactory(state="draft", starts_at=datetime(2026, 12, 11, 8, tzinfo=UTC))
    camp = OccurrenceFactory(
        camp=True,
        starts_at=datetime(2026, 12, 12, 8, tzinfo=UTC),
        ends_at=datetime(2026, 12, 12, 18, tzinfo=UTC),
    )

    def shown(**filters):
        days = on(get(desk, month="2026-12", **filters)).values()
        return [entry.occurrence.pk for day in days for entry in day.entries]

    assert shown() == [mine.pk, draft.pk, camp.pk]
    assert shown(whose="mine") == [mine.pk]
    assert shown(whose="nobody") == [draft.pk, camp.pk]
    assert shown(state="draft") == [draft.pk]
    assert shown(kind="camp") == [camp.pk]
    assert len(shown(kind="nonsense")) == 3


def test_a_trial_is_in_no_calendar(desk, coordinator):
    OccurrenceFactory(trial_until=NOW)

    assert on(get(desk, month="2026-12")) == {}


@pytest.mark.parametrize("month", ["", "2026-13", "nonsense", "1899-01", "9999-12"])
def test_an_address_that_names_no_month_shows_this_one(desk, month):
    assert get(desk, month=month).context["name"] == "November 2026"


def test_an_empty_month_says_what_to_do(desk):
    shown = text(get(desk))

    assert "Nothing is planned here." in shown
    assert reverse("dates:add") in shown


def test_calendar_list_and_menu_lead_to_each_other(desk):
    calendar, dates = reverse("calendar:index"), reverse("dates:index")

    assert f'href="{dates}"' in text(get(desk))
    assert f'href="{calendar}"' in text(desk.get(dates))
    assert calendar in text(desk.get("/admin/"))


@pytest.mark.usefixtures("office_is_kept")
@pytest.mark.parametrize("view", ["month", "list"])
def test_a_full_month_asks_as_much_as_one_with_a_date(desk, view):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            get(desk, month="2026-12", view=view)
        return len(seen)

    OccurrenceFactory()
    asked()
    one = asked()
    for n in range(20):
        OccurrenceFactory(starts_at=datetime(2026, 12, 1 + n, 8, tzinfo=UTC))
    assert asked() == one
    assert one <= 12


def test_months_are_counted_over_the_turn_of_the_year():
    assert months.add_months(date(2026, 11, 1), 3) == date(2027, 2, 1)
    assert months.add_months(date(2027, 1, 1), -1) == date(2026, 12, 1)
    assert months.add_months(date(2027, 1, 1), -13) == date(2025, 12, 1)


def test_weeks_cover_each_day_of_a_month_once():
    for n in range(48):
        first = months.add_months(date(2026, 1, 1), n)
        weeks = months.weeks_of(first, {}, first)
        inside = [d.day for w in weeks for d in w.days if not d.is_outside]
        length = months.add_months(first, 1) - first
        assert inside == [first + timedelta(days=d) for d in range(length.days)]
