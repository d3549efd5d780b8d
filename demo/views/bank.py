"""The way to what stands in for Stripe, where one plays the bank."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe


@require_safe
def bank(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{settings.STRIPE_API_BASE}/")
