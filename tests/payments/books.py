"""Whether the money is right: the same to the øre at both ends, and as the rules want it."""

from __future__ import annotations

from collections import Counter

from office import clock
from payments.models import NO_SHOW, Payment, Refund
from tests.events.invariants import check
from tests.payments.world import World

WITHHELD = {"left_late", NO_SHOW}


def right(world: World, *, by_hand: bool = False, over: bool = False) -> None:
    """After the worker has come to rest, with nothing that Stripe has yet to tell.

    `by_hand`, `over`: what the office did, as the engine's own invariants ask.
    """
    world.work()
    assert world.ours() == world.theirs()
    invariant_11()
    at_rest()
    check(by_hand=by_hand, over=over)


def invariant_11() -> None:
    """Never more back than paid, and one deposit kept for each place; at every commit."""
    for it in Payment.objects.prefetch_related("refunds"):
        promised = sum(refund.amount for refund in it.refunds.all())
        assert it.given_back == promised, f"{it.given_back} is said, {promised} promised"
        assert 0 <= promised <= it.amount, "more back than paid"
        assert it.is_paid or not promised, "money back of what was never paid"
    kept = Counter(it.registration_id for it in Payment.objects.kept())
    assert all(n == 1 for n in kept.values()), "two deposits kept for one place"


def at_rest() -> None:
    """Idle: what is kept is for a confirmed place, or withheld by the rule; nothing waits."""
    for it in Payment.objects.kept().filter(amount__gt=0).select_related("registration"):
        by_rule = it.registration.is_confirmed or it.decided in WITHHELD or it.is_disputed
        assert by_rule, f"{it.left} kept of somebody without a place"
    assert not Payment.objects.to_follow(clock.now()).exists(), "a session nobody is to pay"
    assert not Refund.objects.to_send(clock.now()).exists(), "a refund that was not sent"


def books(payment: Payment) -> list[tuple[str, int, str]]:
    """What went back of a payment: why, how much, and what became of it."""
    payment.refresh_from_db()
    return [(it.because, it.amount, it.state) for it in payment.refunds.order_by("pk")]
