"""The year in figures on the screen: what it says, what it leaves out, and as a file."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from contacts.domain import stages
from contacts.domain.stages import Stage
from desk import figures
from desk.sheets import delimiter
from events.domain.figures import Figures, Period
from events.models import CheckIn
from office.domain.reference import load_country
from office.models import Municipality
from tests.factories import NOW, OccurrenceFactory, RegistrationFactory

pytestmark = pytest.mark.usefixtures("clock")

URL = "/admin/figures/"
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def year(db):
    """A visit to which seven of Copenhagen and three of Aarhus came, another of two."""
    load_country("dk")
    visit = held(10)
    came(visit, "KU", 7)
    came(visit, "AU", 3)
    came(held(40, camp=True), "KU", 2)
    return visit


def held(days_ago, **fields):
    starts_at = NOW - timedelta(days=days_ago)
    fields |= {"opens_at": starts_at - timedelta(days=90), "list_closed_at": NOW}
    return OccurrenceFactory(**fields, starts_at=starts_at, ends_at=starts_at + timedelta(hours=6))


def came(occurrence, school, count):
    for place in RegistrationFactory.create_batch(count, occurrence=occurrence):
        told = Stage("ka", school, "", date(2022, 9, 1))
        stages.record(place.contact, told, source="x", at=NOW - timedelta(days=900))
        CheckIn.objects.create(
            registration=place,
            day=occurrence.first_day,
            present=True,
            tapped_at=NOW,
            recorded_at=NOW,
        )


def text(answer):
    return " ".join(answer.content.decode().split())


def table(title):
    return next(it for it in figures.tables(Figures(YEAR, NOW)) if it.title == title)


def told(title, measure):
    return {row.label: row.counts[measure] for row in table(title).rows}


def test_the_screen_says_each_figure_and_what_it_counts(desk, year):
    shown = desk.get(URL)

    headline = {str(label): count for label, count, _ in shown.context["headline"]}
    assert (headline["Dates"], headline["Filled"], headline["Attended"]) == (2, 12, 12)
    assert headline["Places"] == 20
    with translation.override("en"):  # a request puts the office's language back
        for definition in figures.DEFINITIONS.values():
            assert str(definition).replace("'", "&#x27;") in text(shown)
    assert (
        set(figures.DEFINITIONS) == set(figures.LABELS) == set(figures.headline(Figures(YEAR, NOW)))
    )


def test_small_universities_are_told_together_with_the_next(desk, year):
    assert told("By university", "attended") == {}  # three and the other nine are the whole

    came(year, "SDU", 6)
    assert told("By university", "attended") == {"Københavns Universitet": 9, "Others together": 9}


def test_people_of_a_small_month_are_left_out_with_those_of_the_next(desk, year):
    assert told("By month", "attended") == {"October 2026": None, "November 2026": None}
    assert told("By month", "dates") == {"October 2026": 1, "November 2026": 1}

    came(held(70), "KU", 8)
    came(held(100), "KU", 20)
    months = told("By month", "filled")
    assert list(months.values()) == [20, None, None, 10]
    assert "•" in text(desk.get(URL))


def test_a_municipality_cannot_be_had_from_its_region(desk, year):
    def visit(name, count):
        where = Municipality.objects.get(name=name)
        came(held(5, municipality=where), "KU", count)

    visit("Køge", 3)
    visit("Roskilde", 9)
    visit("København", 8)

    assert told("By region", "filled") == {
        "Region Hovedstaden": 8,
        "Region Sjælland": 12,
        "Not known": 12,
    }
    assert told("By municipality", "filled") == {
        "København": 8,
        "The rest of: Region Sjælland": 12,
        "Not known": 12,
    }


def test_semesters_are_those_of_the_first_day(desk, year):
    came(held(200), "KU", 6)

    assert told("By semester", "attended") == {"semester 8": 6, "semester 9": 12}


def test_another_time_can_be_asked_for(desk, year):
    shown = desk.get(URL, {"first": "2026-11-01", "last": "2026-11-30"})
    assert shown.context["headline"][1][1] == 1

    shown = desk.get(URL, {"first": "2025-01-01", "last": "2025-12-31"})
    assert "No date begins in this period" in text(shown)


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2026-11-02", "2026-11-01", "before the first day"),
        ("", "2026-11-01", "This field is required"),
        ("x", "2026-11-01", "Enter a valid date"),
        ("0001-01-01", "9999-12-31", "Is the year right?"),
    ],
)
def test_a_wrong_time_is_said_beside_the_field_and_kept(desk, first, last, why):
    shown = desk.get(URL, {"first": first, "last": last})

    assert why in text(shown)
    assert f'value="{last}"' in text(shown)
    assert desk.get(URL, {"first": first, "last": last, "export": "csv"}).status_code == 200


def test_years_lead_back_to_the_first_date(desk):
    OccurrenceFactory(starts_at=datetime(2024, 3, 1, tzinfo=UTC), opens_at=NOW - timedelta(9999))

    assert list(desk.get(URL).context["years"]) == [2026, 2025, 2024]


def test_the_file_says_what_the_screen_says(desk, year):
    came(year, "SDU", 6)
    content = b"".join(desk.get(URL, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    heads, whole, *groups = csv.reader(io.StringIO(content), delimiter=delimiter())

    assert whole[:4] == ["Not split up", "All", "2", "2"]
    assert whole[heads.index("Attended")] == "18"
    universities = [row for row in groups if row[0] == "By university"]
    assert [row[1] for row in universities] == ["Københavns Universitet", "Others together"]
    assert universities[0][heads.index("Attended")] == "9"
    assert universities[0][heads.index("Filled")] == ""
    october = next(row for row in groups if row[1] == "October 2026")
    assert october[heads.index("Attended")] == "•"
    entry = ModelLogEntry.objects.get(action="desk.export")
    assert entry.data["list"] == "Year in figures 2026-01-01 – 2026-12-31"


def test_it_asks_as_much_for_many_dates_as_for_one(desk, year):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(URL).status_code == 200
        return len(seen)

    desk.get(URL)
    one = asked()
    for days in range(20, 100, 20):
        came(held(days), "KU", 3)

    assert asked() == one <= 25


def test_figures_need_the_permission_to_see_people(desk, year):
    assert "/admin/figures/" in text(desk.get(reverse("wagtailadmin_home")))
    group = Group.objects.get(name="Coordinator")
    group.permissions.remove(Permission.objects.get(codename="view_registration"))

    assert desk.get(URL).status_code == 302
    assert desk.get(URL, {"export": "xlsx"}).status_code == 302
    assert "/admin/figures/" not in text(desk.get(reverse("wagtailadmin_home")))
