"""A coordinator tries the sign-up in a real browser: form, mails, invite, cancelling, all away."""

import pytest
from django.db import connection

from tests.e2e import people
from tests.factories import OccurrenceFactory, event_page

CHANGING = {"django_session", "wagtailsearch_indexentry", "office_work", "office_tally"}


def everything():
    found = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - CHANGING:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(str, cursor.fetchall()))
    return found


@pytest.fixture
def visit(server):
    occurrence = OccurrenceFactory(event__title="A day in Køge")
    event_page(occurrence.event)
    return occurrence


def test_the_whole_way_to_ones_own_address_leaves_nothing(desk, coordinator, visit, postbox):
    desk.goto(f"/admin/dates/{visit.pk}/")
    before = everything()
    if not desk.is_visible("text=Try it yourself"):
        desk.click("details.desk-card summary")
    desk.click("text=Try it yourself")
    desk.click("text=Begin")
    desk.wait_for_selector("text=Done, clear it away")
    phone = desk.context.new_page()
    phone.goto(desk.get_attribute("a[href*='/try-out/']", "href"))
    assert phone.input_value("[name=email]") == coordinator.email
    phone.fill("[name=name]", "Karen Lund")
    phone.select_option("[name=stage]", "kbu")
    phone.click("main form button.button[type=submit]")
    phone.wait_for_url("**/sent/")

    proof = postbox.newest(coordinator.email)
    assert proof.subject.startswith("[Try-out] ")
    people.press(phone, proof, "confirm")
    place = postbox.newest(coordinator.email, "place")
    assert place.subject.startswith("[Try-out] ")
    assert "METHOD:REQUEST" in place.calendar
    desk.reload()
    assert desk.is_visible("text=confirmed")

    desk.click("text=Done, clear it away")
    desk.wait_for_url(f"**/admin/dates/{visit.pk}/")
    gone = postbox.newest(coordinator.email, "cancelled")
    assert "METHOD:CANCEL" in gone.calendar
    from events.domain import trial

    trial.clear_due()
    after = everything()
    assert {table for table in before if before[table] != after[table]} == set()
