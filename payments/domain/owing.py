"""What is owed back, found from the rows of places that ended and lists that were closed.

Nothing that frees a place knows of money; so none of it can forget it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from events.models import (
    Because,
    CheckIn,
    Hosting,
    Kind,
    Occurrence,
    Registration,
    RegistrationState,
)
from mail.models import Message
from office import clock
from payments.domain.giving_back import promise
from payments.models import GivenBackBecause, Payment

CLOSED_WITHIN = timedelta(days=14)
"""A list that nobody closes for so long after the end returns every deposit."""

LEFT = [Because.CANCELLED, Because.REMOVED, Because.ERASED]
"""Ends to which the rule of leaving applies; at every other end all goes back."""


def make_due() -> int:
    """Promise everything that is owed now. Returns how many. Safe to run twice at once."""
    at = clock.now()
    return sum(_settle(pk, at) for pk in _to_look_at(at)) + _release(at)


def terms_back(payment: Payment, occurrence: Occurrence) -> tuple[datetime, int]:
    """Until when all goes back, and how much after: by the rule that was shown, or by the date's
    own of today where that is kinder."""
    asked = [payment.back_until, occurrence.deposit_back_until]
    until = max((it or occurrence.starts_at) for it in asked)
    part = max(payment.part_back, occurrence.deposit_part_back)
    return until, -(-payment.amount * part // 100)


def back_if_left(payment: Payment, at: datetime) -> int:
    """What goes back, in minor units, to somebody who leaves at this time."""
    return min(_on_leaving(payment, payment.registration, at)[1], payment.left)


def back_once_ended(payment: Payment) -> int:
    """What goes back of a place that has ended, before the worker has written it down."""
    if payment.decided or payment.is_disputed:
        return 0
    return min(_owed(payment, clock.now())[1], payment.left)


# Which


def _to_look_at(at: datetime) -> list[int]:
    held = Payment.objects.with_money()
    ended = Q(decided="") & Q(registration__ended_at__isnull=False)
    confirmed = Q(registration__state=RegistrationState.CONFIRMED)
    closed = Q(registration__occurrence__list_closed_at__isnull=False)
    never = Q(registration__occurrence__ends_at__lte=at - CLOSED_WITHIN) & ~closed
    there = CheckIn.objects.present().filter(registration=OuterRef("registration"))
    came = closed & Q(Exists(there))
    rows = held.filter(ended | (confirmed & (came | never)))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _settle(pk: int, at: datetime) -> bool:
    """Apply the rule to one payment, under its lock."""
    with transaction.atomic():
        rows = Payment.objects.with_money().select_for_update(of=("self",))
        payment = rows.filter(pk=pk).first()
        if payment is None:
            return False
        payment.registration = _as_it_is(payment.registration_id)
        if _goes_along(payment):
            return False
        because, amount = _owed(payment, at)
        if payment.registration.ended_at:
            payment.decided = because
            payment.save(update_fields=["decided"])
        if amount:
            promise(payment, because, amount, at=at)
        return bool(amount)


def _as_it_is(registration: int) -> Registration:
    rows = Registration.objects.with_attendance()
    return rows.select_related("occurrence__event", "contact", "successor__occurrence").get(
        pk=registration
    )


# How much


def _owed(payment: Payment, at: datetime) -> tuple[GivenBackBecause, int]:
    registration = payment.registration
    if registration.ended_at is None:
        return _on_the_list(payment, registration, at)
    if registration.ended_because in LEFT:
        because, amount = _on_leaving(payment, registration, registration.ended_at)
        return because, min(amount, payment.left)
    if registration.ended_because == Because.MOVED:
        return GivenBackBecause.MOVED, payment.left
    return GivenBackBecause.CALLED_OFF, payment.left


def _on_the_list(
    payment: Payment, registration: Registration, at: datetime
) -> tuple[GivenBackBecause, int]:
    date = registration.occurrence
    if date.list_closed_at is None and at >= date.ends_at + CLOSED_WITHIN:
        return GivenBackBecause.NOT_CLOSED, payment.left
    came = date.list_closed_at and getattr(registration, "came", False)
    return GivenBackBecause.ATTENDED, payment.left if came else 0


def _on_leaving(
    payment: Payment, registration: Registration, left_at: datetime
) -> tuple[GivenBackBecause, int]:
    if _host_cancelled(registration.occurrence, left_at):
        return GivenBackBecause.HOST_CANCELLED, payment.left
    if _cannot_follow(registration, left_at):
        return GivenBackBecause.CANNOT_FOLLOW, payment.left
    until, part = terms_back(payment, registration.occurrence)
    if left_at < until:
        return GivenBackBecause.LEFT_IN_TIME, payment.left
    return GivenBackBecause.LEFT_LATE, part


def _host_cancelled(date: Occurrence, at: datetime) -> bool:
    """The practice of a visit has cancelled, and the office has yet to call it off."""
    visit = date.event.kind == Kind.VISIT
    return visit and Hosting.objects.filter(occurrence=date, cancelled_at__lte=at).exists()


def _cannot_follow(registration: Registration, at: datetime) -> bool:
    """The date has moved, and they never said that they could still come."""
    moved = Message.objects.filter(claim=registration.claim, kind="moved", queued_at__lte=at)
    last = moved.order_by("-queued_at").values_list("queued_at", flat=True).first()
    said = registration.still_coming_at
    return last is not None and (said is None or said < last)


# Going along, and taken over


def _goes_along(payment: Payment) -> bool:
    """Somebody was moved to a date that asks for the same: their deposit is for that now."""
    to = payment.registration.successor
    if payment.registration.ended_because != Because.MOVED or to is None:
        return False
    same = (to.occurrence.deposit, to.occurrence.currency) == (payment.amount, payment.currency)
    free = not Payment.objects.kept().filter(registration=to).exists()
    if not (same and free and payment.given_back == 0):
        return False
    payment.registration = to
    payment.save(update_fields=["registration"])
    return True


def _release(at: datetime) -> int:
    """Each place that the waitlist took over releases the deposit of whoever left first."""
    dates = _withheld().values("registration__occurrence")
    taken = _took_over().filter(occurrence__in=dates, released=None)
    return sum(_release_one(pk, at) for pk in taken.values_list("pk", flat=True))


def _withheld() -> QuerySet[Payment]:
    held = Payment.objects.with_money().filter(decided=GivenBackBecause.LEFT_LATE)
    return held.order_by("registration__ended_at", "pk")


def _took_over() -> QuerySet[Registration]:
    """Places that somebody who had waited took, in the order in which they were offered."""
    accepted = Q(turn__ended_because=Because.ACCEPTED, sequence__gte=0)
    waited = Q(turn__proven_at__lt=F("turn__ended_at"))
    return Registration.objects.filter(accepted & waited).order_by("created_at", "pk")


def _release_one(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        taker = Registration.objects.select_for_update().get(pk=pk)
        if hasattr(taker, "released"):
            return False
        mine = Q(registration__occurrence=taker.occurrence_id)
        before = Q(registration__ended_at__lte=taker.created_at)
        rows = _withheld().select_for_update(of=("self",)).filter(mine & before)
        payment = rows.select_related("registration").first()
        if payment is None:
            return False
        because = GivenBackBecause.TAKEN_OVER
        promise(payment, because, payment.left, at=at, released_by=taker)
        return True
