"""Attendance at the desk: one press a person and day, searched, taken back, corrected, counted."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from events.domain import attendance
from events.domain.errors import ListClosed
from events.models import CheckIn, HelperPass, Occurrence
from office.actor import coordinator as by
from office.actor import helper, of_host
from tests.events.people import marked, office
from tests.factories import (
    ContactFactory,
    HostContactFactory,
    HostFactory,
    OccurrenceFactory,
    RegistrationFactory,
    UserFactory,
)


def url(name, *args):
    return reverse(f"dates:{name}", args=args)


def text(answer):
    return answer.content.decode()


def names(answer):
    return [row.line.name for row in answer.context["list"].rows]


@pytest.fixture
def camp(clock) -> Occurrence:
    """The second day of a camp of three, with three places taken."""
    occurrence = OccurrenceFactory(camp=True)
    for name in ("Bo Ek", "Anna Holm", "Søren Dam"):
        RegistrationFactory(occurrence=occurrence, contact=ContactFactory(name=name))
    clock.stop(occurrence.starts_at + timedelta(days=1))
    return occurrence


def place_of(camp, name):
    return camp.registrations.get(contact__name=name)


def tap(client, camp, name, act="check_in", day=1, **typed):
    address = url(act, camp.pk, place_of(camp, name).pk, camp.days[day].isoformat())
    return client.post(address, typed)


def correct(client, camp, place, **typed):
    """Post the form of one person's attendance: `first="here"`, `first_hours="2"`, `why="…"`."""
    keys = {"first": camp.days[0], "second": camp.days[1]}
    sent = {"reason": typed.pop("why", "")}
    for name, value in typed.items():
        day, _, is_hours = name.partition("_")
        sent[f"{'hours' if is_hours else 'there'}_{keys[day]}"] = value
    return client.post(url("attendance_of", camp.pk, place.pk), sent)


def test_the_list_shows_today_and_a_press_comes_back_to_the_same_view(desk, camp):
    page = desk.get(url("attendance", camp.pk))
    assert page.context["list"].day == camp.days[1]
    assert names(page) == ["Anna Holm", "Bo Ek", "Søren Dam"]

    answer = tap(desk, camp, "Bo Ek", show="missing")
    page = desk.get(answer.url)

    assert names(page) == ["Anna Holm", "Søren Dam"]
    assert page.context["tapped"].line.name == "Bo Ek"
    assert url("undo_check_in", camp.pk, place_of(camp, "Bo Ek").pk, camp.days[1]) in text(page)
    tap(desk, camp, "Bo Ek", "undo_check_in")
    assert not CheckIn.objects.present().exists()


def test_who_is_said_not_to_be_there_is_told_from_who_is_not_marked_yet(desk, camp):
    marked(place_of(camp, "Bo Ek").pk, camp.days[1], present=False, actor=office())
    page = desk.get(url("attendance", camp.pk))
    with translation.override("en"):
        said = {row.line.name: "not here" in row.words for row in page.context["list"].rows}
    assert said == {"Anna Holm": False, "Bo Ek": True, "Søren Dam": False}


def test_the_list_is_searched_by_parts_of_names_and_narrowed_to_who_is_here(desk, camp):
    tap(desk, camp, "Anna Holm")
    at = url("attendance", camp.pk)
    assert names(desk.get(f"{at}?q=soren")) == ["Søren Dam"]
    assert names(desk.get(f"{at}?show=here")) == ["Anna Holm"]
    assert names(desk.get(f"{at}?show=here&day={camp.days[0]}")) == []
    assert names(desk.get(f"{at}?show=nonsense&day=never")) == ["Anna Holm", "Bo Ek", "Søren Dam"]
    assert "Nobody with a place has that name." in text(desk.get(f"{at}?q=zzz"))


def test_a_day_that_has_not_begun_is_not_offered(desk, camp):
    page = desk.get(f"{url('attendance', camp.pk)}?day={camp.days[2]}")
    assert page.context["list"].day == camp.days[1]
    assert len(page.context["list"].days) == 2


def test_a_closed_list_takes_no_press_only_a_correction_with_a_reason(desk, camp, coordinator):
    place = place_of(camp, "Bo Ek")
    attendance.close_list(camp.pk, actor=office())

    tap(desk, camp, "Bo Ek")
    assert not CheckIn.objects.exists()
    refused = correct(desk, camp, place, first="here")
    assert "reason" in refused.context["form"].errors
    correct(desk, camp, place, first="here", first_hours="2.5", why="Marked at the wrong camp")

    tapped = CheckIn.objects.get()
    assert (tapped.hours, tapped.recorded_by) == (Decimal("2.5"), f"user:{coordinator.pk}")
    entry = ModelLogEntry.objects.get(action="events.correct_attendance")
    assert (entry.user, entry.data["reason"]) == (coordinator, "Marked at the wrong camp")
    assert "attended" in text(desk.get(url("attendance", camp.pk)))


