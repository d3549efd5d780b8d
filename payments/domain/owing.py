"""What is owed back, found from the rows of places that ended and lists that were closed.

Nothing that frees a place knows of money; so none of it can forget it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from events.domain.deposit_words import part_of
from events.models import (
    Because,
    CheckIn,
    Hosting,
    Kind,
    Occurrence,
    OccurrenceState,
    Registration,
    RegistrationState,
    Turn,
)
from mail.models import Message
from office import clock
from office.one_by_one import one_by_one
from payments.domain.giving_back import promise
from payments.models import NO_SHOW, Dispute, GivenBackBecause, Payment, Way

CLOSED_WITHIN = timedelta(days=14)
"""A list that nobody closes for so long after the end returns every deposit."""

CALLED_OFF = OccurrenceState.CALLED_OFF
UNDECIDED = Q(decided__in=["", NO_SHOW])

LEFT = [Because.CANCELLED, Because.REMOVED, Because.ERASED]
"""Ends to which the rule of leaving applies; at every other end all goes back."""


def make_due(at: datetime) -> int:
    """Promise everything that is owed now. Returns how many. Safe to run twice at once."""
    return one_by_one(_acts(at), lambda act: act(at))


def _acts(at: datetime) -> Iterator[Callable[[datetime], bool]]:
    yield from (partial(_settle, pk) for pk in _to_look_at(at))
    yield from (partial(_release_one, pk) for pk in _to_release(at))


def terms_back(payment: Payment, occurrence: Occurrence) -> tuple[datetime, int]:
    """Until when all goes back, and how much after: by the rule that was shown, or by the date's
    own of today where that is kinder."""
    asked = [payment.back_until, occurrence.deposit_back_until]
    until = max((it or occurrence.starts_at) for it in asked)
    part = max(payment.part_back, occurrence.deposit_part_back)
    return until, part_of(payment.amount, part)


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
    """Four questions: one with "or" between them would read every check-in there ever was."""
    held = Payment.objects.kept().undisputed().order_by()
    ended = held.filter(UNDECIDED, registration__ended_at__isnull=False)
    closed = Q(registration__occurrence__list_closed_at__isnull=False)
    over = closed | Q(registration__occurrence__ends_at__lte=at - CLOSED_WITHIN)
    confirmed = Q(registration__state=RegistrationState.CONFIRMED, given_back__lt=F("amount"))
    there = CheckIn.objects.present().filter(registration=OuterRef("registration"))
    listed = held.filter(over, confirmed, decided="")
    came = held.filter(over, confirmed, Exists(there), decided=NO_SHOW)
    off = _withheld().order_by().filter(registration__occurrence__state=CALLED_OFF)
    rows = [it.values_list("pk", flat=True) for it in (ended, listed, came, off)]
    return sorted(rows[0].union(*rows[1:]))


def _settle(pk: int, at: datetime) -> bool:
    """Apply the rule to one payment, under its lock."""
    with transaction.atomic():
        rows = Payment.objects.kept().undisputed().select_for_update(of=("self",))
        payment = rows.filter(pk=pk).first()
        if payment is None:
            return False
        payment.registration = _as_it_is(payment.registration_id)
        if _is_decided(payment) or _goes_along(payment):
            return False
        because, amount = _owed(payment, at)
        if payment.registration.ended_at or because == NO_SHOW:
            payment.decided = because
            payment.save(update_fields=["decided"])
        if amount:
            promise(payment, GivenBackBecause(because), amount, at=at)
        return bool(amount)


def _is_decided(payment: Payment) -> bool:
    """Somebody else was faster. What is withheld of a date that is called off is decided anew."""
    registration = payment.registration
    if payment.decided == GivenBackBecause.LEFT_LATE and registration.occurrence.is_called_off:
        return False
    return bool(registration.ended_at) and payment.decided not in ("", NO_SHOW)


def _as_it_is(registration: int) -> Registration:
    rows = Registration.objects.with_attendance()
    return rows.select_related("occurrence__event", "contact", "successor__occurrence").get(
        pk=registration
    )


# How much


def _owed(payment: Payment, at: datetime) -> tuple[str, int]:
    registration = payment.registration
    if registration.ended_at is None:
        return _on_the_list(payment, registration, at)
    if registration.ended_because in LEFT:
        because, amount = _on_leaving(payment, registration, registration.ended_at)
        return because, min(amount, payment.left)
    if registration.ended_because == Because.MOVED:
        return GivenBackBecause.MOVED, payment.left
    return GivenBackBecause.CALLED_OFF, payment.left


def _on_the_list(payment: Payment, registration: Registration, at: datetime) -> tuple[str, int]:
    """A list that was closed once withholds from those who had not come, also when it is opened
    again."""
    date, came = registration.occurrence, bool(getattr(registration, "came", False))
    if date.list_closed_at:
        return (GivenBackBecause.ATTENDED, payment.left) if came else (NO_SHOW, 0)
    if at >= date.ends_at + CLOSED_WITHIN and (came or not payment.decided):
        return GivenBackBecause.NOT_CLOSED, payment.left
    return "", 0


def _on_leaving(
    payment: Payment, registration: Registration, left_at: datetime
) -> tuple[GivenBackBecause, int]:
    if registration.occurrence.is_called_off:
        return GivenBackBecause.CALLED_OFF, payment.left
    if _host_cancelled(registration.occurrence, left_at):
        return GivenBackBecause.HOST_CANCELLED, payment.left
    if _cannot_follow(payment, registration, left_at):
        return GivenBackBecause.CANNOT_FOLLOW, payment.left
    until, part = terms_back(payment, registration.occurrence)
    if left_at < until:
        return GivenBackBecause.LEFT_IN_TIME, payment.left
    return GivenBackBecause.LEFT_LATE, part


def _host_cancelled(date: Occurrence, at: datetime) -> bool:
    """The practice of a visit has cancelled, and the office has yet to call it off."""
    visit, still = date.event.kind == Kind.VISIT, Q(ended_at=None) | Q(ended_at__gt=at)
    cancelled = Hosting.objects.filter(still, occurrence=date, cancelled_at__lte=at)
    return visit and cancelled.exists()


def _cannot_follow(payment: Payment, registration: Registration, at: datetime) -> bool:
    """The date has moved, and since then they neither paid nor said that they could still come."""
    moved = Message.objects.about(registration.claim).filter(kind="moved", queued_at__lte=at)
    last = moved.order_by("-queued_at").values_list("queued_at", flat=True).first()
    said = [it for it in (registration.still_coming_at, payment.paid_at) if it]
    return last is not None and all(it < last for it in said)


# Going along, and taken over


def _goes_along(payment: Payment) -> bool:
    """Somebody was moved to a date that asks for the same: their deposit is for that now."""
    to = payment.registration.successor
    if payment.registration.ended_because != Because.MOVED or to is None:
        return False
    asked = (to.occurrence.deposit, to.occurrence.currency)
    waived = payment.way == Way.WAIVED and to.occurrence.asks_deposit
    same = waived or asked == (payment.amount, payment.currency)
    free = not Payment.objects.kept().filter(registration=to).exists()
    if not (same and free and payment.given_back == 0):
        return False
    payment.registration = to
    payment.save(update_fields=["registration"])
    return True


def _to_release(at: datetime) -> list[int]:
    """Places that the waitlist took over, each of which releases the deposit of whoever left
    first. Nobody takes over a place on a date long past, so those are not read again."""
    recent = Q(registration__occurrence__ends_at__gte=at - CLOSED_WITHIN) | Q(dispute=Dispute.WON)
    dates = _withheld().order_by().filter(recent).values("registration__occurrence")
    mine = Q(registration__occurrence=OuterRef("occurrence"))
    before = _withheld().filter(mine, registration__ended_at__lte=OuterRef("took_at"))
    taken = _took_over().filter(Exists(before), occurrence__in=dates, released=None)
    return list(taken.values_list("pk", flat=True))


def _withheld() -> QuerySet[Payment]:
    held = Payment.objects.with_money().filter(decided=GivenBackBecause.LEFT_LATE)
    return held.order_by("registration__ended_at", "pk")


def _took_over() -> QuerySet[Registration]:
    """Places that somebody who had waited took, or was given by the office, in that order."""
    accepted = Q(turn__ended_because=Because.ACCEPTED, turn__proven_at__lt=F("turn__ended_at"))
    mine = {"occurrence": OuterRef("occurrence"), "contact": OuterRef("contact")}
    waited = Turn.objects.filter(**mine, proven_at__lt=OuterRef("created_at"))
    added = Q(ended_because=Because.ADDED, ended_at=OuterRef("created_at"))
    after = Q(ended_because=Because.LIST_OVER, ended_at__lte=OuterRef("created_at"))
    taken = Registration.objects.filter(accepted | Exists(waited.filter(added | after)))
    rows = taken.annotate(took_at=Coalesce("turn__ended_at", "created_at"))
    return rows.filter(sequence__gte=0).order_by("took_at", "pk")


def _release_one(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        taker: Any = _took_over().select_for_update(of=("self",)).get(pk=pk)
        if hasattr(taker, "released"):
            return False
        mine = Q(registration__occurrence=taker.occurrence_id)
        before = Q(registration__ended_at__lte=taker.took_at)
        rows = _withheld().select_for_update(of=("self",)).filter(mine & before)
        payment = rows.select_related("registration").first()
        if payment is None:
            return False
        because = GivenBackBecause.TAKEN_OVER
        promise(payment, because, payment.left, at=at, released_by=taker)
        return True
