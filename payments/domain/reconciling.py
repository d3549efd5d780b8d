"""Every night: our rows held against Stripe's movements of money, and every difference kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from office import clock
from payments.domain.comparing import Rows, Verdict, compare
from payments.models import (
    Difference,
    Payment,
    PaymentState,
    Reconciliation,
    Refund,
    RefundState,
    Way,
)
from payments.models.reconciliation import Sums
from payments.provider import Move
from payments.rails import STRIPE

BACK = timedelta(days=35)
"""So far each night looks back: a difference is listed until it is mended or this old."""

SETTLING = timedelta(hours=1)
"""What is younger may still be on its way to us."""

LATE = timedelta(days=4)
"""Longer than it takes until we hear of what Stripe has moved: it tries for three days."""


def reconcile() -> Reconciliation:
    """Raises RailAway where Stripe could not be asked."""
    at = clock.now()
    since, until = at - BACK, at - SETTLING
    moves = list(STRIPE.moves(since, at))
    verdicts = compare(_rows(moves, since), moves, known_from=since + LATE, until=until)
    return _keep(Reconciliation(since=since, until=until, made_at=at), verdicts)


def _rows(moves: list[Move], since: datetime) -> Rows:
    """Those that moved in this time, or are named by what did."""
    intents = {it.intent for it in moves} - {""}
    names = {it.name for it in moves} - {""}
    is_new = Q(state=PaymentState.PAID, paid_at__gte=since)
    payments = Payment.objects.filter(way=Way.CARD).filter(
        Q(intent__in=intents) | Q(reference__in=names) | is_new
    )
    refunds = Refund.objects.filter(payment__way=Way.CARD).filter(
        Q(payment__intent__in=intents) | Q(ended_at__gte=since) | Q(state=RefundState.FAILED)
    )
    return Rows(payments, refunds.select_related("payment"))


def _keep(run: Reconciliation, verdicts: list[Verdict]) -> Reconciliation:
    run.sums = _sums(verdicts)
    with transaction.atomic():
        run.save()
        Difference.objects.bulk_create(
            Difference(
                reconciliation=run,
                kind=it.kind,
                payment=it.payment,
                about=it.about,
                ours=it.ours,
                theirs=it.theirs,
                currency=it.currency,
                at=it.at,
            )
            for it in verdicts
            if it.kind
        )
    return run


def _sums(verdicts: list[Verdict]) -> Sums:
    """By currency: what we took to have moved, and what did."""
    sums: Sums = {}
    for it in verdicts:
        sums.setdefault(it.our_currency or it.currency, [0, 0])[0] += it.ours
        sums.setdefault(it.currency, [0, 0])[1] += it.theirs
    return sums