@pytest.mark.parametrize(
    "press", ["check_in", "undo_check_in", "all_present", "undo_all_present", "check_in_several"]
)
def test_no_press_of_a_screen_from_before_changes_a_closed_list(desk, camp, coordinator, press):
    attendance.check_in_all(camp.pk, camp.days[0], actor=by(coordinator))
    tapped = CheckIn.objects.first().tapped_at
    tap(desk, camp, "Bo Ek")
    attendance.close_list(camp.pk, actor=office())
    kept = list(CheckIn.objects.values_list("pk"))

    if press in ("check_in", "undo_check_in"):
        tap(desk, camp, "Anna Holm" if press == "check_in" else "Bo Ek", press)
    else:
        day = camp.days[0 if press == "undo_all_present" else 1]
        claim = f"registration:{place_of(camp, 'Anna Holm').pk}"
        typed = {"at": tapped.isoformat(), "claim": [claim]}
        answer = desk.post(url(press, camp.pk, day.isoformat()), typed, follow=True)
        with translation.override("en"):
            assert str(ListClosed.sentence) in text(answer)

    assert list(CheckIn.objects.values_list("pk")) == kept


def test_a_correction_says_not_there_and_hours_only_where_somebody_was(desk, camp):
    place = place_of(camp, "Anna Holm")
    wrong = correct(desk, camp, place, first="absent", first_hours="3")
    assert f"hours_{camp.days[0]}" in wrong.context["form"].errors
    for typed in ("0", "25", "long"):
        answer = correct(desk, camp, place, first="here", first_hours=typed)
        assert f"hours_{camp.days[0]}" in answer.context["form"].errors
    correct(desk, camp, place, first="absent", second="here")
    assert [tap.present for tap in CheckIn.objects.order_by("day")] == [False, True]


def test_who_marked_and_when_is_told_by_kind(desk, camp):
    place = place_of(camp, "Anna Holm")
    theirs = HostContactFactory(host=HostFactory(name="Lægerne Havnen"))
    phone = HelperPass.objects.create(occurrence=camp, name="Idas phone", made_at=camp.starts_at)
    day = camp.days[0]
    marked(place.pk, day, present=False, actor=of_host(theirs.pk))
    marked(place.pk, day, present=True, actor=helper(phone.pk))
    tap(desk, camp, "Anna Holm", "undo_check_in", day=0)

    told = desk.get(url("attendance_of", camp.pk, place.pk)).context["told"]

    assert [it.who for it in told] == [
        "Mette Kjær",
        "helper: Idas phone",
        "the practice: Lægerne Havnen",
    ]


def test_hours_that_count_are_changed_once_and_also_when_the_date_is_over(desk, camp, clock):
    clock.stop(camp.ends_at + timedelta(days=2))
    form = desk.get(url("hours", camp.pk)).context["form"]
    desk.post(url("hours", camp.pk), form.initial | {"hours_a_day": "7.5"})
    camp.refresh_from_db()
    assert camp.hours_a_day == Decimal("7.5")
    stale = desk.post(url("hours", camp.pk), form.initial | {"hours_a_day": "8"})
    assert stale.status_code == 200
    assert "7.5" in text(stale)
    camp.refresh_from_db()
    assert camp.hours_a_day == Decimal("7.5")


def test_the_file_says_of_each_day_who_came_and_for_how_long(desk, camp):
    Occurrence.objects.filter(pk=camp.pk).update(hours_a_day=7)
    tap(desk, camp, "Anna Holm", day=0)
    correct(
        desk, camp, place_of(camp, "Anna Holm"), first="here", second="here", second_hours="2.5"
    )
    correct(desk, camp, place_of(camp, "Bo Ek"), first="absent")

    answer = desk.get(url("attendance", camp.pk) + "?export=csv")

    sheet = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["Anna Holm", "Bo Ek", "Søren Dam"]
    assert [row[2:] for row in rows[1:]] == [
        ["yes", "7", "yes", "2,5", "9,5"],
        ["no", "", "", "", ""],
        ["", "", "", "", ""],
    ]
    assert ModelLogEntry.objects.filter(action="desk.export").count() == 1


