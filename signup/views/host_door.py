"""The door of a host's link: it opens in one browser only, and says nothing about anybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from events.domain import host_link_again, host_links, host_offers
from events.domain.errors import ActRefused
from events.models import HostLink
from office.actor import of_host
from signup import devices
from signup.domain.host_visit import path
from signup.mailed import View, mailed

KEPT = timedelta(days=90)
"""How long the browser is known; what the link opens, and until when, is another question."""

Page = Callable[[HttpRequest, HostLink, datetime], HttpResponse]


def behind_the_door(page: Page) -> View:
    """A page of a host's link, for the browser that keeps it; every other is at the door."""

    @mailed(host_links.find, refusal="signup/host/link.html")
    @wraps(page)
    def view(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
        if devices.is_known(request, link):
            return page(request, link, at)
        return _door(request, link, at)

    return view


def _door(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    act = request.POST.get("act") if request.method == "POST" else ""
    if act == "open":
        return _open(request, link, at)
    if act == "send" and link.device:
        return _send(request, link, at)
    return _show(request, link)


def _open(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    secret = devices.open_new(link, at)
    if not secret:
        return _show(request, link)
    response = redirect(path(link))
    until = max(host_links.ends_at(link), at + KEPT)
    devices.remember(response, link, secret, path=path(link), at=at, until=until)
    return response


def _send(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    """Mail a fresh link to the contact's own address, whoever asks for it here."""
    try:
        _mail(link, at)
    except ActRefused as refused:
        return _show(request, link, refused=str(refused))
    return _show(request, link, is_sent=True)


def _mail(link: HostLink, at: datetime) -> None:
    if link.hosting:
        actor = of_host(link.contact_id)
        host_link_again.send(link.contact_id, link.hosting.pk, actor=actor)
    elif host_offers.mail_year(link.contact, at) is None:
        raise host_link_again.AskedTooOften


def _show(
    request: HttpRequest, link: HostLink, *, refused: str = "", is_sent: bool = False
) -> HttpResponse:
    context = {
        "link": link,
        "practice": link.contact.host.name,
        "hosting": link.hosting,
        "door": path(link),
        "address": masked(link.contact.email),
        "refused": refused,
        "is_sent": is_sent,
    }
    if not link.device:
        return render(request, "signup/host/door.html", context)
    return render(request, "signup/host/elsewhere.html", context, status=200 if is_sent else 403)


def masked(address: str) -> str:
    """ "b•••@praksis.dk": enough for its owner to know which."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}"
