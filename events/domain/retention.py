"""What is kept until when, and the nightly act that deletes the rest. Dry run: `plan`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from contacts.domain import notes
from contacts.models import Consent, Contact, Note
from events.domain import (
    answers_end,
    erasure,
    helper_passes,
    host_contacts,
    host_offers_end,
    hosting_end,
    mailing_end,
    needs_end,
    spots_end,
    walk_ins,
)
from events.domain.answers_end import ATTENDED_KEPT, WAITED_KEPT
from events.models import HOLDING, EmergencyContact, Need, Registration, Turn
from events.models.turn import UNPROVEN_FOR
from mail.domain import retention as mail_retention
from mail.models import Message
from office.actor import SYSTEM
from office.one_by_one import all_of, one_by_one

PARTS = (
    erasure,
    mail_retention,
    mailing_end,
    needs_end,
    spots_end,
    answers_end,
    notes,
    walk_ins,
    helper_passes,
    host_contacts,
    hosting_end,
    host_offers_end,
)
"""Each deletes what is its own once it is due."""


@dataclass(frozen=True)
class Plan:
    """How much would be deleted now: numbers, never names."""

    unproven: int
    late_addresses: int
    contacts: int
    message_texts: int
    needs: int
    emergency_contacts: int
    answers: int
    notes: int
    mailing_texts: int
    wishes: int
    friends: int
    host_contacts: int
    host_offers: int
    walk_ins: int
    helper_names: int
    host_lines: int
    reasons: int

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


def plan(at: datetime) -> Plan:
    """What `clean` would delete at this time."""
    unproven = sum(rows.count() for rows in _unproven(at))
    return Plan(
        unproven=unproven,
        late_addresses=_late(at).count(),
        contacts=len(_overdue(at)),
        message_texts=mail_retention.outdated(at).count(),
        needs=Need.objects.overdue(at).count(),
        emergency_contacts=EmergencyContact.objects.overdue(at).count(),
        answers=answers_end.overdue(at).count(),
        notes=Note.objects.overdue(at - notes.KEPT).count(),
        mailing_texts=mailing_end.outdated(at).count(),
        wishes=spots_end.overdue(at).count(),
        friends=spots_end.overdue_friends(at).count(),
        walk_ins=walk_ins.overdue(at).count(),
        helper_names=helper_passes.overdue(at).count(),
        host_contacts=host_contacts.overdue(at).count(),
        host_lines=hosting_end.outdated(at).count(),
        host_offers=host_offers_end.overdue(at).count(),
        reasons=sum(lines.count() for lines in erasure.reasons()),
    )


def clean(at: datetime) -> Plan:
    """Delete what is due, each for itself. Returns what there was; safe to run twice at once."""
    planned = plan(at)
    first = (clean_unproven, _forget_late_addresses, _erase_overdue)
    all_of([*first, *(part.clean for part in PARTS)], at)
    return planned


def _erase_overdue(at: datetime) -> None:
    one_by_one(_overdue(at), lambda pk: erasure.erase(pk, actor=SYSTEM))


def clean_unproven(at: datetime) -> None:
    """Delete claims whose address never answered, with what was typed and the mails to it."""
    with transaction.atomic():
        for rows in _unproven(at):
            claims = [row.claim for row in rows]
            Message.objects.about(*claims).delete()
            rows.filter(pk__in=[int(claim.split(":")[1]) for claim in claims]).delete()


def _forget_late_addresses(at: datetime) -> None:
    """The address is the contact's by now, who may have another since; the link stays good."""
    _late(at).update(email="", browser="")


def _unproven(at: datetime) -> list[QuerySet[Registration] | QuerySet[Turn]]:
    old = at - UNPROVEN_FOR
    registrations = Registration.objects.unproven().filter(
        ~Q(state__in=HOLDING), created_at__lte=old, successor=None, successor_turn=None
    )
    turns = Turn.objects.filter(proven_at=None, ended_at__isnull=False, joined_at__lte=old)
    return [registrations, turns]


def _late(at: datetime) -> QuerySet[Registration]:
    late = Registration.objects.proven_late().filter(created_at__lte=at - UNPROVEN_FOR)
    return late.exclude(email="")


def _overdue(at: datetime) -> list[int]:
    """Contacts whose time is over: no consent, and nothing of theirs is recent."""
    newest = Consent.objects.filter(
        contact=OuterRef("pk"), purpose=Consent.Purpose.WRITE_TO_ME
    ).order_by("-recorded_at", "-pk")
    had_place = Registration.objects.filter(contact=OuterRef("pk"), sequence__gte=0)
    waited = Turn.objects.filter(contact=OuterRef("pk"))
    return list(
        Contact.objects.living()
        .annotate(consents_now=Subquery(newest.values("granted")[:1]))
        .filter(Q(consents_now=None) | Q(consents_now=False))
        .filter(created_at__lte=at - WAITED_KEPT)
        .exclude(Exists(had_place.filter(occurrence__ends_at__gt=at - ATTENDED_KEPT)))
        .exclude(Exists(waited.filter(occurrence__ends_at__gt=at - WAITED_KEPT)))
        .exclude(Exists(Registration.objects.holding().filter(email=OuterRef("email"))))
        .exclude(Exists(Turn.objects.live().filter(email=OuterRef("email"))))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
