"""Where Stripe tells us: what is not signed learns nothing, and nothing stands about who paid."""

from __future__ import annotations

import http.client
import json
import logging
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from demo.stand_in.webhooks import signed
from office.models import Tally
from payments.models import Payment, PaymentState, StripeEvent
from tests.factories import open_occurrence
from tests.payments.books import right
from tests.payments.world import KEY, SECRET, World

pytestmark = pytest.mark.django_db(transaction=True)


def asks(world: World, method: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    """One request as it goes over the wire; what came back."""
    address = urlsplit(world.stripe.webhooks.url)
    wire = http.client.HTTPConnection(address.netloc, timeout=10)
    wire.putrequest(method, address.path)
    for name, value in headers.items():
        wire.putheader(name.replace("_", "-"), value)
    wire.endheaders()
    wire.send(body)
    answer = wire.getresponse()
    came = answer.status, answer.read()
    wire.close()
    return came


def posts(world: World, body: str, *, secret: str = SECRET, at: float | None = None) -> int:
    header = signed(body, secret, int(at or time.time()))
    return asks(
        world, "POST", body.encode(), Stripe_Signature=header, Content_Length=str(len(body))
    )[0]


def paid_event(world: World, **changed: Any) -> dict[str, Any]:
    """What Stripe would say of the payment that is begun, had it been made; but for `changed`."""
    session = world.stripe.books.all("checkout.session")[0]
    about = {**session, "status": "complete", "payment_status": "paid", "payment_intent": "pi_1"}
    about = {k: v for k, v in (about | changed).items() if not k.startswith("_")}
    event = {"id": "evt_1", "object": "event", "type": "checkout.session.completed"}
    return {**event, "livemode": about["livemode"], "data": {"object": about}}


@pytest.fixture
def begun(world: World) -> Payment:
    world.begun(world.proven(open_occurrence(deposit=30000)))
    return Payment.objects.get()


WRONG = {
    "another amount": {"amount_total": 29999},
    "more": {"amount_total": 30001},
    "another currency": {"currency": "nok"},
    "the other mode": {"livemode": True},
    "complete and unpaid": {"payment_status": "unpaid"},
    "still open": {"status": "open"},
    "a foreign session": {"id": "cs_test_other", "client_reference_id": "other"},
    "a foreign session that says it is ours": {"id": "cs_test_other"},
}


def test_what_does_not_fit_is_no_payment(world, begun):
    for n, changed in enumerate(WRONG.values()):
        event = paid_event(world, **changed) | {"id": f"evt_{n}"}
        assert posts(world, json.dumps(event)) == 204
    right(world)
    begun.refresh_from_db()
    assert begun.state == PaymentState.OPEN
    assert begun.registration.awaits_payment
    outcomes = StripeEvent.objects.exclude(outcome__contains="not").values_list("outcome")
    assert StripeEvent.objects.filter(worked_at=None).count() == 0, list(outcomes)


def test_a_session_we_did_not_keep_the_name_of_is_known_by_its_reference(world, begun):
    """Paid in the moment before a process that had asked Stripe was killed."""
    session, begun.session, begun.url = begun.session, "", ""
    begun.state = PaymentState.OPENING
    begun.save()
    world.pays(session)
    right(world)
    assert world.theirs() == 30000
    assert Payment.objects.get().session == session


def test_a_wrong_an_old_and_no_signature(world, begun):
    event = json.dumps(paid_event(world))
    assert posts(world, event, secret="whsec_other") == 400
    assert posts(world, event, at=time.time() - 301) == 400
    header = signed(event, SECRET, int(time.time()))
    body = event.replace("30000", "30001").encode()
    length = {"Content_Length": str(len(body))}
    assert asks(world, "POST", body, Stripe_Signature=header, **length) == (400, b"")
    assert asks(world, "POST", body, **length) == (400, b"")
    assert not StripeEvent.objects.exists()


def test_either_of_two_secrets_signs_while_one_is_changed(world, begun, settings):
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new", SECRET]
    event = json.dumps(paid_event(world))
    assert posts(world, event) == 204
    assert posts(world, event, secret="whsec_new") == 204
    assert StripeEvent.objects.count() == 1


def test_who_only_looks_learns_nothing(world):
    for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"):
        assert asks(world, method, Content_Length="0") == (404, b"")


def test_lengths_that_are_missing_huge_or_lies(world, begun):
    event = json.dumps(paid_event(world)).encode()
    header = {"Stripe_Signature": signed(event.decode(), SECRET, int(time.time()))}
    assert asks(world, "POST", b"", **header, Content_Length="-1")[0] in (400, 404)
    assert asks(world, "POST", event, **header, Content_Length="12") == (400, b"")
    assert asks(world, "POST", event, **header)[0] in (400, 404)
    huge = b" " * (256 * 1024 + 1)
    assert asks(world, "POST", b"", **header, Content_Length=str(len(huge))) == (404, b"")
    assert not StripeEvent.objects.exists()


@pytest.mark.parametrize("said", ["12abc", "", "1_0", "٣", "9" * 12])
def test_a_length_that_is_none_is_refused_and_breaks_nothing(world, said):
    answer = world.site.post(
        urlsplit(world.stripe.webhooks.url).path,
        data=b"x",
        content_type="application/json",
        CONTENT_LENGTH=said,
    )
    assert answer.status_code in (400, 404)


STRANGE = [
    "{",
    "null",
    "[]",
    '"text"',
    "{}",
    '{"object": "v2.core.event", "id": "evt_2", "type": "v2.core.x"}',
    '{"id": "evt_3", "object": "event", "type": "x", "livemode": false, "data": {}}',
    '{"id": "evt_3", "object": "event", "type": "x", "livemode": false, "data": {"object": null}}',
]


def test_what_is_signed_and_strange_breaks_nothing(world, begun):
    for body in STRANGE:
        assert posts(world, body) in (204, 400), body
    unknown = {"object": {"object": "treaty", "id": "tr_1"}}
    event = paid_event(world) | {"type": "treaty." + "signed" * 20, "data": unknown}
    assert posts(world, json.dumps(event)) == 204
    right(world)
    assert [it.outcome for it in StripeEvent.objects.all()] == ["nothing to do"]


def test_more_than_so_many_a_minute_are_told_to_come_later(world, clock):
    asks(world, "GET", Content_Length="0")
    Tally.objects.update(count=1199)  # as if so many had asked
    answers = [asks(world, "GET", Content_Length="0") for _ in range(2)]
    assert answers == [(404, b""), (429, b"")]


PRIVATE = [KEY, SECRET, "4242", "visa", "payer@bank.test", "Payer Payersen", "card_declined"]


def test_nothing_secret_stands_in_the_database_the_log_or_on_a_page(world, begun, caplog):
    caplog.set_level(logging.DEBUG)
    who = {"email": "payer@bank.test", "name": "Payer Payersen"}
    session = world.stripe.books.get("checkout.session", begun.session)
    world.stripe.books.save(session | {"customer_details": who, "customer_email": who["email"]})
    with world.stripe.books.change():
        world.stripe.checkout.decline(begun.session)
    world.pays(begun.session)
    right(world)
    world.stripe.api.break_next = 9
    page = world.site.get(f"/payment/{begun.reference}/").content.decode()
    told = everything() + page + caplog.text
    assert "evt_" in told
    for word in PRIVATE:
        assert word not in told, word


def everything() -> str:
    """Every row of every table."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return "\n".join(map(str, rows))
