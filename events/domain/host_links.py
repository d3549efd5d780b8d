"""Links mailed to contacts of host practices: one for each mail, to one visit or to the year."""

from __future__ import annotations

from datetime import datetime, timedelta

from events.models import HostContact, Hosting, HostLink
from mail.domain import links
from mail.domain.links import BadLink, OldLink

YEAR_LASTS = timedelta(days=90)
"""How long a link to the practice's year opens anything."""


def make(contact: HostContact, hosting: Hosting | None, at: datetime) -> HostLink:
    """A new link for one mail, to this hosting or (None) to the practice's year."""
    return HostLink.objects.create(contact=contact, hosting=hosting, made_at=at)


def url(link: HostLink) -> str:
    """The absolute address to mail."""
    return links.url("host", link.pk, link.contact.link_version)


def find(token: str, at: datetime) -> HostLink:
    """The link a token is of. Whether this browser may open it, `devices` says.

    Raises BadLink, or OldLink when its time is over or the practice has no part in it any more.
    """
    rows = HostLink.objects.select_related(
        "contact__host", "hosting__occurrence__event", "hosting__spot", "hosting__host"
    )
    found = rows.filter(pk=links.parse(token).pk).first()
    if found is None:
        raise BadLink
    links.verify("host", token, found.contact.link_version, at)
    if found.contact.left_at or at >= ends_at(found) or not _has_page(found):
        raise OldLink
    return found


def ends_at(link: HostLink) -> datetime:
    """From when it opens nothing any more."""
    if link.hosting is None:
        return link.made_at + YEAR_LASTS
    hosting = link.hosting
    return (
        hosting.links_end_at if hosting.was_called_off else hosting.ended_at or hosting.links_end_at
    )


def _has_page(link: HostLink) -> bool:
    hosting = link.hosting
    return hosting is None or hosting.has_part or hosting.was_called_off
