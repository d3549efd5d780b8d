"""Lists: search, filters, exports, and a number of queries that does not grow with the rows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.domain import stages
from contacts.domain.stages import Stage
from desk.person_url import person_url
from events.domain import series
from events.models import CheckIn, RegistrationState
from mail.models import Message
from tests.factories import (
    NOW,
    ContactFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    event_page,
    of_group,
)

pytestmark = pytest.mark.usefixtures("clock")


def text(answer):
    return answer.content.decode()


def make_mail(**fields):
    contact = ContactFactory()
    return Message.objects.create(
        kind="place",
        to=contact.email,
        contact=contact.uuid,
        language="da",
        queued_at=NOW,
        due_at=NOW,
        **fields,
    )


def make_contact():
    contact = RegistrationFactory().contact
    stages.record(contact, Stage("bachelor"), source="sign-up", at=NOW)


MAKERS = {
    "dates": OccurrenceFactory,
    "registrations": RegistrationFactory,
    "turns": TurnFactory,
    "contacts": make_contact,
    "mails": make_mail,
}


def queries(desk, url):
    with CaptureQueriesContext(connection) as seen:
        assert desk.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("suffix", ["", "?export=csv"])
def test_a_list_asks_as_much_for_three_rows_as_for_one(desk, name, suffix):
    url = reverse(f"{name}:index") + suffix
    MAKERS[name]()
    desk.get(url)
    one = queries(desk, url)
    MAKERS[name]()
    MAKERS[name]()

    assert queries(desk, url) == one


@pytest.mark.usefixtures("office_is_kept")
def test_one_dates_page_asks_as_much_for_a_hundred_people_as_for_one(desk):
    occurrence = OccurrenceFactory(capacity=200)
    event_page(occurrence.event)
    url = reverse("dates:edit", args=[occurrence.pk])
    for make in (RegistrationFactory, TurnFactory):
        make(occurrence=occurrence)
    desk.get(url)
    one = queries(desk, url)
    for make in (RegistrationFactory, TurnFactory):
        make.create_batch(50, occurrence=occurrence)

    assert queries(desk, url) == one
    assert one <= 19


def test_a_contacts_page_asks_as_much_for_three_events_as_for_one(desk):
    contact = ContactFactory()
    url = reverse("contacts:edit", args=[contact.pk])

    def more():
        registration = RegistrationFactory(contact=contact)
        CheckIn.objects.create(
            registration=registration,
            day=NOW.date(),
            present=True,
            tapped_at=NOW,
            recorded_at=NOW,
        )
        TurnFactory(contact=contact)

    more()
    desk.get(url)
    one = queries(desk, url)
    more()
    more()

    assert queries(desk, url) == one


def test_the_panel_asks_as_much_for_three_dates_as_for_one(desk):
    occurrence = OccurrenceFactory()
    page = event_page(occurrence.event)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    desk.get(url)
    one = queries(desk, url)
    OccurrenceFactory.create_batch(2, event=occurrence.event)

    assert queries(desk, url) == one


@pytest.mark.parametrize(
    ("name", "make"), [("registrations", RegistrationFactory), ("turns", TurnFactory)]
)
def test_a_name_in_a_list_of_claims_leads_to_what_is_done_about_the_claim(desk, name, make):
    claim = make()
    shown = desk.get(reverse(f"{name}:index")).content.decode()
    assert person_url(claim) in shown
    assert desk.get(person_url(claim)).status_code == 200


def test_search_finds_by_name_address_and_event(desk):
    registration = RegistrationFactory(contact=ContactFactory(name="Nora Bach"))
    RegistrationFactory(contact=ContactFactory(name="Ida Lund"))

    for name in ("registrations", "contacts"):
        for word in ("nora", registration.contact.email):
            shown = text(desk.get(reverse(f"{name}:index"), {"q": word}))
            assert "Nora Bach" in shown, (name, word)
            assert "Ida Lund" not in shown, (name, word)


def test_dates_still_to_come_stand_first_and_can_be_filtered(desk):
    past = OccurrenceFactory(starts_at=NOW - timedelta(days=9), opens_at=NOW - timedelta(days=90))
    later = OccurrenceFactory(starts_at=NOW + timedelta(days=40))
    sooner = OccurrenceFactory(starts_at=NOW + timedelta(days=20))
    url = reverse("dates:index")

    def shown(**filters):
        return [row.pk for row in desk.get(url, filters).context["object_list"]]

    assert shown() == [sooner.pk, later.pk, past.pk]
    assert shown(when="past") == [past.pk]
    assert shown(when="coming", state="draft") == []


def shown_dates(client, **filters):
    return [row.pk for row in client.get(reverse("dates:index"), filters).context["object_list"]]


def test_dates_are_narrowed_to_an_event_and_to_a_period_they_touch(desk):
    start = datetime(2027, 3, 1, 8, tzinfo=UTC)
    camp = OccurrenceFactory(starts_at=start, ends_at=start + timedelta(days=3))
    again = OccurrenceFactory(event=camp.event, starts_at=start + timedelta(days=30))
    other = OccurrenceFactory(starts_at=start + timedelta(days=1))

    assert shown_dates(desk, event=camp.event_id) == [camp.pk, again.pk]
    assert shown_dates(desk, since="2027-03-04", until="2027-03-31") == [camp.pk, again.pk]
    assert shown_dates(desk, since="2027-03-05") == [again.pk]
    assert shown_dates(desk, until="2027-03-02") == [camp.pk, other.pk]
    assert len(shown_dates(desk, since="0001-01-01", until="9999-12-31")) == 3


def test_an_event_to_narrow_by_says_its_years_since_next_years_is_called_the_same(desk):
    for year in (2027, 2028):
        starts_at = datetime(year, 12, 31, 12, tzinfo=UTC)
        it = OccurrenceFactory(event__title="New year", starts_at=starts_at)
    OccurrenceFactory(event=it.event, starts_at=starts_at + timedelta(days=1))

    shown = text(desk.get(reverse("dates:index"), {"event": it.event_id}))
    assert ">New year (2027)</option>" in shown
    assert "selected>New year (2028–2029)</option>" in shown


def test_who_only_checks_people_in_narrows_by_what_is_on_today(client, clock):
    OccurrenceFactory(event__title="Next month")
    today = OccurrenceFactory(event__title="Today", starts_at=NOW, opens_at=NOW - timedelta(days=9))
    client.force_login(of_group("Check-in helper"))

    shown = text(client.get(reverse("dates:index")))
    assert shown_dates(client) == [today.pk]
    assert ">Today (2026)</option>" in shown
    assert "Next month" not in shown


def test_a_whole_series_stands_on_one_page_to_be_ticked(desk):
    OccurrenceFactory.create_batch(series.MOST)

    assert len(shown_dates(desk, tick="all")) == series.MOST


def test_filters_of_people(desk):
    came = RegistrationFactory()
    CheckIn.objects.create(
        registration=came, day=NOW.date(), present=True, tapped_at=NOW, recorded_at=NOW
    )
    RegistrationFactory()
    TurnFactory()

    def rows(name, **filters):
        return desk.get(reverse(f"{name}:index"), filters).context["object_list"]

    assert [it.pk for it in rows("contacts", came="true")] == [came.contact_id]
    assert len(rows("contacts", came="false")) == 2
    assert len(rows("contacts", consented="false")) == 3
    assert len(rows("contacts", consented="true")) == 0
    assert len(rows("registrations", state=RegistrationState.CONFIRMED)) == 2
    assert len(rows("turns", standing="live")) == 1
    assert len(rows("turns", standing="ended")) == 0


def test_mails_show_their_fate_and_lead_to_the_person(desk):
    mail = make_mail(state="failed", ended_at=NOW, why="550 no such user")

    shown = text(desk.get(reverse("mails:index"), {"state": "failed"}))

    assert mail.to in shown
    assert "550 no such user" in shown
    assert "/admin/contacts/" in shown


def test_why_a_mail_was_withdrawn_is_said_in_the_readers_language(client):
    make_mail(state="withdrawn", ended_at=NOW, why="its claim has changed since")
    client.force_login(of_group("Coordinator"))

    shown = text(client.get(reverse("mails:index")))

    assert "tilmeldingen er ændret siden" in shown
    assert "its claim" not in shown


def test_failed_mails_stand_on_the_admins_home(desk):
    make_mail(state="failed", ended_at=NOW)
    make_mail()
    from office import clock

    clock.move(timedelta(minutes=11))
    shown = text(desk.get(reverse("wagtailadmin_home")))

    assert "1 mail of the last two weeks did not arrive" in shown
    assert "the worker does not run" in shown


def test_hosts_and_the_offices_settings_can_be_edited(desk, admin_desk):
    desk.post(reverse("hosts:add"), {"name": "Lægehuset", "town": "Køge"})
    assert "Lægehuset" in text(desk.get(reverse("hosts:index")))

    admin_desk.post(
        reverse("office:add"),
        {
            "valid_from": "2027-01-01",
            "name": "Region Østdanmark",
            "controller": "Region Østdanmark",
            "privacy_email": "dpo@office.test",
            "sender_name": "Praksisvej",
            "email": "office@office.test",
        },
    )
    assert "Region Østdanmark" in text(desk.get(reverse("office:index")))
