from datetime import timedelta

import pytest
from django.utils import translation

from events.domain.feeds import in_feed, public_feed
from events.models import Occurrence, OccurrenceState, Registration
from tests.calendar_readers import ical_js, utc, vobject_events
from tests.conftest import NOW
from tests.factories import EventFactory, OccurrenceFactory, RegistrationFactory, open_occurrence

pytestmark = pytest.mark.django_db
NAME = "Læger, til Øst"


def feed(at=NOW):
    return public_feed(in_feed(at), NAME).decode()


def events(at=NOW):
    return ical_js(feed(at))["events"]


def call_off(occurrence, at):
    occurrence.state, occurrence.called_off_at = OccurrenceState.CALLED_OFF, at
    occurrence.revision += 1
    occurrence.save()


def test_the_feed_lists_what_is_public_in_order_of_time():
    late = open_occurrence(starts_at=NOW + timedelta(days=40))
    soon = open_occurrence()
    OccurrenceFactory()  # its page is not live
    open_occurrence(state=OccurrenceState.DRAFT)
    assert [event["summary"] for event in events()] == [soon.event.title, late.event.title]


def test_an_entry_tells_when_where_and_whom_to_ask_but_names_no_participant():
    occurrence = open_occurrence()
    registration = RegistrationFactory(occurrence=occurrence)
    (event,) = events()
    assert utc(event["start"]["utc"]) == occurrence.starts_at
    assert utc(event["end"]["utc"]) == occurrence.ends_at
    assert event["location"] == occurrence.location
    assert event["url"].endswith(f"/events/{occurrence.event_id}/")
    assert "Karen Lund" in event["description"]
    assert (event["organizers"], event["attendees"]) == ([], [])
    assert registration.contact.name.split()[0] not in feed()


def test_a_camp_in_the_feed_is_a_bar_that_leaves_ones_time_free():
    open_occurrence(camp=True)
    (event,) = events()
    assert (event["start"]["value"], event["end"]["value"]) == ("2027-01-15", "2027-01-18")
    assert event["transp"] == "TRANSPARENT"


def test_the_feed_is_no_message_and_says_its_name_and_how_often_to_come():
    open_occurrence()
    calendar = ical_js(feed())
    assert calendar["method"] is None
    assert "\r\nNAME:Læger\\, til Øst\r\n" in feed()
    assert "\r\nX-WR-CALNAME:Læger\\, til Øst\r\n" in feed()
    assert {"name", "x-wr-calname", "refresh-interval", "x-published-ttl"} <= set(calendar["names"])
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in feed()
    assert "X-PUBLISHED-TTL:PT4H\r\n" in feed()


def test_an_empty_feed_is_a_calendar_too():
    assert ical_js(feed())["events"] == []


def test_uids_are_lasting_and_none_is_that_of_an_invite():
    event = EventFactory()
    first = open_occurrence(event=event)
    OccurrenceFactory(event=event)
    registration = RegistrationFactory(occurrence=first)
    before = [event["uid"] for event in events()]
    call_off(first, NOW)
    first.starts_at += timedelta(hours=1)
    first.save()
    assert len(set(before)) == 2
    assert set(before) == {event["uid"] for event in events()}
    assert f"{Registration.objects.get().uid}@praksisvej" not in before
    assert registration.uid not in before


def test_what_is_called_off_says_so_for_some_weeks():
    occurrence = open_occurrence(starts_at=NOW + timedelta(days=90))
    call_off(occurrence, NOW)
    with translation.override("en"):
        (event,) = events()
    assert event["status"] == "CANCELLED"
    assert occurrence.event.title in event["summary"]
    assert event["summary"] != occurrence.event.title
    assert event["sequence"] == 1
    assert len(events(NOW + timedelta(days=41))) == 1
    assert events(NOW + timedelta(days=43)) == []


def test_the_feed_goes_three_months_back():
    occurrence = open_occurrence()
    assert len(events(occurrence.ends_at + timedelta(days=91))) == 1
    assert events(occurrence.ends_at + timedelta(days=93)) == []


def test_the_same_rows_give_the_same_bytes_whenever_and_by_whomever_they_are_asked_for():
    open_occurrence()
    open_occurrence(camp=True)
    with translation.override("en"):
        first = feed()
    with translation.override("da"):
        assert feed(NOW + timedelta(days=2)) == first


def test_a_change_moves_the_stamp_even_when_only_one_field_is_saved():
    occurrence = open_occurrence()
    before = events()[0]["stamp"]
    Occurrence.objects.update(changed_at=NOW - timedelta(days=9))
    occurrence.event.__class__.objects.update(changed_at=NOW - timedelta(days=8))
    assert events()[0]["stamp"] == "2026-11-13T12:00:00Z"
    occurrence.location = "Elsewhere"
    occurrence.save(update_fields=["location"])
    assert events()[0]["stamp"] >= before
    assert events()[0]["location"] == "Elsewhere"


def test_zones_are_written_once_each():
    event = EventFactory(zone="Europe/Oslo")
    open_occurrence(event=event)
    OccurrenceFactory(event=event)
    open_occurrence()
    assert ical_js(feed())["zones"] == ["Europe/Copenhagen", "Europe/Oslo"]


def test_nasty_titles_survive():
    title = "Hold A\\Nybegyndere; æøå, 🏕️\r\nSUMMARY:Evil"
    open_occurrence(event=EventFactory(title=title))
    assert events()[0]["summary"] == title.replace("\r\n", " ")
    assert vobject_events(feed())[0].summary.value == title.replace("\r\n", " ")
    assert max(map(len, feed().encode().split(b"\r\n"))) <= 75


@pytest.mark.parametrize("rows", [1, 3])
def test_the_feed_is_one_question_however_long(rows, django_assert_num_queries):
    for _ in range(rows):
        open_occurrence()
    with django_assert_num_queries(1):
        feed()
