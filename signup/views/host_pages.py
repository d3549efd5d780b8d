"""What hangs on a visit's page: *we must cancel*, the notice to print, the calendar file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from events.domain import host_calendar, hosting_acts, scheduling
from events.domain.errors import ActRefused
from events.models import Hosting, HostLink
from mail.domain.links import BadLink
from office.actor import of_host
from signup.domain.host_visit import Visit, path
from signup.forms.host import CancelForm
from signup.views.host_door import behind_the_door


@behind_the_door
def cancel(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    """What would happen, why, and the button."""
    visit = _visit(link, at)
    if not visit.can_cancel:
        return redirect(path(link))
    if request.method != "POST":
        return _ask(request, link, visit)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _ask(request, link, visit, form=form)
    try:
        actor = of_host(link.contact_id)
        hosting_acts.cancel(visit.hosting.pk, actor=actor, **form.cleaned_data)
    except ActRefused as refused:
        again = Visit(Hosting.objects.get(pk=visit.hosting.pk), at)
        kept = {"reason": form.cleaned_data["reason"]}
        return _ask(request, link, again, typed=kept, refused=str(refused), status=409)
    return redirect(f"{path(link)}?done=cancel")


def _ask(
    request: HttpRequest,
    link: HostLink,
    visit: Visit,
    *,
    status: int = 200,
    typed: dict[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    hosting = visit.hosting
    at_once = hosting_acts.is_called_off_at_once(hosting, visit.at)
    context = {
        "visit": visit,
        "hosting": hosting,
        "occurrence": visit.occurrence,
        "at_once": at_once,
        "told": scheduling.who_is_told(visit.occurrence).total,
        "people": len(visit.guests),
        "form": CancelForm(initial={"at_once": at_once, **(typed or {})}),
        "back": path(link),
    }
    return render(request, "signup/host/cancel.html", context | more, status=status)


@behind_the_door
def notice(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    """To print for the waiting room. It names nobody."""
    visit = _visit(link, at)
    context = {"hosting": visit.hosting, "occurrence": visit.occurrence, "back": path(link)}
    return render(request, "signup/host/notice.html", context)


@behind_the_door
def calendar(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    """The visit as a calendar file, to download."""
    hosting = _visit(link, at).hosting
    invite = host_calendar.entry(hosting, link.contact)
    if invite is None:
        return redirect(path(link))
    text = host_calendar.published(invite, hosting, at)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return response


def _visit(link: HostLink, at: datetime) -> Visit:
    if link.hosting is None:
        raise BadLink
    return Visit(link.hosting, at)
