"""What the pages of a registration and of a turn have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from contacts.models.contact import short_name
from events.domain import proof
from events.domain.errors import ActRefused
from events.models import Occurrence, Registration
from home.frame import frame
from signup import words
from signup.domain import claims, elsewhere, my_data
from signup.domain.claims import Claim, Standing
from signup.domain.deposit import asked
from signup.forms import CorrectionForm
from signup.forms.person import initial
from signup.words import Said

Act = Callable[[HttpRequest, Any, datetime], HttpResponse]
Show = Callable[..., HttpResponse]


def act(
    request: HttpRequest, claim: Claim, at: datetime, acts: Mapping[str, Act], show: Show
) -> HttpResponse:
    """Do what the pressed button says; a refusal is shown on the page, with the reason."""
    do = acts.get(request.POST.get("act", ""))
    if do is None:
        return show(request, claim, at)
    try:
        return do(request, claim, at)
    except ActRefused as refused:
        claim.refresh_from_db()
        return show(request, claim, at, refused=str(refused), status=409)


def to(claim: Claim, done: str = "") -> HttpResponse:
    """On to the claim's page, saying what was just done."""
    return redirect(claims.path(claim) + (f"?done={done}" if done else ""))


def page(
    request: HttpRequest,
    claim: Claim,
    template: str,
    *,
    said: Said | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page of a claim; `said` is what it says first, unless its template does."""
    at = frame(request).at
    context = {
        "claim": claim,
        "occurrence": claim.occurrence,
        "whose": whose(claim),
        "standing": claims.standing(claim, at),
        "heading": said.heading if said else "",
        "lead": said.lead if said else "",
        "can_sign_up_again": claim.occurrence.is_in_window(at),
        "done": request.GET.get("done", "") if request.method == "GET" else "",
        "step": request.GET.get("step", ""),
        "asks": asked(claim.occurrence),
    }
    return render(request, template, context | more, status=status)


def ended(claim: Claim, at: datetime) -> dict[str, Any]:
    """What the page of a claim that has come to its end shows: of the person no more than before,
    since a link can come into other hands."""
    return {"said": words.of_end(claim), "elsewhere": elsewhere_of(claim, at)}


def elsewhere_of(claim: Claim, at: datetime) -> list[Occurrence]:
    """Where there are places."""
    return [] if claim.occurrence.is_trial else elsewhere.with_places(claim.occurrence, at)


def whose(claim: Claim) -> str:
    """First name and initial: as the contact is called, or before proof as was typed."""
    if claim.contact:
        return claim.contact.short_name
    return short_name((claim.submitted or {}).get("name", ""))


# Proof


def proof_page(
    request: HttpRequest,
    claim: Claim,
    at: datetime,
    *,
    form: CorrectionForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """What was typed, to be looked at and corrected, and the button that answers."""
    if request.GET.get("done") == "confirm" and claim.ended_at:
        return page(request, claim, "signup/too_late.html")
    typed: Any = claim.submitted or {}
    shown = form or CorrectionForm(
        initial=initial(typed), occurrence=claim.occurrence, today=timezone.localdate(at)
    )
    more = {"form": shown, "typed": typed, "refused": refused, "others": _others(claim)}
    return page(request, claim, "signup/proof.html", status=status, **more)


def confirm(request: HttpRequest, claim: Claim, at: datetime) -> HttpResponse:
    """The address answers; with the form sent along, what was typed is corrected first."""
    if claims.standing(claim, at) != Standing.PROOF:
        return to(claim, "confirm")
    submitted = None
    if "name" in request.POST:
        form = CorrectionForm(
            request.POST, occurrence=claim.occurrence, today=timezone.localdate(at)
        )
        if not form.is_valid():
            return proof_page(request, claim, at, form=form)
        submitted = form.submitted(claim.address)
    prove = proof.confirm if isinstance(claim, Registration) else proof.prove
    return to(prove(claim.pk, submitted), "confirm")


def not_me(request: HttpRequest, claim: Claim, at: datetime) -> HttpResponse:
    """The address belongs to somebody who did not sign up."""
    proof.not_me(claim)
    return page(request, claim, "signup/not_me.html")


def mail_my_data(request: HttpRequest, claim: Claim, at: datetime) -> HttpResponse:
    """Mail the link to everything the person has here."""
    if claim.contact:
        my_data.send_link(claim.contact.email, language=claim.language, at=at)
    return to(claim, "my_data")


def _others(claim: Claim) -> list[tuple[Claim, str]]:
    return [(it, claims.path(it)) for it in claims.other_unproven(claim)]
