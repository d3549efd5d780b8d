"""The office's books: all payments, their sums, our books against Stripe's, what Today says."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from desk.domain.today import today
from desk.history import history
from events.models import RegistrationState
from payments.domain.working_off import TRIES
from payments.models import Reconciliation, StripeEvent
from tests.factories import NOW, open_occurrence
from tests.payments.rows import back, paid, placed

pytestmark = pytest.mark.usefixtures("clock", "keys")

INDEX = reverse("payments:index")


@pytest.fixture
def keys(settings):
    settings.PAYMENTS_ON = True


@pytest.fixture
def date(db):
    return open_occurrence(capacity=9, deposit=30000, event__title="Winter camp")


@pytest.fixture
def last_year(db):
    """A camp in kroner of another country, paid a year ago."""
    date = open_occurrence(deposit=20000, currency="NOK", event__title="Old camp")
    gone = {"state": RegistrationState.CANCELLED, "ended_at": NOW, "ended_because": "cancelled"}
    payment = paid(placed(date, "Bo Ek", **gone), paid_at=NOW - timedelta(days=365))
    payment.decided = "left_late"
    payment.save()
    return back(payment, 5000, because="left_late")


def text(answer):
    return answer.content.decode()


def names(answer):
    return [it.registration.contact.name for it in answer.context["object_list"]]


def test_all_payments_are_listed_searched_and_filtered(desk, date, last_year):
    paid(placed(date, "Asta Holm"))

    assert names(desk.get(INDEX)) == ["Asta Holm", "Bo Ek"]
    assert "desk-cards" in text(desk.get(INDEX))  # Read on a phone
    assert names(desk.get(INDEX + "?q=winter")) == ["Asta Holm"]
    assert names(desk.get(INDEX + "?q=bo+ek")) == ["Bo Ek"]
    assert names(desk.get(INDEX + f"?q={last_year.payment.intent}")) == ["Bo Ek"]
    assert names(desk.get(INDEX + "?group=withheld")) == ["Bo Ek"]
    assert names(desk.get(INDEX + "?group=given_back")) == ["Bo Ek"]
    assert names(desk.get(INDEX + f"?year={NOW.year}")) == ["Asta Holm"]
    assert names(desk.get(INDEX + f"?event={date.event_id}")) == ["Asta Holm"]
    assert names(desk.get(INDEX + "?way=bank")) == []


def test_the_file_has_a_row_for_each_movement_of_those_filtered(desk, date, last_year):
    paid(placed(date, "Asta Holm"))

    answer = desk.get(INDEX + f"?year={NOW.year - 1}&export=xlsx")

    _head, *rows = load_workbook(BytesIO(b"".join(answer))).active.values
    assert [row[6:9] for row in rows] == [(200, None, "NOK"), (None, 50, "NOK")]


def test_a_payment_with_two_refunds_is_found_once_on_the_screen_and_in_the_file(desk, date):
    payment = paid(placed(date, "Asta Holm"))
    back(payment, 10000, stripe_id="re_first")
    back(payment, 5000, stripe_id="re_second")

    for word in ("asta", "re_second"):
        assert names(desk.get(INDEX + f"?q={word}")) == ["Asta Holm"]
        answer = desk.get(INDEX + f"?q={word}&export=xlsx")
        _head, *rows = load_workbook(BytesIO(b"".join(answer))).active.values
        assert [row[6:8] for row in rows] == [(300, None), (None, 100), (None, 50)]


def test_sums_stand_by_year_and_event(desk, date, last_year):
    paid(placed(date, "Asta Holm"))
    back(paid(placed(date, "Ida Dam")), 10000)

    years = desk.get(reverse("payments:sums")).context["years"]

    lines = {year: [(it.event, it.n, it.amounts) for it in found] for year, found in years.items()}
    assert lines == {
        NOW.year: [("Winter camp", 2, ["DKK\xa0600", "DKK\xa0100", "DKK\xa00"])],
        NOW.year - 1: [("Old camp", 1, ["NOK\xa0200", "NOK\xa050", "NOK\xa0150"])],
    }


def test_each_sum_leads_to_its_payments(desk, date, last_year):
    paid(placed(date, "Asta Holm"))
    paid(placed(date, "Ida Dam"), paid_at=NOW - timedelta(days=365))

    years = desk.get(reverse("payments:sums")).context["years"]

    found = {year: [names(desk.get(it.url)) for it in lines] for year, lines in years.items()}
    assert found == {NOW.year: [["Asta Holm"]], NOW.year - 1: [["Bo Ek"], ["Ida Dam"]]}


def rows_of(answer):
    _head, *rows = load_workbook(BytesIO(b"".join(answer))).active.values
    return rows


def test_the_sums_can_be_taken_along_as_numbers(desk, date, last_year):
    back(paid(placed(date, "Ida Dam")), 10050)
    url = reverse("payments:sums")

    assert "?export=xlsx" in text(desk.get(url))
    assert rows_of(desk.get(url, {"export": "xlsx"})) == [
        (NOW.year, "Winter camp", 1, 300, 100.5, 0, "DKK"),
        (NOW.year - 1, "Old camp", 1, 200, 50, 150, "NOK"),
    ]


def test_without_a_payment_there_is_nothing_to_take_along(desk, db):
    assert "export" not in text(desk.get(reverse("payments:sums")))


def reconciled(*, differences, days_ago=0):
    at = NOW - timedelta(days=days_ago)
    run = Reconciliation.objects.create(
        since=at, until=at, made_at=at, sums={"DKK": [30000, 30000 - 100 * differences]}
    )
    for n in range(differences):
        run.differences.create(
            kind="missing", about=f"pi_{n}", ours=100, theirs=0, currency="DKK", at=at
        )
    return run


def test_each_nights_differences_can_be_read(desk):
    old = reconciled(differences=2, days_ago=1)
    reconciled(differences=0)
    address = reverse("payments:reconciliations")

    good = text(desk.get(address))
    assert "agree to the øre" in good
    assert "help-success" not in good  # Wagtail knows no such block
    night = text(desk.get(f"{address}?night={old.pk}"))
    assert "pi_0" in night
    assert "DKK\xa0298" in night
    assert "2 differences" in night
    assert desk.get(f"{address}?night=999999").status_code == 404


def test_a_nights_differences_can_be_taken_along(desk, date):
    night = reconciled(differences=1)
    night.differences.update(payment=paid(placed(date, "Asta Holm")))
    reconciled(differences=0, days_ago=-1)
    url = reverse("payments:reconciliations")

    assert "export" not in text(desk.get(url))
    assert f"?night={night.pk}&amp;export=xlsx" in text(desk.get(url, {"night": night.pk}))
    [row] = rows_of(desk.get(url, {"night": night.pk, "export": "xlsx"}))
    assert row[:6] == ("Missing at Stripe", "Asta Holm", "pi_0", 1, 0, "DKK")
    log = ModelLogEntry.objects.get(action="desk.export")
    assert (log.data["rows"], log.object_id) == (1, str(night.pk))


def test_who_may_not_take_people_along_reads_differences_only(desk, coordinator):
    night = reconciled(differences=1)
    group = coordinator.groups.get()
    group.permissions.remove(group.permissions.get(codename="export_registration"))
    url = reverse("payments:reconciliations")

    assert "pi_0" in text(desk.get(url))
    assert "export" not in text(desk.get(url))
    assert desk.get(url, {"night": night.pk, "export": "csv"}).status_code == 302


def said(user):
    """Everything Today says, act by act."""
    with translation.override("en"):
        told = today(user, NOW)
        lines = [*told.office, *(it for part in (*told.mine, *told.others) for it in part.lines)]
        return {it.act: f"{it.about}. {it.detail}" for it in lines}


def test_today_says_where_money_does_not_go_its_way(coordinator, date):
    quiet = said(coordinator)
    back(paid(placed(date, "A")), 100, "failed")
    back(paid(placed(date, "B"), way="bank", actor="x", why="y"), 100, "owed")
    paid(placed(date, "C"), dispute="open")
    placed(date, "D")
    placed(date, "E")
    StripeEvent.objects.create(
        stripe_id="evt_1", kind="x", livemode=False, came_at=NOW, due_at=NOW, attempts=TRIES
    )
    reconciled(differences=3)

    now = said(coordinator)

    new = {act: now[act] for act in now.keys() - quiet.keys()}
    assert "1 refund failed" in new["Look at failed refunds"]
    assert "1 deposit is to be given back by the office" in new["Transfer the money"]
    assert "1 deposit is disputed" in new["Answer the dispute"]
    assert "2 have not paid: DKK\xa0600" in new["Ask them"]
    assert "1 notice" in new["Tell whoever runs the server"]
    assert "3 differences" in new["Look at the differences"]
    assert len(new) == 6


def test_today_leads_to_where_it_is_done(desk, date):
    back(paid(placed(date, "A")), 100, "failed")
    back(paid(placed(date, "B"), way="bank", actor="x", why="y"), 100, "owed")

    assert f"{INDEX}?group=failed" in text(desk.get(reverse("wagtailadmin_home")))
    assert names(desk.get(INDEX + "?group=failed")) == ["A"]
    assert names(desk.get(INDEX + "?group=office_owes")) == ["B"]


def test_a_contacts_history_tells_of_payments_and_refunds(desk, date):
    place = placed(date)
    back(paid(place), 10000, because="left_late")

    with translation.override("en"):
        told = [(it.what, it.fate) for it in history(place.contact)]

    assert ("deposit of DKK\xa0300 paid, card or MobilePay", "") in told
    assert ("DKK\xa0100 of the deposit given back", "given back") in told
    assert "DKK\xa0100 of the deposit" in text(
        desk.get(reverse("contacts:edit", args=[place.contact_id]))
    )
    assert len(history(place.contact)) == len(history(place.contact, with_payments=False)) + 2


def test_who_may_only_check_people_in_sees_no_money(writer, date):
    for name in ("index", "sums", "reconciliations"):
        assert writer.get(reverse(f"payments:{name}")).status_code == 302
