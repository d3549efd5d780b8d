"""Mails that did not arrive: trying again, writing to an address again, having seen to it."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _

from mail import kinds
from mail.domain import suppression
from mail.domain.addresses import normalize
from mail.models import Message, MessageState
from office import clock, log
from office.actor import Actor
from office.refusal import ActRefused


class DidArrive(ActRefused):
    sentence = gettext_lazy("This mail needs nothing: it was dealt with, or it did arrive.")


class NoLongerTrue(ActRefused):
    """What the mail says is no longer so."""


class StillSuppressed(ActRefused):
    """The address is not written to."""


def again(message: int, *, actor: Actor, to: str = "") -> Message:
    """Send the same facts once more, if they are still true; `to` is where the person now reads.

    Raises DidArrive, NoLongerTrue, StillSuppressed, ValueError for a `to` that is no address.
    """
    with transaction.atomic():
        missed = _locked(message)
        if missed is None or missed.dealt_with_at:
            raise DidArrive
        copy = _copy(missed, normalize(to or missed.to))
        if why := kinds.get(copy.kind).still_true(copy):
            raise NoLongerTrue(_("It cannot be sent again: %(why)s.") % {"why": gettext(why)})
        _refuse_suppressed(copy)
        log.note(missed, "mail.again", actor)
        _see_to(missed, clock.now())
        copy.save(force_insert=True)
        return copy


def deal_with(message: int, *, actor: Actor) -> None:
    """Somebody has seen to it in another way. Safe to do twice."""
    with transaction.atomic():
        missed = _locked(message)
        if missed and missed.dealt_with_at is None:
            _see_to(missed, clock.now())
            log.note(missed, "mail.deal_with", actor)


def undo(message: int, *, actor: Actor) -> None:
    """It is to be dealt with after all."""
    with transaction.atomic():
        missed = _locked(message)
        if missed and missed.dealt_with_at:
            _see_to(missed, None)
            log.note(missed, "mail.undo_deal_with", actor)


def lift(message: int, *, actor: Actor, reason: str) -> None:
    """Write to this mail's address again. Its people said so: the reason is kept."""
    if not reason.strip():
        raise ActRefused(_("Say why: the reason is kept with the act."))
    with transaction.atomic():
        missed = _locked(message)
        if missed and suppression.suppressed(missed.to, clock.now()):
            suppression.lift(missed.to)
            log.note(missed, "mail.lift_suppression", actor, reason=reason.strip())


def _locked(message: int) -> Message | None:
    return Message.objects.missed().select_for_update().filter(pk=message).first()


def _refuse_suppressed(message: Message) -> None:
    row = suppression.suppressed(message.to, clock.now())
    if row and not kinds.get(message.kind).must_know:
        said = _("This address is not written to (%(why)s). Write to it again first.")
        raise StillSuppressed(said % {"why": row.get_reason_display()})


def _see_to(message: Message, at: datetime | None) -> None:
    message.dealt_with_at = at
    message.save(update_fields=["dealt_with_at"])


def _copy(missed: Message, to: str) -> Message:
    """A new message of the same facts, with a number of its own among those of its claim."""
    at = clock.now()
    same = {"claim": missed.claim, "revision": missed.revision, "kind": missed.kind}
    last = Message.objects.filter(**same).aggregate(last=Max("n"))["last"] or 0
    copy = Message.objects.get(pk=missed.pk)
    copy.pk, copy.uuid, copy._state.adding = None, uuid4(), True
    copy.to, copy.n, copy.state = to, last + 1, MessageState.QUEUED
    copy.queued_at = copy.due_at = at
    copy.attempts, copy.why, copy.lease, copy.leased_until = 0, "", None, None
    copy.ended_at = copy.delivered_at = copy.bounced_at = copy.dead_at = None
    copy.dealt_with_at = None
    return copy
