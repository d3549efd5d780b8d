"""Paying a deposit: off to Stripe, and back to a page that shows that payment and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from events.domain.wording import time_words
from events.models import Registration
from home.frame import frame
from office.money import money_words
from payments.domain import checkout, following
from payments.letters import WHY
from payments.models import GivenBackBecause, Payment
from signup import words
from signup.domain import claims
from signup.domain.deposit import deposit_of
from signup.mailed import HEADERS
from signup.paid_words import paid_rows

LEFT = "left"
"""What the address says of whoever came back without having paid."""


def pay(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    """On to where it is paid; where nothing is due any more, the page says how that is.

    Raises TooLateToPay, CannotReach.
    """
    try:
        return HttpResponseRedirect(checkout.address(checkout.begin(claim.pk)))
    except checkout.NothingDue:
        return redirect(claims.path(claim) + "?done=pay")


@require_safe
def back(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of one payment. Its address is known to Stripe, so it leads nowhere personal."""
    rows = Payment.objects.select_related("registration__occurrence__event")
    payment = rows.filter(reference=reference).prefetch_related("refunds").first()
    if payment is None:
        return _sealed(render(request, "signup/no_payment.html", status=404))
    at = frame(request).at
    if payment.is_begun:
        following.came_back(payment, at)
    with translation.override(payment.registration.language):
        told = {"has_left": LEFT in request.GET, **_told(payment, at)}
        return _sealed(render(request, "signup/payment.html", told))


def sections(claim: Registration, at: datetime) -> dict[str, Any]:
    """What the page of a place says of its deposit."""
    deposit = deposit_of(claim, at)
    told: dict[str, Any] = {"deposit": deposit}
    if deposit and deposit.payment:
        told["paid_rows"] = paid_rows(deposit.payment, claim.occurrence.zone)
    if deposit and deposit.time_ran_out:
        told["said"] = words.of_unpaid()
    return told


def _sealed(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _told(payment: Payment, at: datetime) -> dict[str, Any]:
    registration = payment.registration
    ends = checkout.ends_at(registration)
    refunds = list(payment.refunds.all())
    zone = registration.occurrence.zone
    return {
        "payment": payment,
        "amount": money_words(payment.amount, payment.currency),
        "given_back": money_words(payment.given_back, payment.currency),
        "occurrence": registration.occurrence,
        "can_pay": payment.is_begun and payment.url and (ends is None or at < ends),
        "until": time_words(registration.held_until, zone) if registration.held_until else "",
        "has_place": registration.is_confirmed,
        "because": WHY.get(GivenBackBecause(refunds[-1].because), "") if refunds else "",
        "is_too_late": any(it.because == GivenBackBecause.TOO_LATE for it in refunds),
        "by_card": payment.way == "card",
    }
