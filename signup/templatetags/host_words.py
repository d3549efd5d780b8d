"""A practice's visit in words, as filters."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.domain import wording
from events.models import Hosting
from signup.domain.host_visit import Room

register = template.Library()


@register.filter
def visit_day(hosting: Hosting) -> str:
    """ "Wednesday 10 December 2026", or the days of a longer one."""
    days = hosting.days
    return wording.span_words(days[0], days[-1])


@register.filter
def visit_hours(hosting: Hosting) -> str:
    """ "9:00-15:00" on the event's clock."""
    zone = hosting.occurrence.zone
    if len(hosting.days) > 1:
        return wording.hours_words(hosting.occurrence)
    start, end = (wording.time_words(it, zone) for it in (hosting.starts_at, hosting.ends_at))
    return f"{start}–{end}"


@register.filter
def visit_when(hosting: Hosting) -> str:
    return f"{visit_day(hosting)}, {visit_hours(hosting)}"


@register.filter
def links_until(hosting: Hosting) -> str:
    """The day on which the visit's page closes."""
    end = hosting.links_end_at.astimezone(hosting.occurrence.zone)
    return wording.date_words(end.date())


@register.filter
def at_words(at: datetime, hosting: Hosting) -> str:
    return wording.moment_words(at, hosting.occurrence.zone)


@register.filter
def room_words(room: Room) -> str:
    """ "1 of 3 is free; 2 wait" """
    free = ngettext("%(free)d of %(all)d is free", "%(free)d of %(all)d are free", room.free) % {
        "free": room.free,
        "all": room.capacity,
    }
    if not room.waiting:
        return free
    waiting = ngettext("%(n)d person waits", "%(n)d people wait", room.waiting)
    return _("%(free)s; %(waiting)s") % {"free": free, "waiting": waiting % {"n": room.waiting}}
