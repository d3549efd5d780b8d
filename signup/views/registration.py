"""A registration's own page, behind the link in its mails."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from events.domain import calendar_links, coming, registrations, waitlist
from events.domain.certificates import certificate_of
from events.domain.facts import facts
from events.models import Registration
from office.actor import PERSON
from signup import words
from signup.domain import afterwards, claims
from signup.domain.claims import Standing
from signup.domain.phases import Phase, phase
from signup.forms import LikelihoodForm
from signup.mailed import mailed
from signup.ticket import ticket
from signup.views import claim as shared
from signup.views import friend, needs, payment, questions, spots


@mailed(claims.registration)
def registration(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    """Where the registration stands, and what can be done about it."""
    if became := claims.onward(claim):
        return redirect(claims.path(became))
    if request.method == "POST":
        return shared.act(request, claim, at, ACTS, show)
    return show(request, claim, at)


def show(
    request: HttpRequest, claim: Registration, at: datetime, *, status: int = 200, **more: Any
) -> HttpResponse:
    standing = claims.standing(claim, at)
    if standing == Standing.PROOF:
        return shared.proof_page(request, claim, at, status=status, **more)
    if standing == Standing.CONFIRMED:
        asked = needs.sections(claim, at, **more) | questions.sections(claim, at, **more)
        placed = spots.sections(claim, at, **more) | friend.sections(claim, at, **more)
        more = _confirmed(request, claim, at) | asked | placed | more
    elif standing == Standing.OFFERED and claim.held_until:
        more["said"] = words.of_offer(claim.occurrence, claim.held_until, at)
    elif standing == Standing.AWAITING and claim.held_until:
        more["said"] = words.of_awaiting(claim.occurrence, claim.held_until, at)
    else:
        more |= shared.ended(claim, at)
    more |= payment.sections(claim, at)
    return shared.page(request, claim, "signup/registration.html", status=status, **more)


def _confirmed(request: HttpRequest, claim: Registration, at: datetime) -> dict[str, Any]:
    told: Any = facts(claim, at)
    others = claims.other_unproven(claim) if request.GET.get("done") == "confirm" else []
    came = certificate_of(claim, at) is not None
    is_asked = coming.is_open(claim, at)
    return {
        "said": _said(claim, phase(claim.occurrence, at, came=came), is_asked),
        "invite_url": claims.invite_path(claim),
        "certificate_url": claims.certificate_path(claim) if came else "",
        "ticket": ticket(claim, at),
        "google": calendar_links.google_link(told),
        "outlook": calendar_links.outlook_link(told),
        "outlook_work": calendar_links.outlook_link(told, work=True),
        "can_cancel": at < claim.occurrence.starts_at,
        "is_asked_coming": is_asked,
        "is_over": at >= claim.occurrence.ends_at,
        "question": LikelihoodForm() if afterwards.is_asked(claim, at) else None,
        "others": [(it, claims.path(it)) for it in others],
    }


def _said(claim: Registration, now: Phase, is_asked: bool) -> words.Said:
    if is_asked:
        return words.of_question(claim.occurrence, coming.moved_from(claim))
    return words.of_place(now, claim.occurrence)


def accept(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    return shared.to(waitlist.accept(claim.pk))


def decline(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    return shared.to(waitlist.decline(claim.pk))


def cancel(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    return shared.to(registrations.cancel(claim.pk, actor=PERSON))


def still_coming(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    return shared.to(coming.say_yes(claim.pk, actor=PERSON), "still_coming")


def answer(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    form = LikelihoodForm(request.POST)
    if not form.is_valid():
        return show(request, claim, at, question=form)
    afterwards.answer(claim, form.cleaned_data["likelihood"], at)
    return shared.to(claim, "answer")


ACTS: dict[str, shared.Act] = {
    "confirm": shared.confirm,
    "not_me": shared.not_me,
    "my_data": shared.mail_my_data,
    "accept": accept,
    "decline": decline,
    "cancel": cancel,
    "pay": payment.pay,
    "still_coming": still_coming,
    "answer": answer,
    **needs.acts(show),
    **questions.acts(show),
    **spots.acts(show),
    **friend.acts(show),
}
