"""Exports of the lists: what is on the screen, for those who may, and a line in the log."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from desk.sheets import delimiter
from events.models import Host
from tests.desk.test_lists import MAKERS, text
from tests.factories import (
    NOW,
    ContactFactory,
    OccurrenceFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.usefixtures("clock")


def exported(desk, name, **filters):
    answer = desk.get(reverse(f"{name}:index"), filters | {"export": "csv"})
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=delimiter()))


def sheet(desk, name, **filters):
    answer = desk.get(reverse(f"{name}:index"), filters | {"export": "xlsx"})
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active


@pytest.mark.parametrize("name", MAKERS)
def test_lists_are_exported_as_csv_and_xlsx(desk, name):
    MAKERS[name]()

    rows = exported(desk, name)
    book = sheet(desk, name)

    assert len(rows) == 2
    assert [cell.value for cell in book[1]] == rows[0]
    assert book.max_row == 2


def test_the_columns_on_screen_come_first_and_in_their_order(desk):
    occurrence = OccurrenceFactory(event__title="A day in Køge")
    RegistrationFactory(occurrence=occurrence)

    heads, row = exported(desk, "dates")

    assert heads[:5] == ["Event", "When", "Place", "Taken", "State"]
    assert heads[-4:] == ["Places", "Places taken", "Confirmed", "Waiting"]
    assert (row[0], row[3], row[-4:]) == ("A day in Køge", "1/10", ["10", "1", "1", "0"])
    numbers = [cell.value for cell in sheet(desk, "dates")[2]][-4:]
    assert numbers == [10, 1, 1, 0]


def test_names_are_exported_with_address_and_phone(desk):
    contact = ContactFactory(name="=HYPERLINK()", email="asta@student.test", phone="+45 20 30")
    RegistrationFactory(contact=contact)

    heads, row = exported(desk, "registrations")

    assert heads == ["Name", "Date", "State", "Signed up", "Ended because", "E-mail", "Phone"]
    assert (row[0], row[5], row[6]) == ("'=HYPERLINK()", "asta@student.test", "'+45 20 30")
    cell = sheet(desk, "registrations")["A2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK()", "s")


def test_filters_search_and_order_are_respected(desk):
    for days in (30, 20):
        OccurrenceFactory(starts_at=NOW + timedelta(days=days), event__title=f"In {days} days")
    OccurrenceFactory(state="draft", event__title="A draft")

    assert [row[0] for row in exported(desk, "dates", state="draft")[1:]] == ["A draft"]
    assert [row[0] for row in exported(desk, "dates", q="in 20")[1:]] == ["In 20 days"]
    ordered = exported(desk, "dates", ordering="-starts_at", state="scheduled")[1:]
    assert [row[0] for row in ordered] == ["In 30 days", "In 20 days"]


def test_all_rows_are_exported_not_one_page_of_them(desk):
    ContactFactory.create_batch(60)

    assert len(exported(desk, "contacts")) == 61


def without_exports():
    group = Group.objects.get(name="Coordinator")
    group.permissions.remove(Permission.objects.get(codename="export_registration"))


@pytest.mark.parametrize("name", ["contacts", "registrations", "turns", "mails"])
def test_lists_of_people_need_a_permission_of_their_own(desk, name):
    MAKERS[name]()
    url = reverse(f"{name}:index")
    assert "export=xlsx" in text(desk.get(url))

    without_exports()

    assert "export=xlsx" not in text(desk.get(url))
    for form in ("csv", "xlsx"):
        assert desk.get(url, {"export": form}).status_code == 302
    assert not ModelLogEntry.objects.filter(action="desk.export").exists()


def test_lists_without_people_go_out_with_the_permission_to_see_them(desk):
    Host.objects.create(name="Lægehuset", town="Køge")
    without_exports()

    assert exported(desk, "hosts")[1][:2] == ["Lægehuset", "Køge"]
    assert exported(desk, "dates")


def test_an_export_stands_in_the_log_without_any_name(desk, coordinator):
    RegistrationFactory(contact=ContactFactory(name="Nora Bach"))

    exported(desk, "contacts", q="nora", came="false")

    entry = ModelLogEntry.objects.get(action="desk.export")
    assert entry.user == coordinator
    assert entry.label == "Contacts"
    assert entry.data == {
        "list": "Contacts",
        "rows": 1,
        "form": "csv",
        "filters": ["came", "search"],
    }
    read = text(desk.get(reverse("wagtailadmin_reports:site_history")))
    assert "Exported: Contacts, 1 row, csv, filtered by came, search" in read


def test_the_file_is_named_after_the_list_and_the_day(desk):
    answer = desk.get(reverse("contacts:index"), {"export": "xlsx"})

    assert answer["Content-Disposition"] == 'attachment; filename="contacts-2026-11-21.xlsx"'
