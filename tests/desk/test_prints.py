"""A date on paper: lists, rooms, meeting points, host practices, badges and certificates."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from events.domain import attendance, erasure
from events.models import Allocation, Occurrence, SpotKind
from tests.events.people import marked, office
from tests.factories import (
    ContactFactory,
    HostFactory,
    OccurrenceFactory,
    RegistrationFactory,
    SpotFactory,
    UserFactory,
)

ALL = ["list", "hosts", "meeting_points", "rooms", "badges", "certificates"]


def url(name, *args):
    return reverse(f"dates:{name}", args=args)


def text(answer):
    return answer.content.decode()


def put(spot, *places):
    for place in places:
        Allocation.objects.create(spot=spot, registration=place, slot=spot.slot)


@pytest.fixture
def camp(clock) -> Occurrence:
    """The second day of a camp: Anna and Bo have a place, a room, a practice; Søren has neither."""
    camp = OccurrenceFactory(camp=True, hours_a_day=Decimal(7))
    places = [
        RegistrationFactory(occurrence=camp, contact=ContactFactory(name=name, phone=phone))
        for name, phone in (("Bo Ek", "20304050"), ("Anna Holm", ""), ("Søren Dam", ""))
    ]
    room = SpotFactory(occurrence=camp, name="Havblik", note="First floor")
    host = HostFactory(name="Lægerne Havnen")
    hours = {"starts_at": camp.starts_at, "ends_at": camp.starts_at + timedelta(hours=2)}
    practice = SpotFactory(occurrence=camp, kind=SpotKind.HOST, name="", host=host, **hours)
    point = SpotFactory(
        occurrence=camp,
        kind=SpotKind.MEETING_POINT,
        name="Køge station",
        starts_at=camp.starts_at - timedelta(hours=1),
    )
    put(room, *places[:2])
    put(practice, places[0])
    put(point, places[2])
    clock.stop(camp.starts_at + timedelta(days=1))
    attendance.check_in(places[1].pk, camp.days[0], actor=office())
    marked(places[2].pk, camp.days[0], present=False, actor=office())
    return camp


def test_everything_there_is_to_print_stands_in_one_place(desk, camp):
    page = text(desk.get(url("prints", camp.pk)))
    assert all(url(f"print_{name}", camp.pk) in page for name in ALL)
    assert url("prints", camp.pk) in text(desk.get(url("attendance", camp.pk)))
    assert url("prints", camp.pk) in text(desk.get(url("edit", camp.pk)))


def test_spots_that_a_date_has_not_are_not_offered_and_say_so(desk, clock):
    visit = OccurrenceFactory()
    page = text(desk.get(url("prints", visit.pk)))
    assert url("print_rooms", visit.pk) not in page
    assert "This date has none of them yet." in text(desk.get(url("print_rooms", visit.pk)))
    assert "Nobody has a place yet." in text(desk.get(url("print_list", visit.pk)))
    assert "There are none yet" in text(desk.get(url("print_certificates", visit.pk)))


def test_the_list_has_a_box_for_each_day_and_shows_what_is_marked(desk, camp):
    told = desk.get(url("print_list", camp.pk))
    rows = [(row.line.name, signs) for row, signs in told.context["list"].rows]
    assert rows == [
        ("Anna Holm", ["✓", "", ""]),
        ("Bo Ek", ["", "", ""]),
        ("Søren Dam", ["–", "", ""]),
    ]
    assert "20304050" not in text(told)
    assert "Came without signing up:" in text(told)


def test_who_is_where_stands_by_spot_and_who_is_nowhere_at_the_end(desk, camp):
    told = desk.get(url("print_rooms", camp.pk)).context["sections"]
    (section,) = told
    (room,) = section.groups
    assert (room.title, room.room, room.about) == ("Havblik", "2 of 2", ["First floor"])
    assert [it.name for it in room.people] == ["Anna Holm", "Bo Ek"]
    assert [it.name for it in section.without] == ["Søren Dam"]

    practices = text(desk.get(url("print_hosts", camp.pk)))
    points = text(desk.get(url("print_meeting_points", camp.pk)))

    assert "Lægerne Havnen, Torvet 1, 4600 Køge" in practices
    assert "Host practice on Friday 15 January 2027" in practices
    assert "15:00–17:00" in practices
    assert "20304050" in practices
    assert "Friday 15 January at 14:00" in points


def test_who_is_erased_stands_on_no_paper_not_even_as_a_number(desk, camp):
    gone = camp.registrations.get(contact__name="Bo Ek")
    erasure.erase(gone.contact_id, actor=office())
    with translation.override("en"):
        number = str(gone)
    for name in ALL:
        page = text(desk.get(url(f"print_{name}", camp.pk)))
        assert "Bo Ek" not in page
        assert "20304050" not in page
        assert number not in page


def test_certificates_are_printed_for_everybody_who_was_there_in_their_language(desk, camp, clock):
    attendance.close_list(camp.pk, actor=office())
    there = camp.registrations.get(contact__name="Anna Holm")
    one = url("certificate", camp.pk, there.pk)
    camp.registrations.filter(pk=there.pk).update(language="en")
    page = text(desk.get(url("print_certificates", camp.pk)))
    assert page.count('class="certificate"') == 1
    assert "Anna Holm" in page
    assert 'lang="en"' in page
    assert "Anna Holm" in text(desk.get(one))
    absent = camp.registrations.get(contact__name="Bo Ek")
    assert "There are none yet" in text(desk.get(url("certificate", camp.pk, absent.pk)))
    assert one in text(desk.get(url("person", camp.pk, "registration", there.pk)))


def test_a_helper_prints_the_list_and_nothing_else(camp):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Check-in helper"))
    client = Client()
    client.force_login(user)
    page = text(client.get(url("prints", camp.pk)))
    assert url("print_list", camp.pk) in page
    assert "Anna Holm" in text(client.get(url("print_list", camp.pk)))
    for name in ALL[1:]:
        assert url(f"print_{name}", camp.pk) not in page
        assert "Holm" not in text(client.get(url(f"print_{name}", camp.pk), follow=True))


@pytest.mark.parametrize("name", ALL)
def test_the_number_of_queries_does_not_grow_with_the_people(desk, camp, name):
    attendance.close_list(camp.pk, actor=office())
    address = url(f"print_{name}", camp.pk)
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    attendance.reopen_list(camp.pk, actor=office())
    for person in RegistrationFactory.create_batch(20, occurrence=camp):
        attendance.check_in(person.pk, camp.days[0], actor=office())
        put(SpotFactory(occurrence=camp), person)
    attendance.close_list(camp.pk, actor=office())
    with CaptureQueriesContext(connection) as many:
        desk.get(address)
    assert len(many) == len(few)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_papers_fit_their_pages(live_server, settings, browser, coordinator, camp):
    """Sixty people: headings and foot on each page, a certificate a page, nothing of the admin."""
    settings.ALLOWED_HOSTS = ["*"]
    for person in RegistrationFactory.create_batch(57, occurrence=camp):
        attendance.check_in(person.pk, camp.days[0], actor=office())
        put(SpotFactory(occurrence=camp, name=f"Room {person.pk}"), person)
    attendance.close_list(camp.pk, actor=office())
    pages, told = {}, {}
    with browser.new_page() as page:
        page.goto(live_server.url + reverse("account_login"))
        page.fill("input[name=login]", coordinator.username)
        page.fill("input[name=password]", "a password for tests")
        page.press("input[name=password]", "Enter")
        page.wait_for_selector("#today-heading")
        for name in ALL:
            page.goto(live_server.url + url(f"print_{name}", camp.pk))
            printed = page.pdf(prefer_css_page_size=True)
            pages[name] = printed.count(b"/Type /Page\n")
            page.emulate_media(media="print")
            told[name] = page.inner_text("body")
            page.emulate_media(media="null")
    assert pages["certificates"] == 58
    assert pages["badges"] == 6
    assert 2 <= pages["list"] <= 3
    assert pages["hosts"] <= 3
    assert pages["meeting_points"] <= 3
    for name in ("list", "hosts", "meeting_points", "rooms"):
        assert "Destroy this paper after use." in told[name]
        assert "Winter camp" in told[name]
        assert "Back" not in told[name].split()
