"""Correcting what the office knows of a person: a name, a phone number, an address with a typo.

A new address is vouched for: who reads it gets the links to everything anew, and the links that
went to the old one open nothing any more.
"""

from __future__ import annotations

from contextlib import ExitStack

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.domain import people
from contacts.models import Contact
from events.domain import announcing, old_calendar, sign_up, telling
from events.domain.errors import ActRefused, AlreadySignedUp, ClaimEnded
from events.domain.giving import needs_reason
from events.domain.log import note
from events.domain.offer_times import unconfirmed_cap
from events.domain.places import Claim, Places
from events.models import Because, Registration, Turn
from mail.domain import outbox, suppression
from mail.domain.addresses import normalize
from mail.models import Message
from office import clock
from office.actor import Actor

TRIES = 3
"""How often to begin anew when the person signs up for something in the same moment."""


class AddressTaken(ActRefused):
    """The new address is another contact's, whom the screen may link to."""

    sentence = gettext_lazy("Another contact has this address.")

    def __init__(self, contact: Contact) -> None:
        super().__init__()
        self.contact = contact


def name_and_phone(contact: int, *, name: str, phone: str, actor: Actor) -> Contact:
    """Write a contact's name and phone number as they are. Raises ClaimEnded once erased."""
    with transaction.atomic():
        found = _living(contact)
        if (found.name, found.phone) != (name, phone):
            people.correct(found, name=name, phone=phone)
            note(found, "contacts.correct", actor)
        return found


def typed_name_and_phone(claim: Claim, *, name: str, phone: str, actor: Actor) -> Claim:
    """The same for a claim whose address has not answered. Raises ClaimEnded."""
    with Places.lock(claim.occurrence_id) as places:
        found = _unproven(places, claim)
        typed = found.submitted or {}
        if (typed.get("name"), typed.get("phone", "")) != (name, phone):
            found.submitted = {**typed, "name": name, "phone": phone}
            found.save(update_fields=["submitted"])
            note(found, "events.correct", actor)
        return found


def typed_address(claim: Claim, address: str, *, actor: Actor, reason: str) -> Claim:
    """Ask another address to prove a claim: the one that was typed has not answered.

    The old address's link opens nothing any more; a hold gets its time anew, never past 24 h from
    the sign-up. Raises NeedsReason, ClaimEnded, AlreadySignedUp, ActRefused for an address that is
    not to be written to, ValueError for one that is none.
    """
    needs_reason(reason)
    email = normalize(address)
    with Places.lock(claim.occurrence_id) as places:
        found = _unproven(places, claim)
        if found.email != email:
            _may_prove(places, found, email)
            _ask_instead(places, found, email)
            note(found, "events.correct_address", actor, reason=reason)
        return found


def address_of(contact: int, address: str, *, actor: Actor, reason: str) -> Contact:
    """Write to a known person at another address from now on; the old one is told that it ended,
    and its calendar that nothing is left for it.

    Their links are made anew, and each running claim tells the new address where it stands.
    Raises NeedsReason, ClaimEnded once erased, AddressTaken, ActRefused for an address that is
    not to be written to, ValueError for one that is none.
    """
    needs_reason(reason)
    email = normalize(address)
    for _try in range(TRIES):
        if found := _change_address(contact, email, actor, reason):
            return found
    raise ActRefused(_("This person is signing up for something just now. Try again."))


def _change_address(contact: int, email: str, actor: Actor, reason: str) -> Contact | None:
    """Change it under the locks of all they claim; None if that became more meanwhile."""
    with ExitStack() as locks:
        locks.enter_context(transaction.atomic())
        dates = _running(contact)
        held = [locks.enter_context(Places.lock(pk)) for pk in dates]
        found = _living(contact)
        if found.email == email:
            return found
        if set(_running(contact)) - set(dates):
            return None
        _may_be_had(email)
        old, found.email = found.email, email
        _revoke_links(found)
        _send_on(found, old)
        _tell_old(found, old)
        old_calendar.take_out(found, old, clock.now())
        for places in held:
            _tell_anew(places, found)
        note(found, "contacts.change_address", actor, reason=reason)
        return found


