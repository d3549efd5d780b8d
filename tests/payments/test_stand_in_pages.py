"""The stand-in's pages: one pays on, and one plays the bank on, without a script."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.payments.test_stand_in import paid, press, session


def page(stand_in, language="en"):
    request = urllib.request.Request(stand_in.url, headers={"Accept-Language": language})
    return urllib.request.urlopen(request, timeout=10).read().decode()


def buttons(stand_in):
    return re.findall(r'name="act" value="([^"]+)"', page(stand_in))


def act(stand_in, word):
    """Press the button on the bank's page that begins with this word."""
    pressed = next(it for it in buttons(stand_in) if it.startswith(word))
    form = urllib.parse.urlencode({"act": pressed}).encode()
    return urllib.request.urlopen(stand_in.url, form, timeout=10).read().decode()


@pytest.mark.parametrize(("locale", "title"), [("da", "Betal"), ("nb", "Betal"), ("en", "Pay")])
def test_one_pays_in_the_language_of_the_session(client, locale, title):
    made = session(client, locale=locale)
    shown = urllib.request.urlopen(made.url, timeout=10).read().decode()
    assert f'<html lang="{locale}">' in shown
    assert f"<title>{title} –" in shown
    assert ("300.00 DKK" if locale == "en" else "300,00 DKK") in shown
    assert "Depositum" in shown


def test_what_a_payment_is_for_cannot_carry_a_program(client, stand_in):
    price = {"currency": "dkk", "unit_amount": 5000, "product_data": {"name": "<script>x</script>"}}
    made = session(client, line_items=[{"quantity": 1, "price_data": price}])
    assert "<script>" not in urllib.request.urlopen(made.url, timeout=10).read().decode()
    press(made, "pay")
    assert "<script>" not in page(stand_in)


def test_one_leaves_by_a_link_and_cannot_pay_what_is_over(client):
    made = session(client)
    assert 'href="http://127.0.0.1:9/left/"' in press(made, "")
    client.v1.checkout.sessions.expire(made.id)
    shown = press(made, "pay")
    assert 'value="pay"' not in shown
    assert client.v1.charges.list().data == []


def test_a_way_to_pay_that_is_not_offered_is_refused(client):
    made = session(client, excluded_payment_method_types=["mobilepay"])
    with pytest.raises(urllib.error.HTTPError):
        press(made, "pay:mobilepay")
    with pytest.raises(urllib.error.HTTPError):
        press(made, "pay:sepa_debit")


def test_the_bank_disputes_decides_and_shows_it(client, stand_in):
    assert "Nothing has been paid yet." in page(stand_in)
    paid(client)
    assert "300.00 DKK" in page(stand_in)
    assert "disputed" in act(stand_in, "dispute:")
    assert "dispute lost by the office" in act(stand_in, "lose:")
    paid(client)
    act(stand_in, "dispute:")
    assert "dispute won by the office" in act(stand_in, "win:")
    about = {"dispute", "win", "lose"} & {it.partition(":")[0] for it in buttons(stand_in)}
    assert about == {"dispute"}, "what was won may be disputed once more, what was lost may not"


def test_the_bank_decides_what_becomes_of_the_next_refund(client, stand_in):
    asked = {"payment_intent": paid(client).payment_intent, "amount": 1000}
    assert "will not take the next refund" in act(stand_in, "fail")
    assert client.v1.refunds.create(asked).status == "failed"
    act(stand_in, "pend")
    waiting = client.v1.refunds.create(asked)
    assert waiting.status == "pending"
    act(stand_in, "arrived")
    assert client.v1.refunds.retrieve(waiting.id).status == "succeeded"
    act(stand_in, "bounce:")
    assert client.v1.refunds.retrieve(waiting.id).status == "failed"


def test_messages_are_held_back_and_sent(client, receiver, stand_in):
    assert "held back" in act(stand_in, "hold")
    paid(client)
    assert "Waiting: 4" in page(stand_in)
    assert receiver.came == []
    act(stand_in, "send")
    stand_in.webhooks.settle()
    assert len(receiver.came) == 4


def test_the_bank_speaks_the_browser_s_language(stand_in):
    assert '<html lang="nb">' in page(stand_in, "nb-NO,nb;q=0.9")
    assert '<html lang="en">' in page(stand_in, "pl")
