"""What coordinators see of deposits that were paid, and what they do about one."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from events.models import RegistrationState
from mail.models import Message
from payments.domain.checkout import is_due
from payments.models import Payment, RefundState
from tests.factories import NOW, open_occurrence
from tests.payments.rows import back, paid, placed

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def date(db):
    return open_occurrence(
        capacity=400,
        deposit=30000,
        deposit_part_back=50,
        deposit_back_until=NOW + timedelta(days=1),
    )


@pytest.fixture
def everything(date):
    """One person of each standing."""
    rows = {name: placed(date, name) for name in ("Paid", "Waived", "Due", "Failed", "Disputed")}
    waits = {"state": RegistrationState.AWAITING_PAYMENT, "held_until": NOW + timedelta(hours=1)}
    rows["Waits"] = placed(date, "Waits", **waits)
    gone = {"state": RegistrationState.CANCELLED, "ended_at": NOW, "ended_because": "cancelled"}
    rows["Withheld"] = placed(date, "Withheld", **gone)
    rows["Back"] = placed(date, "Back", **gone)
    paid(rows["Paid"])
    paid(rows["Waived"], way="waived", amount=0, actor="coordinator:1", why="Speaks there")
    back(paid(rows["Failed"]), 30000, "failed", failure="account closed")
    paid(rows["Disputed"], dispute="open")
    back(paid(rows["Withheld"], decided="left_late"), 15000, because="left_late")
    back(paid(rows["Back"], decided="left_in_time"), 30000, because="left_in_time")
    return rows


def tab(date, query=""):
    return reverse("dates:payments", args=[date.pk]) + query


def on(registration, name, *more):
    return reverse(f"dates:{name}", args=[registration.occurrence_id, registration.pk, *more])


def states(answer):
    with translation.override("en"):
        return {line.name: line.state for line in answer.context["lines"]}


def text(answer):
    return answer.content.decode()


def test_everybody_stands_there_with_a_state_and_the_sums_add_up(desk, date, everything):
    answer = desk.get(tab(date))

    assert '<h2 id="payments">Payments</h2>' in text(answer)  # The tab and "All" say how many
    told = states(answer)
    assert told.pop("Waits").startswith("waits for the payment until ")
    assert told == {
        "Back": "given back",
        "Disputed": "disputed",
        "Due": "due",
        "Failed": "refund failed",
        "Paid": "paid",
        "Waived": "waived",
        "Withheld": "withheld",
    }
    assert dict(answer.context["totals"]) == {
        "Paid in": "DKK\xa01,500",
        "Given back or on its way": "DKK\xa0750",
        "Withheld": "DKK\xa0150",
        "Disputed": "DKK\xa0300",
        "Still due": "DKK\xa0600",
    }


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("paid", {"Paid", "Waived"}),
        ("due", {"Due", "Waits"}),
        ("given_back", {"Back", "Failed", "Withheld"}),
        ("failed", {"Failed"}),
        ("disputed", {"Disputed"}),
        ("withheld", {"Withheld"}),
        ("nonsense", {"Back", "Disputed", "Due", "Failed", "Paid", "Waits", "Waived", "Withheld"}),
    ],
)
def test_each_filter_finds_its_own(desk, date, everything, group, names):
    assert set(states(desk.get(tab(date, f"?only={group}")))) == names


def test_who_did_not_come_is_withheld_once_the_list_is_closed(desk, date):
    paid(placed(date))
    date.list_closed_at = NOW
    date.save()

    assert set(states(desk.get(tab(date))).values()) == {"withheld"}


def test_the_bookkeepers_file_has_a_row_for_each_movement(desk, date, everything):
    answer = desk.get(tab(date, "?export=xlsx"))

    sheet = load_workbook(BytesIO(b"".join(answer))).active
    head, *rows = list(sheet.values)
    moved = [(row[4], row[6], row[7]) for row in rows]
    assert head[6:9] == ("Paid in", "Given back", "Currency")
    days = {row[0].isoformat() for row in rows}
    assert days == {"2026-11-21T12:00:00", "2026-11-21T13:00:00"}
    assert ("Withheld", 300, None) in moved
    assert ("Withheld", None, 150) in moved
    assert ("Failed", None, 300) not in moved
    assert len(rows) == 8
    log = ModelLogEntry.objects.get(action="desk.export")
    assert (log.data["rows"], log.object_id) == (8, str(date.pk))


def test_three_hundred_people_cost_no_more_questions_than_one(desk, date):
    back(paid(placed(date)), 100)
    placed(date, "Due")

    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(tab(date)).status_code == 200
        return len(asked)

    questions()
    few = questions()
    for n in range(298):
        back(paid(placed(date, f"Person {n}")), 100)

    assert questions() == few <= 20


def test_a_deposit_is_settled_by_hand_and_the_place_is_theirs(desk, date, everything, coordinator):
    place = everything["Waits"]
    address = on(place, "settle_deposit")
    assert "DKK\xa0300 by invoice or bank" in text(desk.get(address))
    assert "is theirs at once" in text(desk.get(address))
    desk.post(address, {"way": "invoice", "reason": ""})
    assert not Payment.objects.filter(registration=place).exists()

    desk.post(address, {"way": "invoice", "reason": "Invoice 17"})

    place.refresh_from_db()
    assert place.is_confirmed
    payment = Payment.objects.get(registration=place)
    assert (payment.way, payment.amount, payment.why) == ("invoice", 30000, "Invoice 17")
    assert ModelLogEntry.objects.get(action="payments.settle").user == coordinator


def test_a_part_is_given_back_and_a_stale_form_is_refused(desk, date, everything, coordinator):
    place = everything["Paid"]
    payment = Payment.objects.get(registration=place)
    address = on(place, "give_back", payment.pk)
    assert "DKK\xa0300 of it are left" in text(desk.get(address))
    form = {"amount": "100", "reason": "Ill", "given_back": "0"}

    assert desk.post(address, form).status_code == 302
    stale = desk.post(address, form)

    payment.refresh_from_db()
    assert payment.given_back == 10000
    assert stale.context["form"]["given_back"].value() == "10000"
    assert "DKK\xa0200 of it are left" in text(stale)
    assert "Ill" in text(stale)
    assert ModelLogEntry.objects.get(action="payments.give_back").user == coordinator
    assert Message.objects.filter(kind="given_back").count() == 1


@pytest.mark.parametrize("amount", ["300.01", "0", ""])
def test_no_more_goes_back_than_is_left(desk, everything, amount):
    place = everything["Paid"]
    payment = Payment.objects.get(registration=place)
    form = {"amount": amount, "reason": "Ill", "given_back": "0"}

    assert desk.post(on(place, "give_back", payment.pk), form).status_code == 200
    payment.refresh_from_db()
    assert payment.given_back == 0


def test_what_is_disputed_is_not_given_back(desk, everything):
    place = everything["Disputed"]
    payment = Payment.objects.get(registration=place)
    form = {"amount": "300", "reason": "Ill", "given_back": "0"}

    assert "objected at their bank" in text(desk.post(on(place, "give_back", payment.pk), form))
    assert "Give back" not in text(desk.get(on_page(place)))


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Back", "All of the DKK\xa0300 has gone back or is on its way"),
        ("Waived", "This deposit was waived"),
        ("Disputed", "objected at their bank"),
    ],
)
def test_an_old_link_to_give_back_says_why_there_is_nothing_to_give(desk, everything, who, said):
    place = everything[who]
    payment = Payment.objects.get(registration=place)

    answer = desk.get(on(place, "give_back", payment.pk), follow=True)

    assert answer.redirect_chain == [(f"{on_page(place)}#deposit", 302)]
    assert said in text(answer)


def on_page(place):
    return reverse("dates:person", args=[place.occurrence_id, "registration", place.pk])


def test_a_refund_that_failed_is_settled_with_a_reason(desk, everything):
    place = everything["Failed"]
    refund = Payment.objects.get(registration=place).refunds.get()
    address = on(place, "settle_refund", refund.pk)
    assert "account closed" in text(desk.get(address))
    assert address in text(desk.get(on_page(place)))

    desk.post(address, {"reason": "Paid by bank"})

    refund.refresh_from_db()
    assert (refund.state, refund.settled_by_hand) == (RefundState.DONE, True)
    assert address not in text(desk.get(on_page(place)))


def test_somebody_elses_payment_is_not_reached_through_ones_own(desk, everything):
    payment = Payment.objects.get(registration=everything["Paid"])
    refund = Payment.objects.get(registration=everything["Failed"]).refunds.get()

    assert desk.get(on(everything["Due"], "give_back", payment.pk)).status_code == 404
    assert desk.get(on(everything["Due"], "settle_refund", refund.pk)).status_code == 404


def test_cancelling_says_what_goes_back_by_the_rule(desk, clock, date, everything):
    place = everything["Paid"]
    assert "DKK\xa0300 the rule gives DKK\xa0300 back" in text(desk.get(on(place, "cancel")))

    clock.stop(NOW + timedelta(days=2))

    assert "DKK\xa0300 the rule gives DKK\xa0150 back" in text(desk.get(on(place, "cancel")))
    both = {"claim": [place.claim, everything["Due"].claim]}
    several = desk.post(reverse("dates:cancel_several", args=[date.pk]), both)
    assert "DKK\xa0300 the rule gives DKK\xa0150 back" in text(several)
    assert "deposit" not in text(desk.get(on(everything["Due"], "cancel")))


def test_cancelling_several_sums_each_currency_for_itself(desk, date, everything):
    norwegian = placed(date, "Norwegian")
    paid(norwegian, amount=20000, currency="NOK")
    late = placed(date, "Late")
    paid(late, currency="EUR", back_until=NOW, part_back=0)
    date.deposit_back_until, date.deposit_part_back = NOW, 0
    date.save()
    places = [everything["Paid"], norwegian, late]

    answer = desk.post(
        reverse("dates:cancel_several", args=[date.pk]), {"claim": [it.claim for it in places]}
    )

    deposits, back = "DKK\xa0300 + EUR\xa0300 + NOK\xa0200", "DKK\xa0300 + NOK\xa0200"
    assert f"Of the deposit of {deposits} the rule gives {back} back" in text(answer)


def test_moving_and_calling_off_say_what_becomes_of_deposits(desk, date, everything):
    place = everything["Paid"]
    move = reverse("dates:move_person", args=[date.pk, "registration", place.pk])

    assert "goes along to a date that asks for the same" in text(desk.get(move))
    off = desk.get(reverse("dates:call_off", args=[date.pk]))
    assert "of deposits go back at once" in text(off)


def test_who_was_given_all_back_and_keeps_the_place_is_not_asked_again(desk, date):
    place = placed(date)
    back(paid(place), 30000)

    assert set(states(desk.get(tab(date))).values()) == {"given back"}
    assert not is_due(place, NOW)
    assert on(place, "settle_deposit") in text(desk.get(on_page(place)))


def test_the_file_for_the_records_says_what_was_paid_and_what_went_back(desk, date, everything):
    address = reverse("dates:event_file", args=[date.pk])
    file = text(desk.post(address, {}))

    assert "Paid in" in file
    assert "DKK\xa01,500" in file
