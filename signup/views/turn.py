"""The page of a turn in the waitlist, behind the link in its mails."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from events.domain import waitlist
from events.models import Turn
from signup import words
from signup.domain import claims
from signup.domain.claims import Standing
from signup.mailed import mailed
from signup.views import claim as shared


@mailed(claims.turn)
def turn(request: HttpRequest, claim: Turn, at: datetime) -> HttpResponse:
    """How far up the line the person is. Once offered a place, the link goes on to that."""
    if became := claims.onward(claim):
        return redirect(claims.path(became))
    if request.method == "POST":
        return shared.act(request, claim, at, ACTS, show)
    return show(request, claim, at)


def show(
    request: HttpRequest, claim: Turn, at: datetime, *, status: int = 200, **more: Any
) -> HttpResponse:
    standing = claims.standing(claim, at)
    if standing == Standing.PROOF:
        return shared.proof_page(request, claim, at, status=status, **more)
    if standing == Standing.WAITING:
        more["position"] = waitlist.position(claim)
        more["said"] = words.of_turn(claim.occurrence, more["position"])
        more["elsewhere"] = shared.elsewhere_of(claim, at)
    else:
        more |= shared.ended(claim, at)
    return shared.page(request, claim, "signup/turn.html", status=status, **more)


def leave(request: HttpRequest, claim: Turn, at: datetime) -> HttpResponse:
    return shared.to(waitlist.leave(claim.pk))


ACTS: dict[str, shared.Act] = {
    "confirm": shared.confirm,
    "not_me": shared.not_me,
    "my_data": shared.mail_my_data,
    "leave": leave,
}
