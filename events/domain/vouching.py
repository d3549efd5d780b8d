"""Confirming for a person who said so on the phone: the office vouches, which counts as proof."""

from __future__ import annotations

from django.utils.translation import gettext as _

from events.domain import proof
from events.domain.errors import ActRefused, ClaimEnded
from events.domain.giving import needs_reason
from events.domain.log import note
from events.domain.places import Claim, Places
from events.models import Because, Registration, RegistrationState
from office.actor import Actor


def confirm_for(claim: Claim, *, actor: Actor, reason: str) -> Claim:
    """Say for a person what their mailed link would: this is me, and yes.

    A hold or a turn whose address has not answered is proven by it, an offer accepted. Consent is
    not given for anybody. Returns what they have now; twice returns the same. Raises NeedsReason,
    ClaimEnded, ActRefused where the waitlist is full.
    """
    needs_reason(reason)
    with Places.lock(claim.occurrence_id) as places:
        if isinstance(claim, Registration):
            return _registration(places, claim.pk, actor, reason)
        return _turn(places, claim.pk, actor, reason)


def _registration(places: Places, pk: int, actor: Actor, reason: str) -> Claim:
    found = places.registration(pk)
    if found.state == RegistrationState.OFFERED:
        return _accept(places, found, actor, reason)
    if found.state == RegistrationState.UNCONFIRMED:
        return _vouch(places, found, actor, reason)
    if found.awaits_payment:
        raise ActRefused(_("It waits for the deposit. Say under Payments how it was settled."))
    if found.is_confirmed or found.successor_id or found.successor_turn_id:
        return proof.successor(found)
    raise ClaimEnded


def _turn(places: Places, pk: int, actor: Actor, reason: str) -> Claim:
    found = places.turn(pk)
    if found.is_proven and not found.ended_at:
        return found.offer or found
    if found.offer:
        return found.offer
    if not found.is_live:
        raise ClaimEnded
    at_once = places.is_open and places.can_take
    if not at_once and places.list_is_full and not places.claim_of(found.email, besides=found):
        raise ActRefused(_("The waitlist is full."))
    return _vouch(places, found, actor, reason)


def _vouch(places: Places, claim: Claim, actor: Actor, reason: str) -> Claim:
    claim.reason = reason
    now = proof.answer_for(places, claim, {**proof.typed_on(claim), "consent": False}, actor)
    note(claim, "events.vouch", actor, reason=reason)
    return now


def _accept(places: Places, offered: Registration, actor: Actor, reason: str) -> Registration:
    offered.reason = reason
    places.end_turn(places.turn(offered.turn.pk), Because.ACCEPTED, actor=actor)
    places.confirm(offered)
    note(offered, "events.accept_for", actor, reason=reason)
    return offered
