"""What a race for places that ask for a deposit came to: the places, the money, and the late."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from benchmarks.figures import line
from demo.stand_in.server import StandIn

HOLD = timedelta(minutes=61)
DEPOSIT = 30000


def pay_late(stripe: StandIn, sessions: list[str]) -> None:
    """Those who left the page open pay in the moment in which the time to pay is over."""
    from office import clock  # noqa: PLC0415 -- needs Django set up
    from payments.models import StripeEvent  # noqa: PLC0415

    stripe.webhooks.settle()
    _wait(lambda: not StripeEvent.objects.filter(worked_at=None).exists())
    stripe.webhooks.held = True
    for session in sessions:
        with stripe.books.change():
            stripe.checkout.pay(session)
    clock.move(HOLD)
    stripe.webhooks.held = False


def settle(stripe: StandIn) -> None:
    """Until all that Stripe had to tell was taken, and every refund has been made."""
    from payments.models import Payment, Refund, RefundState  # noqa: PLC0415

    def rests() -> bool:
        stripe.webhooks.soon()
        stripe.webhooks.settle()
        owed = Refund.objects.exclude(state=RefundState.DONE)
        return not (stripe.webhooks.waiting or owed.exists() or Payment.objects.begun().exists())

    _wait(rests)


def _wait(seen: Callable[[], bool]) -> None:
    for _ in range(600):
        if seen():
            return
        time.sleep(0.2)
    raise SystemExit("The money never comes to rest.")


def report(stripe: StandIn, occurrence: int, seconds: float) -> None:
    from django.db.models import Sum  # noqa: PLC0415 -- needs Django set up

    from events.models import Occurrence, Registration  # noqa: PLC0415
    from payments.models import GivenBackBecause, Payment, Refund  # noqa: PLC0415

    date = Occurrence.objects.get(pk=occurrence)
    held = Registration.objects.filter(occurrence=date).holding()
    kept = Payment.objects.kept().filter(registration__occurrence=date)
    late = Refund.objects.filter(because=GivenBackBecause.TOO_LATE, payment__in=_paid(date))
    ours = kept.aggregate(sum=Sum("amount"))["sum"] or 0
    theirs = sum(it["amount"] for it in stripe.books.all("balance_transaction"))
    confirmed = held.confirmed().count()
    line("places paid for", f"{kept.count()}   {kept.count() / seconds:.1f}/s")
    line("places sold twice", f"{max(0, held.count() - date.capacity)}")
    line("confirmed without money / money without a place", f"{confirmed - kept.count()}")
    line("paid too late, given back", f"{late.filter(state='done').count()} of {late.count()}")
    line("our books against Stripe's, in oere", f"{ours} / {theirs}")


def _paid(date: object) -> object:
    from payments.models import Payment  # noqa: PLC0415 -- needs Django set up

    return Payment.objects.paid().filter(registration__occurrence=date)
