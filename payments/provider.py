"""What a rail of payment can do. There are two: Stripe, and the office's own hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from payments.models import Payment, Refund


class RailRefused(Exception):
    """The rail will not do it, now or later; the text says why."""


class RailAway(Exception):
    """The rail could not be asked, or did not say: ask the same again later."""


@dataclass(frozen=True)
class Opened:
    """A payment that somebody can make now: its name at the rail, and where it is made."""

    session: str
    url: str


@dataclass(frozen=True)
class Seen:
    """What the rail says of a payment. Amounts are minor units; `currency` in capitals."""

    session: str
    is_open: bool
    is_paid: bool
    amount: int
    currency: str
    livemode: bool
    intent: str = ""


@dataclass(frozen=True)
class SeenRefund:
    """What the rail says of a refund; without `is_done` and `failure` it is under way."""

    stripe_id: str
    is_done: bool
    failure: str = ""


@dataclass(frozen=True)
class Move:
    """One movement of money in the rail's own books, in minor units: in is above 0.

    `about` is the name of what moved it: a charge, a refund, a dispute; `intent` that of the
    payment behind it; `name` the one that we gave it: a payment's reference, a refund's uuid.
    Amount and currency are those that were paid, whatever the rail's account makes of them.
    """

    pk: str
    kind: str
    about: str
    intent: str
    amount: int
    currency: str
    at: datetime
    name: str = ""


class Provider(Protocol):
    """Every call may raise RailAway; those that change something RailRefused, too."""

    def open(self, payment: Payment) -> Opened:
        """Let the payment be made. Twice is the same."""

    def look(self, payment: Payment) -> Seen:
        """What became of it."""

    def expire(self, payment: Payment) -> None:
        """Let it be made no longer. Raises RailRefused once it was."""

    def refund(self, refund: Refund) -> SeenRefund:
        """Give money back. Twice is once."""

    def look_at_refund(self, refund: Refund) -> SeenRefund:
        """What became of it."""

    def moves(self, since: datetime, until: datetime) -> Iterator[Move]:
        """All movements of money made in this time; its end is not in it."""
