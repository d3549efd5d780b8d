"""What there is to do about host practices: one that cancelled, cannot be reached, has not said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from desk import words
from desk.domain.today_dates import LONG_AGO, SAYS_WITHIN, WEEK, Found
from events.models import CheckIn, HostContact, Hosting, HostInvite, OccurrenceState, Registration
from mail.models import Message


def find(at: datetime) -> Iterator[Found]:
    """Four statements, however many practices there are."""
    yield from _cancelled(at)
    yield from _without_contact(at)
    yield from _unreached(at)
    yield from _silent(at)


def _living(at: datetime) -> Any:
    """Those of dates to come, the soonest first."""
    rows = Hosting.objects.filter(
        ended_at=None,
        occurrence__state=OccurrenceState.SCHEDULED,
        occurrence__trial_until=None,
    ).alias(start=Coalesce("spot__starts_at", "occurrence__starts_at"))
    rows = rows.select_related("host", "spot", "occurrence__event__coordinator")
    return rows.order_by("start", "pk")


def _cancelled(at: datetime) -> Iterator[Found]:
    for it in _living(at).filter(cancelled_at__isnull=False, occurrence__ends_at__gt=at):
        url = reverse("dates:edit", args=[it.occurrence_id])
        said = _("%(practice)s has had to cancel.") % {"practice": it.host}
        yield Found("hosts", it.occurrence, _("Find another practice, or call off"), said, url)


def _without_contact(at: datetime) -> Iterator[Found]:
    there = HostContact.objects.filter(host=OuterRef("host"), left_at=None)
    soon = _living(at).filter(start__gt=at, start__lte=at + WEEK, cancelled_at=None)
    for it in soon.filter(~Exists(there)):
        url = reverse("hosts:edit", args=[it.host_id])
        said = _("No contact of %(practice)s has an e-mail address: nobody there is told.")
        told = said % {"practice": it.host}
        yield Found("hosts", it.occurrence, _("Call the practice"), told, url)


def _unreached(at: datetime) -> Iterator[Found]:
    """One line for each practice whose mail about a visit to come did not arrive."""
    named = Concat(Value("host:"), Cast("pk", CharField()))
    failed = Message.objects.to_deal_with().filter(claim=OuterRef("named")).order_by("-pk")
    invites: Any = HostInvite.objects.filter(
        hosting__ended_at=None, hosting__occurrence__ends_at__gt=at
    )
    known = invites.select_related("hosting__host", "hosting__occurrence__event__coordinator")
    known = known.alias(named=named).annotate(mail=Subquery(failed.values("pk")[:1]))
    known = known.exclude(mail=None)
    for invite in known.order_by("hosting__occurrence__starts_at", "pk"):
        said = _("A mail to %(practice)s did not arrive.") % {"practice": invite.hosting.host}
        url = reverse("mails:show", args=[invite.mail])
        yield Found("hosts", invite.hosting.occurrence, _("Call the practice"), said, url)


def _silent(at: datetime) -> Iterator[Found]:
    """Asked who came, three days gone, and somebody is still not marked."""
    asked = _living(at).filter(
        asked_at__lte=at - SAYS_WITHIN,
        occurrence__ends_at__gt=at - LONG_AGO,
        occurrence__list_closed_at=None,
        marked_at=None,
    )
    of_date = Registration.objects.met().filter(occurrence=OuterRef("occurrence"))
    marks = CheckIn.objects.filter(registration=OuterRef("pk"))
    of_spot = of_date.filter(~Exists(marks), allocations__spot=OuterRef("of_spot"))
    for it in asked.filter(Q(Exists(of_date), of_spot=None) | Q(Exists(of_spot))):
        when = words.moment(it.asked_at, it.occurrence.zone)
        told = {"practice": it.host, "when": when}
        said = _("%(practice)s was asked %(when)s and has not said who came.") % told
        url = reverse("dates:attendance", args=[it.occurrence_id])
        yield Found("hosts", it.occurrence, _("Ask who came"), said, url)
