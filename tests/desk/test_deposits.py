"""What a date asks for a place, as coordinators set it; and that offices without keys see none."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import ModelLogEntry

from events.models import Occurrence, RegistrationState
from tests.factories import (
    NOW,
    EventFactory,
    RegistrationFactory,
    event_page,
    open_occurrence,
)

pytestmark = pytest.mark.usefixtures("clock")

DATE = {
    "starts_at": "2027-07-02T16:00",
    "ends_at": "2027-07-04T12:00",
    "location": "Møn",
    "capacity": "20",
    "waitlist_limit": "10",
}


@pytest.fixture
def keys(settings):
    settings.PAYMENTS_ON = True


@pytest.fixture
def date(db):
    return open_occurrence(capacity=5)


def url(date, name="deposit"):
    return reverse(f"dates:{name}", args=[date.pk])


def typed(date, **more):
    fields = {"deposit": "300", "currency": "DKK", "deposit_part_back": "50"}
    return {"revision": date.revision, **fields, **more}


def text(answer):
    return answer.content.decode()


@pytest.mark.usefixtures("keys")
def test_a_deposit_is_typed_in_kroner_and_kept_in_oere(desk, date, coordinator):
    until = date.local_start - timedelta(days=7)
    form = typed(date, deposit="300,50", deposit_back_until=f"{until:%Y-%m-%dT%H:%M}")
    coordinator.wagtail_userprofile.preferred_language = "da"
    coordinator.wagtail_userprofile.save()

    assert desk.post(url(date), form).status_code == 302

    date.refresh_from_db()
    assert (date.deposit, date.currency, date.deposit_part_back) == (30050, "DKK", 50)
    assert date.deposit_back_until == date.starts_at - timedelta(days=7)
    assert ModelLogEntry.objects.get(action="events.change_deposit").user == coordinator
    assert 'value="300,5' in text(desk.get(url(date)))


@pytest.mark.usefixtures("keys")
def test_the_card_says_what_students_read(desk, date):
    desk.post(url(date), typed(date))

    assert "DKK\xa0300 You get it back when you come" in text(desk.get(url(date, "edit")))
    assert "You get it back when you come" in text(desk.get(url(date)))


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"deposit": "10000.01"}, "less than or equal to 10000"),
        ({"deposit": "2.99"}, "no less than 3"),
        ({"deposit": "-1"}, "greater than or equal to 0"),
        ({"deposit": "1.000"}, "2 decimal places"),
        ({"deposit_part_back": "101"}, "less than or equal to 100"),
        ({"deposit_back_until": "2031-01-01T10:00"}, "after the start"),
        ({"currency": "USD"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused_in_the_form(desk, date, field, said):
    assert said in text(desk.post(url(date), typed(date, **field)))
    date.refresh_from_db()
    assert date.deposit == 0


@pytest.mark.usefixtures("keys")
def test_a_form_older_than_the_date_says_what_changed(desk, date):
    before = desk.get(url(date)).context["form"].initial["seen"]
    form = typed(date, seen=before)
    desk.post(url(date), typed(date, deposit="100"))

    stale = desk.post(url(date), form)

    assert stale.status_code == 200
    changed = {what: is_now for what, _was, is_now in stale.context["difference"]}
    assert "DKK\xa0100" in changed["deposit"]


@pytest.mark.usefixtures("keys")
def test_who_waits_to_pay_has_the_place_once_nothing_is_asked(desk):
    date = open_occurrence(deposit=30000)
    waiting = RegistrationFactory(
        occurrence=date,
        state=RegistrationState.AWAITING_PAYMENT,
        held_until=NOW + timedelta(hours=1),
    )
    desk.post(url(date), typed(date, deposit="0"))

    waiting.refresh_from_db()
    assert waiting.is_confirmed


@pytest.mark.usefixtures("keys")
def test_a_new_date_asks_for_one_in_the_countrys_currency(desk, settings):
    settings.COUNTRY = "NO"
    page = event_page(EventFactory(kind="camp", title="Camp"))
    address = reverse("dates:add_to_page", args=[page.pk])
    assert desk.get(address).context["form"]["currency"].value() == "NOK"

    more = {"deposit": "250", "currency": "NOK", "deposit_back_until": "2027-06-25T16:00"}
    desk.post(address, DATE | more)

    made = Occurrence.objects.get()
    assert (made.deposit, made.currency, made.deposit_part_back) == (25000, "NOK", 0)
    assert made.deposit_back_until == datetime(2027, 6, 25, 14, tzinfo=UTC)


@pytest.mark.usefixtures("keys")
def test_the_sentence_is_said_while_one_types(desk):
    asked = {"deposit": "300", "currency": "DKK", "deposit_part_back": "50"}
    asked |= {"deposit_back_until": "2027-06-25T16:00", "zone": "Europe/Copenhagen"}
    rule = reverse("dates:deposit_rule")

    said = text(desk.get(rule, asked))

    assert "Friday 25 June" in said
    assert "DKK\xa0150 comes back" in said
    assert text(desk.get(rule, asked | {"deposit": ""})) == ""
    for nowhere in ("Nowhere", "Europe", "../etc", ""):
        assert text(desk.get(rule, asked | {"zone": nowhere})) == ""


def test_without_keys_no_date_asks_for_anything(desk, date):
    page = event_page(EventFactory(kind="camp", title="Camp"))
    address = reverse("dates:add_to_page", args=[page.pk])
    assert "deposit" not in desk.get(address).context["form"].fields
    desk.post(address, DATE | {"deposit": "300", "currency": "DKK"})

    assert not Occurrence.objects.filter(deposit__gt=0).exists()
    assert desk.get(url(date)).status_code == 404
    assert desk.post(url(date), typed(date)).status_code == 404


def test_without_keys_a_deposit_there_is_can_only_go(desk):
    date = open_occurrence(deposit=30000)

    assert "Nobody could pay it" in text(desk.post(url(date), typed(date)))
    assert desk.post(url(date), typed(date, deposit="")).status_code == 302

    date.refresh_from_db()
    assert date.deposit == 0


def test_the_system_check_finds_deposits_nobody_can_pay(settings, date, clock):
    check = {"databases": ["default"], "stdout": StringIO(), "stderr": StringIO()}
    settings.PAYMENTS_ON = False
    call_command("check", **check)
    Occurrence.objects.filter(pk=date.pk).update(deposit=30000)

    with pytest.raises(CommandError, match=r"payments\.E001"):
        call_command("check", **check)
    clock.stop(date.ends_at)
    call_command("check", **check)
    clock.stop(NOW)
    settings.PAYMENTS_ON = True
    call_command("check", **check)


@pytest.fixture
def anybody(date):
    return RegistrationFactory(occurrence=date)


SCREENS = [
    *("wagtailadmin_home", "dates:index", "registrations:index", "mails:index", "missed:index"),
    *("mail_texts:index", "figures:index", "retention:index", "log:index", "find"),
]


def screens(date, anybody):
    page = event_page(EventFactory(kind="camp", title="Camp"))
    here = [date.pk, "registration", anybody.pk]
    return [
        *(reverse(name) for name in SCREENS),
        url(date, "edit"),
        url(date, "attendance"),
        url(date, "messages"),
        url(date, "event_file"),
        url(date, "call_off"),
        reverse("dates:person", args=here),
        reverse("dates:move_person", args=here),
        reverse("dates:cancel", args=[date.pk, anybody.pk]),
        reverse("contacts:edit", args=[anybody.contact_id]),
        reverse("dates:add_to_page", args=[page.pk]),
    ]


MONEY = re.compile("deposit|payment|refund|stripe", re.I)


def test_an_office_without_keys_sees_no_trace_of_money(admin_desk, date, anybody):
    seen = {it: MONEY.findall(text(admin_desk.get(it))) for it in screens(date, anybody)}

    assert not any(seen.values()), {it: found for it, found in seen.items() if found}


@pytest.mark.usefixtures("keys")
def test_an_office_with_keys_does(admin_desk, date, anybody):
    seen = {it: MONEY.search(text(admin_desk.get(it))) for it in screens(date, anybody)}

    assert all(seen[reverse(name)] for name in ("wagtailadmin_home", "mail_texts:index"))
    assert all(seen[it] for it in (url(date, "edit"), reverse("registrations:index")))
