"""The way of a visit, whose times are told in local time: in winter, in summer, and between."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from events.domain import attendance, registrations, scheduling
from events.domain.reminders import remind
from events.models import Registration
from office import clock
from office.actor import PERSON
from tests.calendar_readers import ical_js, utc, vobject_events
from tests.e2e import people
from tests.events.people import address, comes, office
from tests.factories import EventFactory, OccurrenceFactory, event_page

HOURS = timedelta(hours=6)

# sign-up, start, start once moved: all in UTC, with what clocks in Denmark show
WINTER = ("2026-11-21T12:00", "2027-01-20T07:00", "2027-01-27T07:30", "08:00", "08:30")
SUMMER = ("2027-05-10T12:00", "2027-06-16T06:00", "2027-06-23T06:30", "08:00", "08:30")
OVER_THE_CHANGE = ("2027-02-15T12:00", "2027-03-24T07:00", "2027-04-07T06:00", "08:00", "08:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "first", "moved", "wall", "wall_moved"),
    [WINTER, SUMMER, OVER_THE_CHANGE],
    ids=["winter", "summer", "over the clock change"],
)
def test_a_visit_reaches_every_calendar_at_its_instant(
    now, first, moved, wall, wall_moved, open_page, postbox
):
    clock.stop(at(now))
    visit = _visit(at(now), at(first))
    for name in ("Anna", "Bo", "Clara"):
        comes(visit, name)
        postbox.kinds(address(name))
    registrations.cancel(_place(visit, "Anna").pk, actor=PERSON)
    people.press(open_page(), postbox.newest(address("Clara"), "offer"), "accept")
    postbox.kinds(address("Clara"))
    visit.refresh_from_db()
    _move(visit, at(moved))

    invited, left = ("REQUEST", 0, at(first), wall), ("CANCEL", 1, at(first), wall)
    assert _told(postbox, "Anna") == [invited, left]
    assert _told(postbox, "Bo") == [invited, ("REQUEST", 1, at(moved), wall_moved)]
    assert _told(postbox, "Clara") == [invited, ("REQUEST", 1, at(moved), wall_moved)]


def test_a_visit_that_is_called_off_leaves_every_calendar(postbox):
    visit = _visit(at(WINTER[0]), at(WINTER[1]))
    comes(visit, "Anna")
    postbox.kinds(address("Anna"))
    scheduling.call_off(visit.pk, actor=office(), revision=visit.revision, reason="Snow")
    assert [it[:2] for it in _told(postbox, "Anna")] == [("REQUEST", 0), ("CANCEL", 1)]


def test_who_came_to_a_visit_is_asked_again_and_who_did_not_is_not(open_page, postbox):
    visit = _visit(at(WINTER[0]), at(WINTER[1]))
    for name in ("Anna", "Bo"):
        comes(visit, name)
    clock.stop(visit.starts_at)
    attendance.check_in(_place(visit, "Anna").pk, visit.first_day, actor=office())
    attendance.close_list(visit.pk, actor=office())
    clock.stop(visit.ends_at + timedelta(days=2, hours=1))
    remind()
    page = open_page()
    _answer(page, postbox.newest(address("Anna"), "thanks").link)
    assert "thanks" not in postbox.kinds(address("Bo"))
    assert _place(visit, "Anna").contact.intentions.get().value == 9


def _visit(now, start):
    visit = OccurrenceFactory(
        event=EventFactory(title="Landpraksis i Nakskov"),
        capacity=2,
        starts_at=start,
        ends_at=start + HOURS,
        opens_at=now - timedelta(days=3),
    )
    event_page(visit.event)
    return visit


def _place(visit, name):
    return Registration.objects.get(occurrence=visit, contact__email=address(name))


def _move(visit, start):
    scheduling.move(
        visit.pk,
        actor=office(),
        revision=visit.revision,
        starts_at=start,
        ends_at=start + HOURS,
    )


def _answer(page: Page, link: str) -> None:
    page.goto(link)
    page.select_option("[name=likelihood]", "9")
    page.click("[name=act][value=answer]")
    page.wait_for_selector(".notice.success")


def _told(postbox, name):
    """Method, SEQUENCE, instant and time on the wall of each invite, as two parsers read it."""
    texts = postbox.invites(address(name))
    assert len({ical_js(text)["events"][0]["uid"] for text in texts}) == 1
    return [_read(text) for text in texts]


def _read(text):
    told = ical_js(text)
    (event,), (other,) = told["events"], vobject_events(text)
    begins, ends = utc(event["start"]["utc"]), utc(event["end"]["utc"])
    assert ends - begins == HOURS
    assert event["start"]["tzid"] == "Europe/Copenhagen"
    assert (utc(other.dtstart.value), utc(other.dtend.value)) == (begins, ends)
    assert (other.uid.value, int(other.sequence.value)) == (event["uid"], event["sequence"])
    return told["method"], event["sequence"], begins, event["start"]["value"][11:16]
