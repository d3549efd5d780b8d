"""Paying a deposit: off to Stripe, and back to a page that shows that payment and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from events.domain import deposit_words
from events.models import Registration
from home.frame import frame
from office.money import money_words
from payments.domain import checkout, following, owing
from payments.models import Payment
from signup.mailed import HEADERS


def pay(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    """On to where it is paid. Raises ActRefused."""
    return HttpResponseRedirect(checkout.address(checkout.begin(claim.pk)))


@require_safe
def back(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of one payment. Its address is known to Stripe, so it leads nowhere personal."""
    rows = Payment.objects.select_related("registration__occurrence__event")
    payment = rows.filter(reference=reference).first()
    if payment is None:
        raise Http404
    at = frame(request).at
    if payment.is_begun:
        following.came_back(reference, at)
    with translation.override(payment.registration.language):
        response = render(request, "signup/payment.html", _told(payment, at))
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def sections(claim: Registration, at: datetime) -> dict[str, Any]:
    """What the page of a place says of its deposit."""
    if not claim.occurrence.asks_deposit and not claim.payments.exists():
        return {}
    kept = claim.payments.kept().prefetch_related("refunds").first()
    paid = kept or claim.payments.paid().prefetch_related("refunds").first()
    terms = deposit_words.terms_of(claim.occurrence)
    return {
        "deposit": {
            "is_due": checkout.is_due(claim, at),
            "amount": money_words(terms.amount, terms.currency),
            "rule": deposit_words.rule(terms),
            "payment": paid,
            "back_if_left": _back_if_left(paid, at),
        }
    }


def _back_if_left(paid: Payment | None, at: datetime) -> str:
    """What would come back to somebody who cancels now."""
    if paid is None or not paid.left:
        return ""
    return money_words(owing.back_if_left(paid, at), paid.currency)


def _told(payment: Payment, at: datetime) -> dict[str, Any]:
    ends = checkout.ends_at(payment.registration)
    return {
        "payment": payment,
        "amount": money_words(payment.amount, payment.currency),
        "occurrence": payment.registration.occurrence,
        "waits": payment.is_begun,
        "can_pay": payment.is_begun and payment.url and (ends is None or at < ends),
        "comes_back": payment.is_paid and not payment.left,
    }