def _running(contact: int) -> list[int]:
    """Dates to come on which they claim something, in the order of their numbers."""
    coming = {"contact": contact, "occurrence__ends_at__gt": clock.now()}
    holds = Registration.objects.holding().filter(**coming).values_list("occurrence", flat=True)
    turns = Turn.objects.live().filter(**coming).values_list("occurrence", flat=True)
    return sorted({*holds, *turns})


def _living(contact: int) -> Contact:
    """The contact, held until the end of the transaction."""
    found = Contact.objects.living().select_for_update().filter(pk=contact).first()
    if found is None:
        raise ClaimEnded
    return found


def _unproven(places: Places, claim: Claim) -> Claim:
    is_place = isinstance(claim, Registration)
    found: Claim = places.registration(claim.pk) if is_place else places.turn(claim.pk)
    if found.is_proven or found.ended_at:
        raise ClaimEnded
    return found


def _may_prove(places: Places, claim: Claim, email: str) -> None:
    _may_be_written_to(email)
    if outbox.unanswered_count(email, places.at) >= sign_up.UNANSWERED:
        raise ActRefused(_("Three mails to this address wait for an answer already."))
    if places.claim_of(email, besides=claim):
        raise AlreadySignedUp


def _ask_instead(places: Places, claim: Claim, email: str) -> None:
    """Let the claim wait for another address to answer."""
    claim.email, claim.submitted = email, {**(claim.submitted or {}), "email": email}
    claim.link_version += 1
    if isinstance(claim, Registration):
        claim.held_until = unconfirmed_cap(places.occurrence, claim.created_at)
    places.acted(claim)
    mail = telling.tell(claim, "prove", at=places.at, asks_proof=True)
    if isinstance(claim, Registration):
        places.hold_on(claim, mail)


def _may_be_had(email: str) -> None:
    if other := people.find(email):
        raise AddressTaken(other)
    _may_be_written_to(email)


def _may_be_written_to(email: str) -> None:
    row = suppression.suppressed(email, clock.now())
    if row:
        why = _("This address is not written to: %(why)s.")
        raise ActRefused(why % {"why": row.get_reason_display()})


def _revoke_links(contact: Contact) -> None:
    """What was mailed to the old address opens nothing any more."""
    contact.link_version += 1
    contact.save(update_fields=["email", "link_version"])
    contact.registrations.update(link_version=F("link_version") + 1)
    contact.turns.update(link_version=F("link_version") + 1)


def _send_on(contact: Contact, old: str) -> None:
    """What waits to leave for the old address goes to the new one: none of it is lost."""
    mails = Message.objects.filter(contact=contact.uuid, to=old)
    outbox.send_on(mails, contact.email, clock.now())


def _tell_old(contact: Contact, old: str) -> None:
    outbox.belong_to(contact.uuid, old)
    outbox.queue(
        "address_changed",
        to=old,
        language=contact.language,
        at=clock.now(),
        contact=contact.uuid,
    )


def _tell_anew(places: Places, contact: Contact) -> None:
    """What they have on this date, told to the new address, with a link of its own."""
    _end_unproven(places, contact.email)
    for registration in announcing.holding(places):
        if registration.contact_id == contact.pk:
            announcing.tell_again(places, registration)
    for turn in places.queue.filter(contact=contact).select_related("contact"):
        turn.occurrence = places.occurrence
        places.acted(turn)
        telling.tell(turn, "link", at=places.at)


def _end_unproven(places: Places, email: str) -> None:
    """What the new address claimed here itself, and never proved: they have something already."""
    mine = {"occurrence": places.occurrence, "email": email}
    for registration in Registration.objects.holding().filter(**mine):
        places.end(registration, Because.ALREADY)
    for turn in Turn.objects.live().filter(**mine):
        places.end_turn(turn, Because.ALREADY)
