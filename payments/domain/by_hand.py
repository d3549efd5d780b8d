"""What the office does about a deposit by its own hand, with who and why."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy

from events.domain import deposits
from events.domain.errors import ActRefused, StaleForm
from events.domain.giving import needs_reason
from events.domain.log import note
from events.domain.places import Places
from office import clock
from office.actor import Actor
from payments.domain import giving_back, refunding
from payments.domain.checkout import NothingDue, can_settle
from payments.models import (
    GivenBackBecause,
    Payment,
    PaymentState,
    Refund,
    RefundState,
    Way,
)


class Disputed(ActRefused):
    sentence = gettext_lazy(
        "The card holder has objected at their bank, so a refund might pay twice. Settle it there."
    )


class AtHand(ActRefused):
    sentence = gettext_lazy(
        "Stripe is asked for this refund, or has it on its way. Wait until it has failed."
    )


def settle(registration: int, way: Way, *, actor: Actor, reason: str) -> Payment:
    """A deposit is settled by invoice or bank transfer, or waived: a place that waited is theirs.

    Twice returns the same. Raises NeedsReason, NothingDue.
    """
    needs_reason(reason)
    with Places.lock(registration=registration) as places:
        found = places.registration(registration)
        if kept := Payment.objects.kept().filter(registration=found).first():
            return kept
        if not can_settle(found):
            raise NothingDue
        date = places.occurrence
        payment = Payment.objects.create(
            registration=found,
            way=way,
            state=PaymentState.PAID,
            amount=0 if way == Way.WAIVED else date.deposit,
            currency=date.currency,
            back_until=date.deposit_back_until,
            part_back=date.deposit_part_back,
            begun_at=places.at,
            paid_at=places.at,
            actor=actor.name,
            why=reason.strip(),
        )
        deposits.settle_by_hand(places, found)
        note(found, "payments.settle", actor, reason=reason, way=way.value)
        return payment


def give_back(payment: int, amount: int, *, actor: Actor, reason: str, given_back: int) -> Refund:
    """The office gives back so much, in minor units; `given_back` is what its form knew of.

    Raises NeedsReason, TooMuch, Disputed, StaleForm when something went back meanwhile.
    """
    needs_reason(reason)
    with transaction.atomic():
        found = Payment.objects.paid().select_for_update().get(pk=payment)
        if found.given_back != given_back:
            raise StaleForm
        if found.is_disputed:
            raise Disputed
        refund = giving_back.promise(
            found,
            GivenBackBecause.BY_OFFICE,
            amount,
            at=clock.now(),
            actor=actor,
            why=reason.strip(),
        )
        note(found.registration, "payments.give_back", actor, reason=reason, amount=amount)
        return refund


def done_by_hand(refund: int, *, actor: Actor, reason: str) -> Refund:
    """A refund was paid outside Stripe, or will not be: it is settled. Twice is once.

    Raises NeedsReason, AtHand while Stripe may still make it.
    """
    needs_reason(reason)
    with transaction.atomic():
        found = Refund.objects.select_for_update().select_related("payment").get(pk=refund)
        if found.state == RefundState.DONE:
            return found
        at = clock.now()
        if refunding.is_at_hand(found, at) and not found.payment.is_disputed:
            raise AtHand
        found.state, found.ended_at, found.due_at = RefundState.DONE, at, None
        found.settled_by_hand, found.actor, found.why = True, actor.name, reason.strip()
        found.save()
        note(found.payment.registration, "payments.done_by_hand", actor, reason=reason)
        return found
