"""The demo's story fits together on whatever day it is loaded."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contacts.domain.stages import semester_on
from demo.domain.acts import ACTS
from demo.domain.dates import ZONE, Calendar
from demo.domain.files import pages, rows
from demo.domain.offers import CLOSES, OFFERS, OPENS, _audience, _before
from events.domain.offer_times import offer_end
from events.models import Audience, Event, Occurrence

DAYS = [date(2026, 11, 21) + timedelta(days=n) for n in range(0, 800, 23)]


def calendar_of(day, hour=12):
    return Calendar(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def window(slug, number, calendar):
    """When one can sign up, the first day, and who may come."""
    dates = [row for row in [*rows("camps"), *rows("visits")] if row["slug"] == slug]
    row = dates[int(number or 1) - 1]
    start = calendar.at(row["starts"])
    audience = [
        Audience(stage=s, from_semester=a, to_semester=b)
        for s, a, b in map(_audience, row["audience"].split("|"))
    ]
    if "opens" in row:
        return calendar.at(row["opens"]), calendar.at(row["closes"]), start, audience
    return _before(start, OPENS), _before(start, CLOSES), start, audience


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_everybody_who_signs_up_is_in_time_and_may_come(day):
    calendar = calendar_of(day)
    people = {row["key"]: row for row in rows("people")}
    for row in rows("history"):
        if row["act"] not in {"join", "join_unpaid", "sign_up"}:
            continue
        opens, closes, start, audience = window(row["event"], row["date"], calendar)
        assert opens <= calendar.at(row["at"]) < closes, row
        person = people[row["person"]]
        then = dict(part.split("=") for part in row["detail"].split())
        stage, semester = then.get("stage", person["stage"]), then.get("semester")
        if person["semester"] and not semester:
            begun = calendar.first_of_semester(int(person["semester"]))
            semester = semester_on(begun, start.astimezone(ZONE).date())
        semester = int(semester) if semester else None
        assert any(rule.admits(stage, semester) for rule in audience), (row, semester)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_has_happened_yet_that_lies_in_the_future(day):
    calendar = calendar_of(day)
    assert all(calendar.at(row["at"]) <= calendar.now for row in rows("history"))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_place_given_up_last_is_still_being_offered_at_any_hour(day):
    (row,) = [it for it in rows("history") if it["at"] > "now-" and it["act"] == "cancel"]
    for hour in range(24):
        calendar = calendar_of(day, hour)
        start = window(row["event"], row["date"], calendar)[2]
        given = Occurrence(event=Event(), starts_at=start, offers_until=start - OFFERS)
        assert offer_end(given, calendar.at(row["at"])) > calendar.now, calendar.now


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_weekdays_and_the_time_on_the_wall_stay(day):
    calendar = calendar_of(day)
    for row in [*rows("camps"), *rows("visits")]:
        written = datetime.fromisoformat(row["starts"])
        moved = calendar.at(row["starts"]).astimezone(ZONE)
        assert (moved.weekday(), moved.time()) == (written.weekday(), written.time())


def test_a_student_is_today_in_the_semester_the_file_says():
    for day in DAYS:
        calendar = calendar_of(day)
        for semester in range(1, 13):
            assert semester_on(calendar.first_of_semester(semester), calendar.today) == semester


def test_files_speak_of_each_other_only():
    slugs = {row["slug"] for row in [*rows("camps"), *rows("visits")]}
    assert {row["event"] for row in rows("history")} - {""} <= slugs
    assert slugs <= set(pages())
    assert {row["act"] for row in rows("history")} <= set(ACTS)
    people = {row["key"] for row in rows("people")}
    assert {row["person"] for row in rows("history")} - {""} <= people


def test_no_address_and_no_phone_number_is_a_real_one():
    for row in [*rows("people"), *rows("staff")]:
        assert row["email"].endswith("example.org")
        assert row["phone"].startswith("+45 00 00")
    assert all(row["street"].startswith("Demovej") for row in rows("hosts"))