def test_a_helper_checks_in_and_neither_corrects_nor_exports(camp):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Check-in helper"))
    client = Client()
    client.force_login(user)
    place = place_of(camp, "Anna Holm")

    page = text(client.get(url("attendance", camp.pk)))
    assert url("check_in", camp.pk, place.pk, camp.days[1]) in page
    assert url("attendance_of", camp.pk, place.pk) not in page
    assert "export=" not in page
    client.get(url("attendance", camp.pk) + "?export=csv")
    correct(client, camp, place, first="here")
    client.post(url("hours", camp.pk), {"hours_a_day": "3", "revision": 1})

    assert not CheckIn.objects.exists()
    assert not ModelLogEntry.objects.filter(action="desk.export").exists()
    camp.refresh_from_db()
    assert camp.hours_a_day is None


@pytest.mark.parametrize("name", ["attendance", "attendance_of"])
def test_the_number_of_queries_does_not_grow_with_the_people(desk, camp, name):
    place = place_of(camp, "Anna Holm")
    address = url(name, *([camp.pk] if name == "attendance" else [camp.pk, place.pk]))
    attendance.check_in(place.pk, camp.days[0], actor=office())
    desk.get(address)

    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get(address)
    for person in RegistrationFactory.create_batch(30, occurrence=camp):
        attendance.check_in(person.pk, camp.days[0], actor=office())
    with CaptureQueriesContext(connection) as many:
        desk.get(address)

    assert len(many) == len(few)


def test_the_contact_shows_each_date_and_all_hours(desk, camp):
    Occurrence.objects.filter(pk=camp.pk).update(hours_a_day=7)
    anna = place_of(camp, "Anna Holm")
    visit = OccurrenceFactory(starts_at=camp.starts_at - timedelta(days=30))
    there = RegistrationFactory(occurrence=visit, contact=anna.contact)
    attendance.check_in(there.pk, visit.first_day, actor=office())
    correct(desk, camp, anna, first="here", second="here", second_hours="2.5")
    attendance.close_list(camp.pk, actor=office())
    address = reverse("contacts:edit", args=[anna.contact_id])

    page = desk.get(address)
    with translation.override("en"):
        assert page.context["attended"].words == "2 dates, 15.5 hours"
        assert [it.words for it in page.context["attended"].dates] == [
            "Fri 15/1, Sat 16/1: 9.5 hours",
            "Wed 16/12: 6 hours",
        ]
    assert "Attended, 9.5 hours" in text(page)

    Occurrence.objects.filter(pk=camp.pk).update(hours_a_day=None)
    assert "2 dates, 6 hours; of 1 date the hours are not known" in text(desk.get(address))


def test_a_contact_who_was_never_there_is_said_to_have_attended_nothing(desk, camp):
    anna = place_of(camp, "Anna Holm")
    correct(desk, camp, anna, first="absent")
    page = desk.get(reverse("contacts:edit", args=[anna.contact_id]))
    assert page.context["attended"].dates == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_on_a_phone_one_types_a_part_of_a_name_and_presses_once(
    live_server, settings, browser, coordinator, camp
):
    """By keyboard alone, too: the search narrows while one types, and Enter leads to the press."""
    from playwright.sync_api import expect

    settings.ALLOWED_HOSTS = ["*"]
    soren, bo = place_of(camp, "Søren Dam"), place_of(camp, "Bo Ek")
    with browser.new_page(viewport={"width": 390, "height": 900}, has_touch=True) as page:
        page.goto(live_server.url + reverse("account_login"))
        page.fill("input[name=login]", coordinator.username)
        page.fill("input[name=password]", "a password for tests")
        page.press("input[name=password]", "Enter")
        page.wait_for_selector("#today-heading")
        page.goto(live_server.url + url("attendance", camp.pk))

        page.locator("#find-name").press_sequentially("soer")
        expect(page.locator(f"#registration-{bo.pk}")).to_be_hidden()
        press = page.locator(f"#registration-{soren.pk} .desk-press")
        box = press.bounding_box()
        assert box["height"] >= 44
        assert box["width"] >= 88
        press.tap()
        expect(page.locator(f"#registration-{soren.pk} .desk-present")).to_be_visible()

        page.fill("#find-name", "bo")
        page.press("#find-name", "Enter")
        expect(page.locator(f"#registration-{bo.pk} .desk-press")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(f"#registration-{bo.pk} .desk-present")).to_be_visible()
    assert set(CheckIn.objects.present().values_list("registration", flat=True)) == {
        soren.pk,
        bo.pk,
    }
