"""The second rail: somebody of the office takes the money, and gives it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from payments.models import Payment, Refund
from payments.provider import Move, Opened, RailRefused, Seen, SeenRefund


class ByHand:
    """Nothing is done here: what the office did is written down (`domain/by_hand.py`)."""

    def open(self, payment: Payment) -> Opened:
        raise RailRefused(_("This deposit is settled by hand."))

    def look(self, payment: Payment) -> Seen:
        return Seen("", False, payment.is_paid, payment.amount, payment.currency, True)

    def expire(self, payment: Payment) -> None:
        raise RailRefused(_("This deposit is settled by hand."))

    def refund(self, refund: Refund) -> SeenRefund:
        return self.look_at_refund(refund)

    def look_at_refund(self, refund: Refund) -> SeenRefund:
        return SeenRefund("", is_done=refund.settled_by_hand)

    def moves(self, since: datetime, until: datetime) -> Iterator[Move]:
        return iter(())
