"""The pages that stand in for Stripe have no barrier axe can find, on a phone and on a desk."""

from __future__ import annotations

import stripe

from demo.stand_in.server import StandIn
from tests.e2e.test_axe import barriers
from tests.payments.test_stand_in import paid, session


def test_paying_and_playing_the_bank_have_no_barriers(open_page):
    with StandIn() as stand_in:
        client = stripe.StripeClient("sk_test_a", base_addresses={"api": stand_in.url})
        page = open_page()
        page.goto(stand_in.url)
        found = barriers(page)
        page.goto(session(client).url)
        found += barriers(page)
        page.get_by_role("button", name="Lad kortet blive afvist").click()
        found += barriers(page)
        charge = client.v1.payment_intents.retrieve(paid(client).payment_intent).latest_charge
        back = client.v1.payment_intents.retrieve(paid(client).payment_intent)
        client.v1.refunds.create({"payment_intent": back.id, "amount": 9900})
        stand_in.disputes.open(charge)
        stand_in.refunds.pend_next = 1
        page.goto(stand_in.url)
        found += barriers(page)
    assert not found, "\n".join(found)
