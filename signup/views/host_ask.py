"""Are you a host practice? Then the link to your year is mailed to you."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events.domain import host_asking
from home.frame import frame
from mail.domain.addresses import normalize
from office.domain import limits
from office.network import client_network
from signup.forms.host_offer import PracticeAddressForm


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def host_ask(request: HttpRequest) -> HttpResponse:
    """Ask for the link by mail; the answer is the same for every address, and takes as long."""
    form = PracticeAddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if not form.is_from_machine:
            _send(request, normalize(form.cleaned_data["email"]))
        return render(request, "signup/host_ask_sent.html", form.cleaned_data)
    return render(request, "signup/host_ask.html", {"form": form})


def _send(request: HttpRequest, address: str) -> None:
    at = frame(request).at
    over = limits.ask(address, client_network(request), at)
    if not (over.address or over.network):
        host_asking.ask(address, at)
