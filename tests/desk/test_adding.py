"""A new date, its times in the event's zone, and the event made with its first date."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, ModelLogEntry

from events.models import Event, Host, Occurrence
from tests.desk.test_acts import stages
from tests.factories import NOW, EventFactory, OccurrenceFactory, event_page

__all__ = ["stages"]

pytestmark = pytest.mark.usefixtures("clock")

EVENT = {
    "title": "Camp on Møn",
    "kind": "camp",
    "zone": "Europe/Copenhagen",
    "language": "da",
    "contact_name": "Karen",
}
DATE = {
    "starts_at": "2027-07-02T16:00",
    "ends_at": "2027-07-04T12:00",
    "location": "Møn",
    "capacity": "20",
    "waitlist_limit": "10",
}


@pytest.fixture
def page(db):
    return event_page(EventFactory(kind="camp", title="Camp"))


@pytest.fixture
def new_page(page):
    """A page whose event is not made yet."""
    Event.objects.all().delete()
    return page


def url(page):
    return reverse("dates:add_to_page", args=[page.pk])


def test_the_first_date_makes_the_event(desk, new_page, coordinator):
    answer = desk.post(url(new_page), EVENT | DATE)

    occurrence = Occurrence.objects.get()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[new_page.pk])
    assert (occurrence.event.title, occurrence.event.page_key) == (
        "Camp on Møn",
        new_page.translation_key,
    )
    assert occurrence.state == "draft"
    assert occurrence.starts_at == datetime(2027, 7, 2, 14, tzinfo=UTC)
    for action in ("events.make_event", "events.draft"):
        assert ModelLogEntry.objects.get(action=action).user == coordinator


@pytest.mark.parametrize("name", ["starts_at", "ends_at", "opens_at"])
@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "0202-07-02T16:00"])
def test_a_year_that_nobody_means_is_refused(desk, page, name, typed):
    answer = desk.post(url(page), DATE | {name: typed})

    assert name in answer.context["form"].errors
    assert not Occurrence.objects.exists()


def test_the_long_address_of_a_host_is_cut_to_what_a_calendar_is_told(desk, page):
    host = Host.objects.create(name="n" * 120, street="s" * 120, postcode="4600", town="t" * 60)
    desk.post(url(page), DATE | {"location": "", "host": host.pk})

    assert len(Occurrence.objects.get().location) == 255


def test_what_is_left_out_is_a_day_before_the_start_and_now(desk, new_page):
    desk.post(url(new_page), EVENT | DATE)

    occurrence = Occurrence.objects.get()
    a_day_before = datetime(2027, 7, 1, 14, tzinfo=UTC)
    assert occurrence.closes_at == occurrence.offers_until == a_day_before
    assert occurrence.opens_at == NOW


def test_the_form_proposes_the_pages_title_and_kind(desk, new_page):
    form = desk.get(url(new_page)).context["event_form"]

    assert (form.initial["title"], form.initial["kind"]) == (new_page.title, "camp")


def test_a_second_date_asks_for_the_event_no_more(desk, page):
    assert desk.get(url(page)).context["event_form"] is None
    desk.post(url(page), DATE)

    assert Occurrence.objects.get().event == Event.objects.get()


def sent(desk, page, **changes):
    """The form as a browser sends it, with its hidden key."""
    key = desk.get(url(page)).context["form"]["key"].value()
    return DATE | {"key": str(key)} | changes


def test_a_form_that_is_sent_twice_adds_its_date_once(desk, page):
    typed = sent(desk, page)
    first, second = (desk.post(url(page), typed, follow=True) for _ in range(2))

    assert Occurrence.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="events.draft").count() == 1
    for answer in (first, second):
        assert "The date is added as a draft." in answer.content.decode()


def test_so_does_the_form_of_a_first_date_with_who_may_come(desk, new_page, stages):
    typed = EVENT | sent(desk, new_page, stage_bachelor="on")
    for _ in range(2):
        desk.post(url(new_page), typed)

    occurrence = Occurrence.objects.get()
    assert occurrence.audience.count() == 1
    assert occurrence.revision == 2


def test_the_same_form_with_another_day_adds_another_date(desk, page):
    typed = sent(desk, page)
    for day in ("02", "09"):
        times = {"starts_at": f"2027-07-{day}T16:00", "ends_at": f"2027-07-{day}T18:00"}
        desk.post(url(page), typed | times)

    assert Occurrence.objects.count() == 2


def test_a_form_opened_anew_adds_the_same_date_once_more(desk, page):
    for _ in range(2):
        desk.post(url(page), sent(desk, page))

    assert Occurrence.objects.count() == 2


def test_a_time_no_clock_shows_is_refused(desk, page):
    answer = desk.post(url(page), DATE | {"starts_at": "2027-03-28T02:30"})

    assert "No clock shows this time" in answer.content.decode()
    assert not Occurrence.objects.exists()


def test_a_time_that_comes_twice_is_asked_about(desk, page):
    twice = DATE | {"starts_at": "2026-10-25T02:30", "ends_at": "2027-10-31T02:30"}

    asked = desk.post(url(page), twice)

    assert "this time comes twice" in asked.content.decode()
    assert not Occurrence.objects.exists()
    assert "ends_at_which" in asked.context["form"].errors


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_the_answer_says_which_of_the_two(desk, page, which, hour):
    night = DATE | {"ends_at": "2027-10-31T02:30", "ends_at_which": which}

    desk.post(url(page), night)

    assert Occurrence.objects.get().ends_at == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)


def test_times_are_of_the_events_zone(desk, new_page):
    desk.post(url(new_page), EVENT | DATE | {"zone": "Atlantic/Faroe"})

    assert Occurrence.objects.get().starts_at == datetime(2027, 7, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "wrong", "sentence"),
    [
        ("ends_at", "2027-07-01T12:00", "The end comes before the start."),
        ("closes_at", "2027-07-02T12:00", "Sign-up closes after the waitlist has ended."),
        ("offers_until", "2027-07-03T12:00", "The waitlist ends after the start."),
        ("opens_at", "2027-07-03T12:00", "Sign-up opens after it closes."),
        ("starts_at", "tomorrow", "Give a date and a time."),
        ("capacity", "-1", "greater than or equal to 0"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_lost(
    desk, page, field, wrong, sentence
):
    answer = desk.post(url(page), DATE | {field: wrong})

    assert sentence in answer.content.decode()
    assert field in answer.context["form"].errors
    assert answer.context["form"]["location"].value() == "Møn"
    assert not Occurrence.objects.exists()


def test_there_is_no_such_zone(desk, new_page):
    answer = desk.post(url(new_page), EVENT | DATE | {"zone": "Mars/Olympus"})

    assert "There is no such time zone" in answer.content.decode()
    assert not Event.objects.exists()


def titles(desk, **asked):
    """The pages one can choose, in order."""
    return [it.title for it in desk.get(reverse("dates:add"), asked).context["object_list"]]


def translated(page, title, **fields):
    """A copy of the page in English."""
    english, _made = Locale.objects.get_or_create(language_code="en")
    fields = {"title": title, "slug": "in-english", "locale": english, **fields}
    return event_page(Event(page_key=page.translation_key, kind="camp"), **fields)


def test_a_date_starts_from_the_page_it_is_for(desk, page):
    answer = desk.get(reverse("dates:add"))

    assert url(page) in answer.content.decode()


def test_pages_with_dates_to_come_are_the_first_to_choose_from(desk, page, clock):
    OccurrenceFactory(
        event__title="Over", starts_at=NOW - timedelta(days=20), opens_at=NOW - timedelta(days=60)
    )
    for title, days in (("In June", 200), ("In May", 170), ("Called off", 10)):
        OccurrenceFactory(event__title=title, starts_at=NOW + timedelta(days=days), state="draft")
    off = {"state": "called_off", "called_off_at": NOW}
    Occurrence.objects.filter(event__title="Called off").update(**off)
    for event in Event.objects.exclude(page_key=page.translation_key):
        event_page(event)

    assert titles(desk) == ["In May", "In June", "Called off", "Camp", "Over"]


def test_a_page_and_its_translation_are_one_choice_found_by_either_title(desk, page):
    there = translated(page, "Winter on an island")

    assert titles(desk) == titles(desk, q="winter island") == ["Camp"]
    assert titles(desk, q="nowhere") == []
    assert "is called that" in desk.get(reverse("dates:add"), {"q": "nowhere"}).content.decode()
    page.delete()
    shown = desk.get(reverse("dates:add_results")).content.decode()
    assert url(there) in shown
    assert "English" in shown


def test_choosing_a_page_asks_as_much_for_three_pages_as_for_one(desk, page):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            desk.get(reverse("dates:add"))
        return len(seen)

    queries()
    one = queries()
    for _n in range(2):
        event_page(OccurrenceFactory().event)
    assert queries() == one


def test_the_form_of_a_translation_proposes_the_title_in_the_offices_language(desk, new_page):
    form = desk.get(url(translated(new_page, "Winter on an island"))).context["event_form"]

    assert form.initial["title"] == "Camp"


def test_only_pages_of_events_have_dates(desk, page):
    assert desk.get(reverse("dates:add_to_page", args=[page.get_parent().pk])).status_code == 404
