"""What a mailed link opens, and how far the person has come with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from contacts.models import Contact
from events.models import Because, Registration, RegistrationState, Turn
from events.models.registration import RegistrationQuerySet
from events.models.turn import TurnQuerySet
from mail.domain import links
from mail.domain.links import BadLink, OldLink
from payments.models import Payment

Claim = Registration | Turn

KEPT = timedelta(days=30)
"""How long after the event's end its links open anything."""

FORGETS = [Because.NOT_ME, Because.ERASED, Because.MERGED]
"""Whose link shows nothing any more."""


class Standing(StrEnum):
    """Which page a claim's link shows."""

    PROOF = "proof"
    AWAITING = "awaiting"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    ENDED = "ended"


HELD_AS: dict[str, Standing] = {
    RegistrationState.OFFERED: Standing.OFFERED,
    RegistrationState.AWAITING_PAYMENT: Standing.AWAITING,
}


def registration(token: str, at: datetime) -> Registration:
    """The registration a mailed link opens. Raises BadLink, OldLink."""
    rows = Registration.objects.select_related(
        "occurrence__event", "occurrence__host", "contact", "successor", "successor_turn"
    )
    paid = Payment.objects.paid().filter(registration=OuterRef("pk"))
    found = rows.annotate(has_paid=Exists(paid)).filter(pk=links.parse(token).pk).first()
    return _opened("registration", token, found, at)


def turn(token: str, at: datetime) -> Turn:
    """The turn a mailed link opens. Raises BadLink, OldLink."""
    rows = Turn.objects.select_related(
        "occurrence__event", "occurrence__host", "contact", "offer__contact", "successor"
    )
    return _opened("turn", token, rows.filter(pk=links.parse(token).pk).first(), at)


def _opened(purpose: str, token: str, found: Any, at: datetime) -> Any:
    if found is None:
        raise BadLink
    links.verify(purpose, token, found.link_version, at)
    is_erased = found.contact and found.contact.erased_at
    if is_erased or found.ended_because in FORGETS or at >= found.occurrence.ends_at + KEPT:
        raise OldLink
    return found


def path(claim: Claim) -> str:
    """Where this claim's own page is, on this site."""
    purpose = "registration" if isinstance(claim, Registration) else "turn"
    token = links.make(purpose, claim.pk, claim.link_version)
    return reverse(f"signup:{purpose}", args=[token])


def invite_path(registration: Registration) -> str:
    """Where its calendar file is."""
    token = links.make("registration", registration.pk, registration.link_version)
    return reverse("signup:invite", args=[token])


def certificate_path(registration: Registration) -> str:
    """Where its certificate of attendance is."""
    token = links.make("registration", registration.pk, registration.link_version)
    return reverse("signup:certificate", args=[token])


def onward(claim: Claim) -> Claim | None:
    """What a claim has become, when that is another row: its link goes on there."""
    if isinstance(claim, Registration):
        return claim.successor or claim.successor_turn
    if claim.ended_because == Because.ALREADY:
        return _held(claim)
    return claim.successor or claim.offer


def standing(claim: Claim, at: datetime) -> Standing:
    """Which page to show. An offer whose time is over has ended, before anybody writes it down."""
    if not claim.is_proven and _may_be_proven(claim):
        return Standing.PROOF
    if isinstance(claim, Turn):
        return Standing.WAITING if claim.is_live else Standing.ENDED
    if claim.is_confirmed:
        return Standing.CONFIRMED
    is_kept = claim.held_until is not None and at < claim.held_until
    if not is_kept:
        return Standing.ENDED
    return HELD_AS.get(claim.state, Standing.ENDED)


def other_unproven(claim: Claim) -> list[Claim]:
    """What else waits for this address to answer: mails about it may never have been sent."""
    holds, turns = _unproven(claim.address)
    if isinstance(claim, Registration):
        holds = holds.exclude(pk=claim.pk)
    else:
        turns = turns.exclude(pk=claim.pk)
    return _all(holds, turns)


def unproven_of(address: str) -> list[Claim]:
    """Everything that waits for an address to answer, holds first, oldest first."""
    return _all(*_unproven(address))


def _unproven(address: str) -> tuple[RegistrationQuerySet, TurnQuerySet]:
    holds = Registration.objects.holding().unproven().filter(email=address).exclude(email="")
    turns = Turn.objects.live().filter(email=address, proven_at=None).exclude(email="")
    return holds, turns


def _all(holds: RegistrationQuerySet, turns: TurnQuerySet) -> list[Claim]:
    """One statement where there is nothing, as nearly always."""
    if not holds.order_by().values("pk").union(turns.order_by().values("pk"), all=True)[:1]:
        return []
    return [*holds.select_related("occurrence__event"), *turns.select_related("occurrence__event")]


def claims_of(contact: Contact) -> list[Claim]:
    """All a person has, oldest first; a turn that led to a registration is part of that."""
    mine = Registration.objects.filter(contact=contact).select_related("occurrence__event")
    turns = Turn.objects.filter(contact=contact, offer=None).select_related("occurrence__event")
    return sorted([*mine, *turns], key=lambda it: it.occurrence.starts_at)


def _may_be_proven(claim: Claim) -> bool:
    return claim.ended_at is None or claim.ended_because == Because.LAPSED


def _held(claim: Turn) -> Claim | None:
    """What made this turn superfluous."""
    mine = Q(contact__email=claim.address, occurrence=claim.occurrence_id)
    held = Registration.objects.holding().filter(mine).first()
    return held or Turn.objects.live().filter(mine).first()
