"""Who at a host practice gets its mails: adding, changing, leaving, and what is kept until when.

What follows from it, such as invites for a new contact and cancellations for one who left, the
worker finds from the rows (`hosting.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events.domain import host_link_again, host_offers, hosting_mails
from events.domain.errors import ActRefused
from events.domain.host_links import YEAR_LASTS
from events.domain.log import note
from events.models import Host, HostContact, HostInvite, HostLink
from events.models.hosting import LINKS_LAST
from mail.domain import outbox
from mail.domain import retention as mail_retention
from mail.domain.addresses import normalize
from mail.models import Message
from office import clock
from office.actor import Actor

KEPT = timedelta(days=30)
"""How long after their last visit (or after leaving) a former contact's name and addresses stay,
and how long after its end a link stays, so that whoever opens it is told that it has ended."""
SENT_ON = (host_link_again.KIND, host_offers.YEAR, host_offers.ANSWERED, hosting_mails.CAME)
"""Mails that go to a contact's new address as they are; the others are made anew for it."""


class NoAddress(ActRefused):
    sentence = _("This is not an e-mail address.")


class NoName(ActRefused):
    sentence = _("Say who it is, so that we can greet them.")


class AddressThere(ActRefused):
    sentence = _("This address is another contact's of the practice.")


class HasLeft(ActRefused):
    sentence = _("This contact has left the practice. Add them anew to write to them again.")


def add(
    host: int, *, actor: Actor, name: str, email: str, phone: str = "", language: str = ""
) -> HostContact:
    """Write to somebody at the practice from now on, first about every date it has to come.

    Twice is once. Raises NoName, NoAddress, AddressThere for an address that somebody else there
    gets the mails at.
    """
    address, name = _address(email), _name(name)
    with transaction.atomic():
        locked = Host.objects.select_for_update(no_key=True).get(pk=host)
        there = locked.contacts.filter(email=address, left_at=None).first()
        if there and there.name != name:
            raise AddressThere
        if there:
            return there
        fields = {"language": language} if language else {}
        made = locked.contacts.create(name=name, email=address, phone=phone.strip(), **fields)
        note(made, "events.add_host_contact", actor)
        return made


def change(contact: int, *, actor: Actor, **told: str) -> HostContact:
    """Correct what is known of a contact: name, email, phone, language, as far as given. At
    another address the links mailed so far open nothing any more, and the invites come anew.

    Raises NoName, NoAddress, AddressThere, HasLeft.
    """
    tidy: dict[str, Callable[[str], str]] = {"name": _name, "email": _address}
    fields = {key: tidy.get(key, str.strip)(value) for key, value in told.items()}
    with transaction.atomic():
        found = _there(contact)
        if all(getattr(found, key) == value for key, value in fields.items()):
            return found
        if found.email != fields.get("email", found.email):
            _refuse_another(found, fields["email"])
            found.link_version += 1
            _send_on(found, fields["email"])
            hosting_mails.invite_anew(found)
        for key, value in fields.items():
            setattr(found, key, value)
        found.save()
        note(found, "events.change_host_contact", actor)
        return found


def leave(contact: int, *, actor: Actor) -> HostContact:
    """Write to them no more; their links open nothing. Undone by adding them anew. Safe twice."""
    with transaction.atomic():
        found = _locked(contact)
        if found.left_at is None:
            found.left_at = clock.now()
            found.link_version += 1
            found.save(update_fields=["left_at", "link_version"])
            note(found, "events.leave_host_contact", actor)
        return found


def renew_links(contact: int, *, actor: Actor) -> HostContact:
    """Let every link that was mailed to them open nothing any more; the next mail has a new one.

    Raises HasLeft.
    """
    with transaction.atomic():
        found = _there(contact)
        found.link_version += 1
        found.save(update_fields=["link_version"])
        note(found, "events.renew_host_links", actor)
        return found


# What time does


def overdue(at: datetime) -> QuerySet[HostContact]:
    """Former contacts whose name and addresses nothing needs any longer."""
    over = at - KEPT
    recent = HostInvite.objects.filter(
        Q(hosting__ended_at=None) | Q(hosting__ended_at__gt=over),
        Q(hosting__spot__ends_at__gt=over)
        | Q(hosting__spot=None, hosting__occurrence__ends_at__gt=over),
        contact=OuterRef("pk"),
    )
    blank = Q(name="", email="", phone="")
    gone = HostContact.objects.filter(~Exists(recent), left_at__lte=over)
    return gone.exclude(blank)


def outdated_links(at: datetime) -> QuerySet[HostLink]:
    """Links that ended so long ago that nobody opens them."""
    over = at - KEPT
    spot_over = Q(hosting__spot__ends_at__lte=over - LINKS_LAST)
    date_over = Q(hosting__spot=None, hosting__occurrence__ends_at__lte=over - LINKS_LAST)
    return HostLink.objects.filter(
        Q(hosting__ended_at__lte=over)
        | spot_over
        | date_over
        | Q(hosting=None, made_at__lte=over - YEAR_LASTS)
    )


def outdated_entries(at: datetime) -> QuerySet[HostInvite]:
    """Calendar entries of what is long over, which still say to which address they went."""
    over = at - KEPT
    spot_over = Q(hosting__spot__ends_at__lte=over)
    date_over = Q(hosting__spot=None, hosting__occurrence__ends_at__lte=over)
    return HostInvite.objects.filter(spot_over | date_over, told__isnull=False)


def clean(at: datetime) -> None:
    """Blank former contacts and what was written to them; delete old links, and the addresses
    that calendar entries of old visits went to."""
    for contact in overdue(at):
        with transaction.atomic():
            invites, links = contact.invites.all(), contact.links.all()
            claims = [it.claim for it in invites] + [hosting_mails.old_claim(it) for it in invites]
            mail_retention.forget(at, claims=[*claims, *map(host_link_again.claim, links)])
            contact.name = contact.email = contact.phone = ""
            contact.save(update_fields=["name", "email", "phone"])
    outdated_links(at).delete()
    entries = list(outdated_entries(at).values_list("pk", flat=True))
    HostInvite.objects.filter(pk__in=entries).update(told=None)


def _address(email: str) -> str:
    try:
        return normalize(email)
    except ValueError:
        raise NoAddress from None


def _name(name: str) -> str:
    if not name.strip():
        raise NoName
    return " ".join(name.split())


def _locked(contact: int) -> HostContact:
    return HostContact.objects.select_for_update(of=("self",), no_key=True).get(pk=contact)


def _there(contact: int) -> HostContact:
    """A contact who has not left, locked, with the practice, so that no address comes twice."""
    host = HostContact.objects.values_list("host", flat=True).get(pk=contact)
    Host.objects.select_for_update(no_key=True).get(pk=host)
    found = _locked(contact)
    if found.left_at:
        raise HasLeft
    return found


def _send_on(found: HostContact, email: str) -> None:
    """What waits to leave for the old address, where nothing else would tell the new one."""
    links = found.links.values_list("pk", flat=True)
    names = ("host-link", host_offers.YEAR, host_offers.ANSWERED)
    claims = [f"{name}:{pk}" for name in names for pk in links]
    claims += [it.claim for it in found.invites.all()]
    mails = Message.objects.filter(to=found.email, kind__in=SENT_ON, claim__in=claims)
    outbox.send_on(mails, email, clock.now())


def _refuse_another(found: HostContact, email: str) -> None:
    others = HostContact.objects.filter(host=found.host_id, email=email, left_at=None)
    if others.exclude(pk=found.pk).exists():
        raise AddressThere
