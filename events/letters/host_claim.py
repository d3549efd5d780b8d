"""When a mail to a host practice may still leave, and the link it carries."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from events.domain import host_links
from events.letters.claim import ELSEWHERE
from events.models import CheckIn, HostInvite, HostLink
from mail.models import Message

CHANGED_SINCE = gettext_noop("its claim has changed since")
LEFT = gettext_noop("the contact has left the practice")


def invite_of(message: Message) -> HostInvite | None:
    """The invite a message is about; None once it was deleted."""
    _name, _, pk = message.claim.partition(":")
    rows = HostInvite.objects.select_related("contact", "hosting__occurrence", "hosting__spot")
    return rows.filter(pk=int(pk)).first() if pk else None


def still_invites(message: Message) -> str:
    """An invite leaves while it is the last one made. What overtakes it is queued beforehand."""
    invite = invite_of(message)
    if why_not := _gone(message, invite) or invite is None:
        return str(why_not)
    told = invite.told
    is_last = told is not None and invite.sequence == message.facts.get("sequence")
    if not _is_their_address(message, invite):
        return ELSEWHERE
    return "" if is_last else CHANGED_SINCE


def still_out(message: Message) -> str:
    """A cancellation stays true, also when nothing is left of what it was about."""
    invite = invite_of(message)
    if not message.to:
        return gettext_noop("the person was erased")
    return CHANGED_SINCE if invite and invite.told is not None else ""


def still_comes(message: Message) -> str:
    """Who comes is told by the newest mail about it, at the contact's address."""
    invite = invite_of(message)
    if why_not := _gone(message, invite) or invite is None:
        return str(why_not)
    hosting = invite.hosting
    is_last = hosting.revision == message.facts.get("told_times")
    is_so = is_last and hosting.ended_at is None and hosting.cancelled_at is None
    return "" if is_so and _is_their_address(message, invite) else CHANGED_SINCE


def still_asks(message: Message) -> str:
    """*Who came?* is asked while somebody is not marked and the list is open."""
    invite = invite_of(message)
    if why_not := _gone(message, invite) or invite is None:
        return str(why_not)
    hosting = invite.hosting
    if hosting.ended_at or not _is_their_address(message, invite):
        return CHANGED_SINCE
    people = set(hosting.people.values_list("pk", flat=True))
    marks = CheckIn.objects.filter(registration__in=people).order_by()
    marked = set(marks.values_list("registration", "day").distinct())
    left = {(pk, day) for pk in people for day in hosting.days} - marked
    is_open = hosting.occurrence.list_closed_at is None
    return "" if left and is_open else gettext_noop("everybody is marked")


def _gone(message: Message, invite: HostInvite | None) -> str:
    if not message.to:
        return gettext_noop("the person was erased")
    if invite is None:
        return gettext_noop("its claim was deleted")
    return LEFT if invite.contact.left_at else ""


def _is_their_address(message: Message, invite: HostInvite) -> bool:
    return message.facts.get("address") == invite.contact.email


def link(message: Message) -> str:
    """The mail's own link, for the address it was made for."""
    found = HostLink.objects.select_related("contact").filter(pk=message.facts.get("link")).first()
    if found is None or found.contact.email != message.facts.get("address"):
        return ""
    return host_links.url(found)
