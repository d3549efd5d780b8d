"""The office's site and the stand-in for Stripe: two web servers that tell each other over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.test import Client

from demo.stand_in.server import StandIn
from events.domain import proof, sign_up
from events.models import Occurrence, Registration
from payments import tasks
from payments.models import Payment, PaymentState
from signup.domain import claims

KEY, SECRET = "sk_test_abc", "whsec_of_the_tests"


@dataclass
class World:
    """`site` is a browser; `stripe` the stand-in."""

    site: Client
    stripe: StandIn

    def proven(self, date: Occurrence, email: str = "asta@student.test") -> Registration:
        """Somebody has signed up, and their address has answered."""
        typed: Any = {"email": email, "name": "Asta Holm"}
        sign_up.sign_up(date.pk, typed, language="da", browser="x")
        found = Registration.objects.get(occurrence=date, email=email)
        claim = proof.confirm(found.pk)
        assert isinstance(claim, Registration)
        return claim

    def begun(self, registration: Registration) -> str:
        """They press *Pay*: the session they are led to."""
        answer = self.site.post(claims.path(registration), {"act": "pay"})
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"]).rsplit("/", 1)[1]

    def pays(self, session: str) -> None:
        """They pay on Stripe's page; what Stripe tells us about it has arrived, unless held."""
        with self.stripe.books.change():
            self.stripe.checkout.pay(session)
        self.stripe.webhooks.settle()

    def paid(self, date: Occurrence, email: str = "asta@student.test") -> Registration:
        """Somebody with a place they have paid for."""
        registration = self.proven(date, email)
        self.pays(self.begun(registration))
        self.work()
        registration.refresh_from_db()
        return registration

    def work(self) -> None:
        """One round of the worker, and of what Stripe tells us in turn."""
        tasks.work.call()
        self.stripe.webhooks.settle()
        tasks.work.call()

    def ours(self) -> int:
        """What our books say the office holds, in minor units."""
        paid = Payment.objects.filter(state=PaymentState.PAID, way="card")
        return sum(self._holds(it) for it in paid)

    def _holds(self, payment: Payment) -> int:
        """What the bank has taken back is all that was left; money on its way has left."""
        if payment.dispute in ("open", "lost"):
            return 0
        left = Q(state="done", settled_by_hand=False) | Q(state="sent") & ~Q(stripe_id="")
        return payment.amount - sum(it.amount for it in payment.refunds.filter(left))

    def theirs(self) -> int:
        """What Stripe's books say, before its fees."""
        return sum(it["amount"] for it in self.stripe.books.all("balance_transaction"))
