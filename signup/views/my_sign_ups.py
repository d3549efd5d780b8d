from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from home.frame import frame
from mail.domain.addresses import normalize
from office.domain import limits
from office.network import client_network
from signup.domain import my_data
from signup.forms import AddressForm


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def my_sign_ups(request: HttpRequest) -> HttpResponse:
    """Ask for the link to one's own data by mail; the answer is the same for every address."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        _send(request, normalize(form.cleaned_data["email"]))
        return render(request, "signup/my_sign_ups_sent.html", form.cleaned_data)
    return render(request, "signup/my_sign_ups.html", {"form": form})


def _send(request: HttpRequest, address: str) -> None:
    at = frame(request).at
    over = limits.ask(address, client_network(request), at)
    if not (over.address or over.network):
        my_data.send_link(address, language=get_language() or "", at=at)
