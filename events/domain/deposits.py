"""A place that waits for its deposit. Whoever receives the money says so here."""

from __future__ import annotations

from events.domain.places import Places
from events.models import Registration, RegistrationState


def receive(places: Places, registration: int) -> Registration | None:
    """The deposit for this registration has arrived; the registration it is for now.

    It settles what the person waits with, else is for the place they have meanwhile. If the time
    had run out it takes a place that is free while nobody waits. None: there is no place for it.
    """
    found = places.registration(registration)
    mine = _theirs(places, found)
    if mine and mine.awaits_payment:
        places.confirm(mine, deposit_paid=True)
    return mine or _anew(places, found)


def settle_by_hand(places: Places, registration: Registration) -> None:
    """The office has seen to the deposit: nothing is waited for any more."""
    if registration.awaits_payment:
        places.confirm(registration, deposit_settled=True)


def let_in_free(places: Places) -> None:
    """The date asks for no deposit any more: whoever waits with theirs has the place."""
    if places.occurrence.asks_deposit:
        return
    waiting = Registration.objects.filter(occurrence=places.occurrence).awaiting_payment()
    for registration in waiting.select_related("contact").order_by("pk"):
        registration.occurrence = places.occurrence
        places.confirm(registration)


def _theirs(places: Places, registration: Registration) -> Registration | None:
    """What the payer has here: this registration, or another; an offer is theirs to accept."""
    claim = registration if registration.is_holding else places.claim_of(registration.address)
    if isinstance(claim, Registration) and (claim.awaits_payment or claim.is_confirmed):
        return claim
    return None


def _anew(places: Places, old: Registration) -> Registration | None:
    if not _may_come_late(places, old):
        return None
    new = places.take(
        RegistrationState.CONFIRMED,
        contact=old.contact,
        proven_at=old.proven_at,
        language=old.language,
        came_from=old.came_from,
    )
    places.confirm(new, deposit_paid=True)
    old.successor = new
    places.acted(old)
    return new


def _may_come_late(places: Places, old: Registration) -> bool:
    """The time ran out, nothing else happened, and a place is free that nobody waits for."""
    date = places.occurrence
    is_on = date.is_scheduled and places.at < date.starts_at
    has_nothing = places.claim_of(old.address) is None and bool(old.address)
    lapsed = old.state == RegistrationState.LAPSED and not old.successor_id
    return is_on and lapsed and has_nothing and places.can_take
