"""The stand-in answers the stripe library as Stripe would, as far as Praksisvej asks."""

from __future__ import annotations

import threading
import urllib.error
import urllib.parse
import urllib.request
from time import monotonic, sleep

import pytest
import stripe

from demo.stand_in import ledger
from demo.stand_in.form import decoded
from demo.stand_in.refusals import Refused
from demo.stand_in.server import StandIn
from tests.payments.conftest import SECRET

BACK = "http://127.0.0.1:9/back/?session={CHECKOUT_SESSION_ID}"
ASKED = {
    "mode": "payment",
    "success_url": BACK,
    "cancel_url": "http://127.0.0.1:9/left/",
    "customer_email": "ida@example.org",
    "locale": "da",
    "client_reference_id": "abc",
    "metadata": {"payment": "7"},
    "payment_intent_data": {"metadata": {"payment": "7"}, "description": "Vintercamp"},
    "line_items": [
        {
            "quantity": 1,
            "price_data": {
                "currency": "dkk",
                "unit_amount": 30000,
                "product_data": {"name": "Depositum"},
            },
        }
    ],
}


def session(client, key="", **more):
    options = {"idempotency_key": key} if key else {}
    return client.v1.checkout.sessions.create({**ASKED, **more}, options)


def press(session, act):
    """What somebody does on the page; where it leads, or the page."""
    opener = urllib.request.build_opener(Stay)
    form = urllib.parse.urlencode({"act": act}).encode()
    answer = opener.open(session.url, form, timeout=10)
    return answer.headers.get("Location") or answer.read().decode()


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing, and takes a redirect for an answer."""

    def http_error_303(self, request, answer, code, message, headers):
        return answer


def paid(client):
    made = session(client)
    press(made, "pay")
    return client.v1.checkout.sessions.retrieve(made.id)


def test_a_session_is_made_open_and_unpaid(client, time):
    made = session(client)
    assert (made.status, made.payment_status, made.livemode) == ("open", "unpaid", False)
    assert (made.amount_total, made.currency) == (30000, "dkk")
    assert made.expires_at == time.at + 24 * 3600
    assert made.metadata["payment"] == "7"
    page = urllib.request.urlopen(made.url, timeout=10).read().decode()
    assert '<html lang="da">' in page
    assert "300,00 DKK" in page


def test_paying_completes_it_leads_back_and_is_told(client, receiver, stand_in):
    made = session(client)
    assert press(made, "pay") == BACK.format(CHECKOUT_SESSION_ID=made.id)
    now = client.v1.checkout.sessions.retrieve(made.id)
    assert (now.status, now.payment_status) == ("complete", "paid")
    intent = client.v1.payment_intents.retrieve(now.payment_intent)
    assert (intent.status, intent.amount_received) == ("succeeded", 30000)
    assert intent.metadata["payment"] == "7"
    stand_in.webhooks.settle()
    assert set(receiver.kinds()) == {
        "payment_intent.created",
        "payment_intent.succeeded",
        "charge.succeeded",
        "checkout.session.completed",
    }
    assert press(made, "pay") == BACK.format(CHECKOUT_SESSION_ID=made.id)
    assert len(client.v1.charges.list().data) == 1


def test_a_refused_card_leaves_it_open_for_another(client, receiver, stand_in):
    made = session(client)
    assert 'role="alert"' in press(made, "decline")
    now = client.v1.checkout.sessions.retrieve(made.id)
    assert (now.status, now.payment_status) == ("open", "unpaid")
    intent = client.v1.payment_intents.retrieve(now.payment_intent)
    assert intent.last_payment_error.code == "card_declined"
    press(made, "pay")
    stand_in.webhooks.settle()
    assert "payment_intent.payment_failed" in receiver.kinds()
    assert client.v1.checkout.sessions.retrieve(made.id).payment_intent == intent.id


def test_a_session_past_its_time_has_expired_and_takes_no_money(client, time):
    made = session(client, expires_at=int(time.at) + 1800)
    time.at += 1799
    assert client.v1.checkout.sessions.retrieve(made.id).status == "open"
    time.at += 1
    assert client.v1.checkout.sessions.retrieve(made.id).status == "expired"
    press(made, "pay")
    assert client.v1.charges.list().data == []


def test_one_expires_what_is_open_and_nothing_else(client):
    made = session(client)
    assert client.v1.checkout.sessions.expire(made.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError, match="Only Checkout Sessions with a status"):
        client.v1.checkout.sessions.expire(made.id)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.expire(paid(client).id)


@pytest.mark.parametrize("seconds", [1798, 24 * 3600 + 1])
def test_sessions_last_between_half_an_hour_and_a_day(client, time, seconds):
    with pytest.raises(stripe.InvalidRequestError, match="expires_at"):
        session(client, expires_at=int(time.at) + seconds)


def test_what_cannot_be_asked_is_refused(client):
    for wrong in (
        {"mode": "setup"},
        {"success_url": ""},
        {"success_url": "/back/"},
        {"line_items": []},
        {"locale": "dansk"},
        {"customer_email": "ida"},
        {"metadata": {"long": "a" * 501}},
        {"return_urls": "https://example.org"},
    ):
        with pytest.raises(stripe.InvalidRequestError):
            session(client, **wrong)
    with pytest.raises(stripe.InvalidRequestError, match="No such checkout"):
        client.v1.checkout.sessions.retrieve("cs_test_none")


def test_the_same_key_has_the_same_answer(client):
    first, again = session(client, key="one"), session(client, key="one")
    assert first.id == again.id
    assert session(client, key="two").id != first.id
    assert len(client.v1.checkout.sessions.list().data) == 2
    with pytest.raises(stripe.IdempotencyError):
        session(client, key="one", customer_email="bo@example.org")


def test_a_key_is_forgotten_after_a_day(client, time):
    first = session(client, key="one")
    time.at += 24 * 3600 - 1
    assert session(client, key="one").id == first.id
    time.at += 1
    assert session(client, key="one").id != first.id


def test_a_payments_refunds_are_listed_with_what_they_were_given_to_carry(client):
    intents = [paid(client).payment_intent for _ in range(2)]
    for intent in intents:
        for n in "ab":
            asked = {"payment_intent": intent, "amount": 100, "metadata": {"refund": intent + n}}
            client.v1.refunds.create(asked)
    listed = client.v1.refunds.list({"payment_intent": intents[0]}).data
    assert [it.metadata["refund"] for it in listed] == [intents[0] + "b", intents[0] + "a"]


def test_a_refused_act_is_repeated_and_a_wrong_word_is_not(client):
    done = paid(client)
    client.v1.refunds.create({"payment_intent": done.payment_intent})
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError, match="already been refunded"):
            client.v1.refunds.create(
                {"payment_intent": done.payment_intent}, {"idempotency_key": "again"}
            )
    with pytest.raises(stripe.InvalidRequestError):
        session(client, key="mended", line_items=[])
    assert session(client, key="mended").status == "open"


def test_many_at_once_with_one_key_make_one(client):
    made, refused = [], []

    def make():
        try:
            made.append(session(client, key="race").id)
        except stripe.StripeError as error:
            refused.append(error.http_status)

    threads = [threading.Thread(target=make) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1
    assert set(refused) <= {409}
    assert len(client.v1.checkout.sessions.list().data) == 1


def test_refunds_are_whole_or_in_part_and_never_more_than_was_paid(client):
    intent = paid(client).payment_intent
    part = client.v1.refunds.create({"payment_intent": intent, "amount": 10000})
    assert (part.status, part.amount) == ("succeeded", 10000)
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        client.v1.refunds.create({"payment_intent": intent, "amount": 20001})
    rest = client.v1.refunds.create({"payment_intent": intent})
    assert rest.amount == 20000
    charge = client.v1.charges.list({"payment_intent": intent}).data[0]
    assert (charge.refunded, charge.amount_refunded) == (True, 30000)


def test_a_refund_that_the_bank_does_not_take_can_be_tried_again(client, stand_in):
    intent = paid(client).payment_intent
    stand_in.refunds.fail_next = 1
    assert client.v1.refunds.create({"payment_intent": intent}).status == "failed"
    assert client.v1.refunds.create({"payment_intent": intent}).status == "succeeded"


def test_a_refund_may_be_on_its_way_and_then_arrive(client, receiver, stand_in):
    intent = paid(client).payment_intent
    stand_in.refunds.pend_next = 1
    refund = client.v1.refunds.create({"payment_intent": intent})
    assert (refund.status, refund.pending_reason) == ("pending", "processing")
    stand_in.refunds.settle(refund.id)
    assert client.v1.refunds.retrieve(refund.id).status == "succeeded"
    stand_in.webhooks.settle()
    assert "refund.updated" in receiver.kinds()


@pytest.mark.parametrize("pending", [0, 1])
def test_a_refund_may_fail_days_later_and_its_money_is_back(client, receiver, stand_in, pending):
    intent = paid(client).payment_intent
    stand_in.refunds.pend_next = pending
    refund = client.v1.refunds.create({"payment_intent": intent, "amount": 10000})
    stand_in.refunds.fail(refund.id)
    now = client.v1.refunds.retrieve(refund.id)
    assert (now.status, now.failure_reason) == ("failed", "expired_or_canceled_card")
    back = client.v1.balance_transactions.retrieve(now.failure_balance_transaction)
    assert (back.type, back.amount, back.source) == ("refund_failure", 10000, refund.id)
    assert client.v1.charges.list({"payment_intent": intent}).data[0].amount_refunded == 0
    stand_in.webhooks.settle()
    assert {"refund.failed", "refund.updated", "charge.refunded"} <= set(receiver.kinds())
    assert client.v1.refunds.create({"payment_intent": intent}).amount == 30000


def test_a_refund_for_want_of_money_is_refused_and_made_with_another_key(client, stand_in):
    asked = {"payment_intent": paid(client).payment_intent}
    stand_in.refunds.refuse_next = 1
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            client.v1.refunds.create(asked, {"idempotency_key": "one"})
        assert refused.value.code == "balance_insufficient"
    assert client.v1.refunds.create(asked, {"idempotency_key": "two"}).status == "succeeded"


def test_what_is_disputed_is_not_refunded_until_the_office_has_won(client, receiver, stand_in):
    intent = paid(client).payment_intent
    charge = client.v1.charges.list({"payment_intent": intent}).data[0]
    dispute = stand_in.disputes.open(charge.id)
    with pytest.raises(stripe.InvalidRequestError, match="charged back"):
        client.v1.refunds.create({"payment_intent": intent})
    stand_in.disputes.close(dispute["id"], won=True)
    now = client.v1.disputes.retrieve(dispute["id"])
    assert now.status == "won"
    assert [it.amount for it in now.balance_transactions] == [-30000, 30000]
    stand_in.webhooks.settle()
    assert {it for it in receiver.kinds() if "dispute" in it} == {
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
    }
    assert client.v1.refunds.create({"payment_intent": intent}).status == "succeeded"


def test_what_the_office_has_won_may_be_disputed_once_more(client, stand_in):
    charge = client.v1.charges.list({"payment_intent": paid(client).payment_intent}).data[0]
    first = stand_in.disputes.open(charge.id)
    with pytest.raises(Refused):
        stand_in.disputes.open(charge.id)
    stand_in.disputes.close(first["id"], won=True)
    second = stand_in.disputes.open(charge.id)
    with pytest.raises(stripe.InvalidRequestError, match="charged back"):
        client.v1.refunds.create({"payment_intent": charge.payment_intent})
    stand_in.disputes.close(second["id"], won=False)
    with pytest.raises(Refused):
        stand_in.disputes.open(charge.id)
    assert sum(it.amount for it in client.v1.balance_transactions.list().data) == 0


def test_what_the_payer_has_won_stays_away(client, receiver, stand_in):
    intent = paid(client).payment_intent
    charge = client.v1.charges.list({"payment_intent": intent}).data[0]
    dispute = stand_in.disputes.open(charge.id)
    stand_in.disputes.close(dispute["id"], won=False)
    with pytest.raises(stripe.InvalidRequestError, match="charged back"):
        client.v1.refunds.create({"payment_intent": intent})
    moved = client.v1.balance_transactions.list().data
    assert sum(it.amount for it in moved) == 0
    stand_in.webhooks.settle()
    assert "charge.dispute.funds_reinstated" not in receiver.kinds()


def test_each_movement_says_its_type_and_what_moved_it(client, stand_in):
    intent = paid(client).payment_intent
    refund = client.v1.refunds.create({"payment_intent": intent, "amount": 100})
    stand_in.refunds.fail(refund.id)
    charge = client.v1.charges.list({"payment_intent": intent}).data[0]
    dispute = stand_in.disputes.open(charge.id)
    stand_in.disputes.close(dispute["id"], won=True)
    ledger.pay_out(stand_in.books)
    asked = {"expand": ["data.source"], "limit": 2}
    moved = list(client.v1.balance_transactions.list(asked).auto_paging_iter())[::-1]
    assert [(it.type, it.reporting_category, it.source.id) for it in moved[:-1]] == [
        ("charge", "charge", charge.id),
        ("refund", "refund", refund.id),
        ("refund_failure", "refund_failure", refund.id),
        ("adjustment", "dispute", dispute["id"]),
        ("adjustment", "dispute_reversal", dispute["id"]),
    ]
    assert {it.source.payment_intent for it in moved[:-1]} == {intent}
    assert moved[-1].type == "payout"
    assert sum(it.net for it in moved) == 0


def test_mobilepay_is_a_payment_and_its_refund_is_another_type(client):
    made = session(client)
    press(made, "pay:mobilepay")
    intent = client.v1.checkout.sessions.retrieve(made.id).payment_intent
    client.v1.refunds.create({"payment_intent": intent})
    moved = client.v1.balance_transactions.list({"expand": ["data.source"]}).data
    assert [it.type for it in moved] == ["payment_refund", "payment"]
    assert [it.source.id.partition("_")[0] for it in moved] == ["pyr", "py"]


def test_money_that_settles_late_completes_a_session_that_is_unpaid(client, receiver, stand_in):
    euro = {
        "currency": "eur",
        "unit_amount": 4000,
        "product_data": {"name": "Deposit"},
    }
    for well in (True, False):
        made = session(client, line_items=[{"quantity": 1, "price_data": euro}])
        press(made, "pay:sepa_debit")
        now = client.v1.checkout.sessions.retrieve(made.id)
        assert (now.status, now.payment_status) == ("complete", "unpaid")
        assert client.v1.payment_intents.retrieve(now.payment_intent).status == "processing"
        stand_in.checkout.settle(made.id, well=well)
        now = client.v1.checkout.sessions.retrieve(made.id)
        assert now.payment_status == ("paid" if well else "unpaid")
    stand_in.webhooks.settle()
    told = [it for it in receiver.kinds() if "async" in it]
    assert sorted(told) == [
        "checkout.session.async_payment_failed",
        "checkout.session.async_payment_succeeded",
    ]


def test_one_pays_by_what_is_allowed_and_not_excluded(client):
    without = session(client, excluded_payment_method_types=["klarna", "mobilepay"])
    assert without.payment_method_types == ["card"]
    assert "MobilePay" not in urllib.request.urlopen(without.url, timeout=10).read().decode()
    only = session(client, allowed_payment_method_types=["mobilepay", "sepa_debit"])
    assert only.payment_method_types == ["mobilepay"]
    with pytest.raises(stripe.InvalidRequestError) as refused:
        session(client, payment_method_types=["card"])
    assert refused.value.code == "payment_method_types_no_longer_supported"


def test_an_answer_that_is_lost_was_an_act_and_a_fault_was_none(stand_in):
    client = stripe.StripeClient(
        "sk_test_a", base_addresses={"api": stand_in.url}, max_network_retries=2
    )
    stand_in.api.lose_next = 1
    assert session(client, key="lost").status == "open"
    assert len(client.v1.checkout.sessions.list().data) == 1
    stand_in.api.break_next = 2
    assert session(client, key="broken").status == "open"
    assert len(client.v1.checkout.sessions.list().data) == 2
    stand_in.api.break_next = 9
    with pytest.raises(stripe.APIError):
        session(client, key="away")
    stand_in.api.break_next = 0
    assert len(client.v1.checkout.sessions.list().data) == 2


def test_what_has_lapsed_expires_and_what_was_not_taken_comes_again_by_itself(time, receiver):
    receiver.status = 500
    with StandIn(now=time, every=0.05) as running:
        running.webhooks.secret, running.webhooks.url = SECRET, receiver.url
        client = stripe.StripeClient("sk_test_a", base_addresses={"api": running.url})
        session(client, expires_at=int(time.at) + 1800)
        time.at += 1800
        wait_for(lambda: receiver.came)
        refused = len(receiver.came)
        receiver.status = 200
        wait_for(lambda: len(receiver.came) > refused and not running.webhooks.waiting)
        assert set(receiver.kinds()) == {"checkout.session.expired"}


def wait_for(seen):
    end = monotonic() + 60
    while not seen():
        assert monotonic() < end
        sleep(0.01)


def test_the_ledger_adds_up(client, stand_in):
    intent = paid(client).payment_intent
    client.v1.refunds.create({"payment_intent": intent, "amount": 12345})
    charge = client.v1.charges.list({"payment_intent": intent}).data[0]
    dispute = stand_in.disputes.open(charge.id)
    moved = client.v1.balance_transactions.list({"limit": 100}).data
    assert sum(it.amount for it in moved) == 0
    assert all(it.net == it.amount - it.fee for it in moved)
    stand_in.disputes.close(dispute["id"], won=True)
    moved = client.v1.balance_transactions.list({"limit": 100}).data
    assert sum(it.amount for it in moved) == 30000 - 12345


def test_lists_come_in_pages_newest_first_and_by_time(client, time):
    made = []
    for _ in range(5):
        made.append(session(client).id)
        time.at += 60
    listed = client.v1.checkout.sessions.list({"limit": 2})
    assert [it.id for it in listed.auto_paging_iter()] == made[::-1]
    late = client.v1.checkout.sessions.list({"created": {"gte": int(time.at) - 120}})
    assert [it.id for it in late.data] == made[:2:-1]


def test_webhooks_are_signed_and_kept_until_they_are_taken(client, receiver, stand_in):
    stand_in.webhooks.held = True
    paid(client)
    receiver.status = 500
    assert stand_in.webhooks.deliver() == [500] * 4
    receiver.status = 200
    receiver.came.clear()
    assert stand_in.webhooks.deliver(lambda waiting: waiting[::-1], times=2) == [200] * 8
    assert receiver.kinds()[0] == "checkout.session.completed"
    body, signature = receiver.came[0]
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, signature, "whsec_other")
    assert stand_in.webhooks.deliver() == []


def test_live_keys_make_live_sessions_and_other_keys_nothing(stand_in):
    def asked(key):
        return session(stripe.StripeClient(key, base_addresses={"api": stand_in.url}))

    assert asked("sk_live_abc").livemode is True
    with pytest.raises(stripe.AuthenticationError):
        asked("nonsense")


def test_its_state_outlives_it(tmp_path, time):
    path = str(tmp_path / "stripe.sqlite3")
    with StandIn(path, now=time) as first:
        made = session(stripe.StripeClient("sk_test_a", base_addresses={"api": first.url}))
    with StandIn(path, now=time) as second:
        again = stripe.StripeClient("sk_test_a", base_addresses={"api": second.url})
        assert again.v1.checkout.sessions.retrieve(made.id).status == "open"


def test_no_answer_has_a_field_that_stripe_does_not_know(client, stand_in):
    done = paid(client)
    refund = client.v1.refunds.create({"payment_intent": done.payment_intent})
    charge = client.v1.charges.list().data[0]
    intent = client.v1.payment_intents.retrieve(done.payment_intent)
    moved = client.v1.balance_transactions.list().data[0]
    second = client.v1.charges.list({"payment_intent": paid(client).payment_intent}).data[0]
    dispute = client.v1.disputes.retrieve(stand_in.disputes.open(second.id)["id"])
    event = client.v1.events.list().data[0]
    for answer in (done, refund, charge, intent, moved, dispute, event):
        known = set(type(answer).__annotations__)
        assert set(answer.to_dict()) <= known, type(answer)


def test_nested_words_are_read_as_stripe_writes_them():
    text = "a=1&b[c]=2&d[0][e]=3&d[1][e]=4&f[]=5&f[]=6"
    assert decoded(text) == {
        "a": "1",
        "b": {"c": "2"},
        "d": [{"e": "3"}, {"e": "4"}],
        "f": ["5", "6"],
    }
