"""The stand-in answers the stripe library as Stripe would, as far as Praksisvej asks."""

from __future__ import annotations

import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest
import stripe

from demo.stand_in.form import decoded
from demo.stand_in.server import StandIn

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
    for wrong in ({"mode": "setup"}, {"success_url": ""}, {"line_items": []}):
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
        except stripe.IdempotencyError as error:
            refused.append(error.code)

    threads = [threading.Thread(target=make) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1
    assert set(refused) <= {"idempotency_key_in_use"}
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


def test_what_is_disputed_is_not_refunded(client, receiver, stand_in):
    intent = paid(client).payment_intent
    charge = client.v1.charges.list({"payment_intent": intent}).data[0]
    dispute = stand_in.disputes.open(charge.id)
    with pytest.raises(stripe.InvalidRequestError, match="charged back"):
        client.v1.refunds.create({"payment_intent": intent})
    stand_in.disputes.close(dispute["id"], won=True)
    assert client.v1.disputes.retrieve(dispute["id"]).status == "won"
    stand_in.webhooks.settle()
    assert receiver.kinds()[-1].startswith("charge.dispute.")


def test_the_ledger_adds_up(client, stand_in):
    intent = paid(client).payment_intent
    client.v1.refunds.create({"payment_intent": intent, "amount": 12345})
    charge = client.v1.charges.list({"payment_intent": intent}).data[0]
    dispute = stand_in.disputes.open(charge.id)
    moved = client.v1.balance_transactions.list({"limit": 100}).data
    assert sum(it.amount for it in moved) == 30000 - 12345 - 30000
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
    assert stand_in.webhooks.deliver() == [500, 500, 500]
    receiver.status = 200
    receiver.came.clear()
    assert stand_in.webhooks.deliver(lambda waiting: waiting[::-1], times=2) == [200] * 6
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
