"""A practice's year behind a mailed link: what comes, who came, the days it offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from events.domain import host_link_again, host_offers, offer_words
from events.domain.errors import ActRefused
from events.domain.host_year import year
from events.models import HostLink, HostOffer
from office.actor import Actor, of_host
from office.models import Office
from signup.forms.host_offer import OfferForm

Act = Callable[[HttpRequest, HostLink, datetime], HttpResponse]

SHOWN = timedelta(days=365)
"""How long an answered offer is shown."""
DAYS_SHOWN = 12
"""So many days are listed before an offer is sent; of the rest the number is said."""


@dataclass(frozen=True)
class Line:
    """An offer as its practice reads it."""

    offer: HostOffer
    words: str
    can_offer_again: bool


def page(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    """The year of the link's practice, or what the pressed button says."""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""), show)
        try:
            return act(request, link, at)
        except ActRefused as refused:
            return show(request, link, at, refused=str(refused), status=409)
    if request.GET.get("step") == "offer":
        return _form_page(request, link, OfferForm(today=timezone.localdate(at)))
    return show(request, link, at)


def show(
    request: HttpRequest, link: HostLink, at: datetime, *, refused: str = "", status: int = 200
) -> HttpResponse:
    lines = _offers(link, at)
    undo = request.GET.get("offer", "")
    context = {
        "host": link.contact.host,
        "year": year(link.contact.host_id, at),
        "waiting": [it for it in lines if it.offer.is_new()],
        "answered": [it for it in lines if not it.offer.is_new()],
        "undo": next((it for it in lines if str(it.offer.pk) == undo), None),
        "office": Office.objects.current(at),
        "done": request.GET.get("done", ""),
        "refused": refused,
        "at": at,
    }
    return render(request, "signup/host_year.html", context, status=status)


def preview(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    """The days that would do, to be looked at before the offer is sent."""
    form = OfferForm(request.POST, today=timezone.localdate(at))
    if not form.is_valid():
        return _form_page(request, link, form)
    fit = [it.day for it in form.offered if it.fits]
    context = {
        "host": link.contact.host,
        "form": form,
        "words": offer_words.offer_words(HostOffer(**vars(form.given))),
        "days": fit[:DAYS_SHOWN],
        "more": len(fit[DAYS_SHOWN:]),
        "last": fit[-1],
        "left_out": [it for it in form.offered if it.holiday],
    }
    return render(request, "signup/host_offer_preview.html", context)


def change(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    """Back to the form, with what was typed."""
    return _form_page(request, link, OfferForm(request.POST, today=timezone.localdate(at)))


def offer(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    form = OfferForm(request.POST, today=timezone.localdate(at))
    if not form.is_valid():
        return _form_page(request, link, form)
    host_offers.offer(link.contact_id, form.given, actor=_actor(link))
    return redirect(f"{request.path}?done=offer")


def withdraw(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    found = host_offers.withdraw(_own(request, link), actor=_actor(link))
    return redirect(f"{request.path}?done=withdraw&offer={found.pk}")


def take_back(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    host_offers.take_back_withdrawal(_own(request, link), actor=_actor(link))
    return redirect(f"{request.path}?done=take_back")


def mail_visit(request: HttpRequest, link: HostLink, at: datetime) -> HttpResponse:
    """Mail the link to one visit, to the contact's own address: here it shows nobody's name."""
    visit = _number(request.POST.get("visit", ""))
    host_link_again.send(link.contact_id, visit, actor=_actor(link))
    return redirect(f"{request.path}?done=visit")


def _form_page(request: HttpRequest, link: HostLink, form: OfferForm) -> HttpResponse:
    context: dict[str, Any] = {"host": link.contact.host, "form": form}
    return render(request, "signup/host_offer.html", context)


def _offers(link: HostLink, at: datetime) -> list[Line]:
    mine = HostOffer.objects.filter(host=link.contact.host_id)
    recent = mine.filter(Q(answered_at=None) | Q(answered_at__gt=at - SHOWN))
    today = timezone.localdate(at)
    return [_line(it, it.last_day > today) for it in recent]


def _line(offer: HostOffer, is_to_come: bool) -> Line:
    is_withdrawn = offer.state == HostOffer.State.WITHDRAWN
    return Line(offer, offer_words.offer_words(offer), is_withdrawn and is_to_come)


def _own(request: HttpRequest, link: HostLink) -> int:
    """The number of an offer of the link's own practice. Raises ActRefused."""
    mine = HostOffer.objects.filter(host=link.contact.host_id)
    found = mine.filter(pk=_number(request.POST.get("offer", ""))).first()
    if found is None:
        raise ActRefused
    return found.pk


def _number(typed: str) -> int:
    """The number of a row; 0, which none has, for anything else."""
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0


def _actor(link: HostLink) -> Actor:
    return of_host(link.contact_id)


ACTS: dict[str, Act] = {
    "preview": preview,
    "change": change,
    "offer": offer,
    "withdraw": withdraw,
    "take_back": take_back,
    "visit": mail_visit,
}
