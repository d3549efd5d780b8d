"""The page of one visit, for the practice that receives: who comes, who came, what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from events.domain import host_calendar, host_offers, hosting_acts
from events.domain.errors import ActRefused
from events.models import Hosting, HostLink
from office.actor import of_host
from signup.domain.host_visit import Visit, path
from signup.forms.host import CameForm, WriteBackForm
from signup.views import host_year
from signup.views.host_door import behind_the_door

Act = Callable[[HttpRequest, HostLink, Hosting, datetime], HttpResponse]
DONE = {"save", "cancel", "take_back", "year", "year_waits"}


@behind_the_door
def host(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    """The practice's year, or one visit."""
    hosting = link.hosting
    if hosting is None:
        return host_year.page(request, link, at)
    do = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    if do is None:
        return show(request, link, Visit(hosting, at))
    try:
        return do(request, link, hosting, at)
    except ActRefused as refused:
        hosting.refresh_from_db()
        return show(request, link, Visit(hosting, at), refused=str(refused), status=409)


def show(
    request: HttpRequest, link: HostLink, visit: Visit, *, status: int = 200, **more: Any
) -> HttpResponse:
    done = request.GET.get("done", "")
    can_mark = bool(visit.days_to_mark) and not (visit.is_list_closed or visit.is_off)
    context = {
        "visit": visit,
        "hosting": visit.hosting,
        "occurrence": visit.occurrence,
        "guests": [] if visit.is_off else visit.guests,
        "came": CameForm(visit=visit) if can_mark and visit.guests else None,
        "back": _write_back(visit) if visit.has_begun and not visit.is_off else None,
        "done": done if done in DONE else "",
        "urls": {
            "cancel": path(link, "host_cancel"),
            "notice": path(link, "host_notice"),
            "calendar": path(link, "host_calendar") if _has_invite(link, visit) else "",
        },
    }
    return render(request, "signup/host/visit.html", context | more, status=status)


def _has_invite(link: HostLink, visit: Visit) -> bool:
    return host_calendar.entry(visit.hosting, link.contact) is not None


def save(request: HttpRequest, link: HostLink, hosting: Hosting, at: datetime) -> HttpResponse:
    """Who came, and the lines back: one form, one button."""
    visit, actor = Visit(hosting, at), of_host(link.contact_id)
    came, back = CameForm(request.POST, visit=visit), WriteBackForm(request.POST)
    if not (came.is_valid() & back.is_valid()):
        return show(request, link, visit, came=came, back=back)
    try:
        if said := came.said:
            hosting_acts.mark(hosting.pk, said, actor=actor)
        hosting_acts.write_back(hosting.pk, actor=actor, **back.cleaned_data)
    except ActRefused as refused:  # what was written is not to be written twice
        hosting.refresh_from_db()
        again = Visit(hosting, at)
        return show(request, link, again, back=back, refused=str(refused), status=409)
    return redirect(f"{path(link)}?done=save")


def take_back(request: HttpRequest, link: HostLink, hosting: Hosting, at: datetime) -> HttpResponse:
    hosting_acts.take_back(hosting.pk, actor=of_host(link.contact_id))
    return redirect(f"{path(link)}?done=take_back")


def mail_year(request: HttpRequest, link: HostLink, hosting: Hosting, at: datetime) -> HttpResponse:
    """Mail the link to everything the practice has here, to the contact's own address."""
    sent = host_offers.mail_year(link.contact, at)
    return redirect(f"{path(link)}?done={'year' if sent else 'year_waits'}")


def _write_back(visit: Visit) -> WriteBackForm:
    hosting = visit.hosting
    again = {None: "", True: "yes", False: "no"}[hosting.gladly_again]
    return WriteBackForm(initial={"lines": hosting.lines, "gladly_again": again})


ACTS: dict[str, Act] = {"save": save, "take_back": take_back, "year": mail_year}
