"""What people pay in the demo's history, and what the office does about it."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlsplit

from events.models import Registration
from office import clock
from office.actor import Actor
from payments import tasks
from payments.domain import by_hand, checkout, following
from payments.models import Payment, Way

BY_PHONE = 3
"""Each so many-th pays with MobilePay, the others by card."""


def pay(registration: Registration) -> None:
    """On the bank's page; on the way back it is asked what became of it."""
    payment = checkout.begin(registration.pk)
    way = "pay" if registration.pk % BY_PHONE else "pay:mobilepay"
    _press(checkout.address(payment), way)
    following.came_back(payment, clock.now())
    tasks.work.call()


def settle(registration: Registration, detail: str, *, actor: Actor) -> None:
    """Way | reason."""
    way, reason = detail.split("|")
    by_hand.settle(registration.pk, Way(way), actor=actor, reason=reason)


def give_back(paid: Payment, detail: str, *, actor: Actor) -> None:
    """Kroner | reason."""
    kroner, reason = detail.split("|")
    amount, before = int(kroner) * 100, paid.given_back
    by_hand.give_back(paid.pk, amount, actor=actor, reason=reason, given_back=before)


def _press(address: str, act: str) -> None:
    """A button on the page where one pays; where it leads then does not answer yet."""
    parts = urlsplit(address)
    bank = HTTPConnection(parts.netloc)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    bank.request("POST", parts.path, f"act={act}", kind)
    bank.getresponse().read()
    bank.close()
