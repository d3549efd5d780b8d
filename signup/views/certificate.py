"""The certificate of attendance behind the link of somebody's place; whether one is genuine."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from events.domain.certificates import certificate_of, genuine
from events.models import Registration
from home.frame import frame
from signup.certificates import sheet
from signup.domain import claims
from signup.forms.certificate import CertificateForm
from signup.mailed import mailed


@require_safe
@mailed(claims.registration)
def certificate(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
    """The certificate to print; who was not there, or not yet, is told when there is one."""
    context = {"back_url": claims.path(claim), "occurrence": claim.occurrence}
    made = certificate_of(claim, at)
    if made is None:
        return render(request, "signup/no_certificate.html", context, status=404)
    told = sheet(made, frame(request).name)
    return render(request, "signup/certificate.html", context | told)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Whether a certificate somebody was shown is genuine: its days and hours, and no name."""
    form = CertificateForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        context["found"] = genuine(typed["number"], typed["code"], frame(request).at)
        context["is_unknown"] = context["found"] is None
    response = render(request, "signup/certificate_check.html", context)
    response["Cache-Control"] = "no-store"
    return response
