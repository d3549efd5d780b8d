"""A fresh link to a practice's visit, mailed to its contact's own address and to no other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from events.domain import host_links
from events.domain.errors import ActRefused
from events.domain.facts import occurrence_facts
from events.domain.log import note
from events.models import HostContact, Hosting, HostLink
from mail.domain import outbox
from mail.models import Message
from office import clock
from office.actor import Actor

KIND = "host_link"
AT_MOST, WITHIN = 3, timedelta(hours=1)
"""So often a contact may ask for a fresh link; the office may send as many as it likes."""


class LinkOver(ActRefused):
    sentence = gettext_lazy("The visit's page is closed, so there is nothing to send a link to.")


class AskedTooOften(ActRefused):
    sentence = gettext_lazy(
        "We have sent three links within an hour. Look for them in your mail, also among the "
        "unwanted, or call the office."
    )


def send(contact: int, hosting: int, *, actor: Actor) -> HostLink:
    """Mail a fresh link. Those sent before go on working. Raises LinkOver, AskedTooOften."""
    with transaction.atomic():
        at = clock.now()
        asks = _locked(contact)
        found = _hosting(hosting, asks, at)
        if not actor.is_coordinator and _asked(asks, at) >= AT_MOST:
            raise AskedTooOften
        link = host_links.make(asks, found, at)
        outbox.queue(
            KIND,
            to=asks.email,
            language=asks.language,
            at=at,
            claim=claim(link),
            facts=_facts(link, found),
        )
        note(asks, "events.send_host_link", actor)
        return link


def claim(link: HostLink) -> str:
    """What the mail with this link is about, in the outbox."""
    return f"host-link:{link.pk}"


def find(message: Message) -> HostLink | None:
    """The link that a mail of ours brings."""
    _name, _, pk = message.claim.partition(":")
    rows = HostLink.objects.select_related(
        "contact", "hosting__occurrence", "hosting__spot", "hosting__host"
    )
    return rows.filter(pk=int(pk)).first() if pk else None


def _locked(contact: int) -> HostContact:
    rows = HostContact.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk=contact).first()
    if found is None or found.left_at:
        raise LinkOver
    return found


def _hosting(hosting: int, contact: HostContact, at: datetime) -> Hosting:
    rows = Hosting.objects.select_related("occurrence__event", "host", "spot__host")
    found = rows.filter(pk=hosting, host=contact.host_id).first()
    if found is None or not found.has_part or at >= found.links_end_at:
        raise LinkOver
    return found


def _asked(contact: HostContact, at: datetime) -> int:
    mine = Message.objects.filter(kind=KIND, to=contact.email)
    return mine.filter(queued_at__gt=at - WITHIN).count()


def _facts(link: HostLink, hosting: Hosting) -> dict[str, Any]:
    return occurrence_facts(hosting.occurrence) | {
        "starts_at": hosting.starts_at.isoformat(),
        "ends_at": hosting.ends_at.isoformat(),
        "location": hosting.where,
        "name": link.contact.name,
    }
