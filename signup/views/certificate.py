"""The certificate of attendance behind the link of somebody's place."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.domain.certificates import certificate_of
from events.models import Registration
from home.frame import frame
from signup.domain import claims
from signup.mailed import mailed


@require_safe
@mailed(claims.registration)
def certificate(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    """The certificate to print; who was not there, or not yet, is told when there is one."""
    context = {"back_url": claims.path(claim), "occurrence": claim.occurrence}
    made = certificate_of(claim, at)
    if made is None:
        return render(request, "signup/no_certificate.html", context, status=404)
    more = {
        "certificate": made,
        "office_name": frame(request).name,
        "language": get_language(),
    }
    return render(request, "signup/certificate.html", context | more)
