"""Links that let one named phone take attendance on one date, without a login."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from events.domain.door import log_at_door
from events.domain.errors import ActRefused
from events.domain.places import Places
from events.models import HelperPass
from mail.domain import links
from mail.domain.links import BadLink, OldLink
from office.actor import Actor

VERSION = 1
"""Of every pass's link: taking one back is making a new one."""
NAMES_KEPT = timedelta(days=30)
"""How long after the end it is kept whose phone it was."""
SEEN_EVERY = timedelta(minutes=1)


def make(occurrence: int, name: str, *, actor: Actor) -> HelperPass:
    """A new link for one phone, named for the office. Raises ActRefused."""
    with Places.lock(occurrence) as places:
        name = name.strip()[:60]
        if not name:
            raise ActRefused(_("Say whose phone it is."))
        by: Any = actor.user
        made = HelperPass(occurrence=places.occurrence, name=name, made_at=places.at, made_by=by)
        if not places.occurrence.is_scheduled or places.at >= made.ends_at:
            raise ActRefused(_("No attendance is taken: this date is not on, or is over."))
        made.save()
        log_at_door(places.occurrence, "events.make_helper_pass", actor, helper=made.pk)
        return made


def revoke(helper_pass: int, *, actor: Actor) -> HelperPass:
    """Let a link, and the phone that keeps it, open and send nothing any more."""
    occurrence = HelperPass.objects.filter(pk=helper_pass).values_list("occurrence", flat=True)
    with Places.lock(occurrence.first() or 0) as places:
        found = HelperPass.objects.select_for_update().get(pk=helper_pass)
        if found.revoked_at is None:
            found.revoked_at = places.at
            found.save(update_fields=["revoked_at"])
            told = {"helper": found.pk}
            log_at_door(places.occurrence, "events.revoke_helper_pass", actor, **told)
        return found


def url(helper_pass: HelperPass) -> str:
    """The absolute address to give to the helper's phone."""
    return links.url("helper", helper_pass.pk, VERSION)


def find(token: str, at: datetime) -> HelperPass:
    """The pass a link is of. Whether this browser may open it, `devices` says.

    Raises BadLink, or OldLink when it was revoked or its time is over.
    """
    found = of_dates().filter(pk=links.parse(token).pk).first()
    if found is None:
        raise BadLink
    links.verify("helper", token, VERSION, at)
    if found.revoked_at or at >= found.ends_at or not found.occurrence.is_scheduled:
        raise OldLink
    return found


def of_dates() -> QuerySet[HelperPass]:
    return HelperPass.objects.select_related("occurrence__event")


def seen(helper_pass: HelperPass, at: datetime) -> None:
    """Note that its phone asked; not more often than the office needs to know."""
    long_ago = Q(seen_at=None) | Q(seen_at__lte=at - SEEN_EVERY)
    HelperPass.objects.filter(long_ago, pk=helper_pass.pk).update(seen_at=at)


def overdue(at: datetime) -> QuerySet[HelperPass]:
    """Those whose name is kept no longer."""
    return HelperPass.objects.filter(~Q(name=""), occurrence__ends_at__lte=at - NAMES_KEPT)


def clean(at: datetime) -> None:
    overdue(at).update(name="")
