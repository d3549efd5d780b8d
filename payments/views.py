"""Where Stripe tells us what happened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from payments.domain import inbox

LARGEST = 256 * 1024
"""Bytes of one event; Stripe's are far smaller."""


@csrf_exempt
def webhook(request: HttpRequest) -> HttpResponse:
    """Keep an event that Stripe signed, and answer before anything is done about it.

    What is not signed learns nothing, and neither does who only looks.
    """
    if request.method != "POST" or not _is_of_size(request.headers.get("Content-Length", "0")):
        return HttpResponse(status=404)
    try:
        inbox.take_in(request.body, request.headers.get("Stripe-Signature", ""))
    except inbox.NotSigned:
        return HttpResponse(status=400)
    return HttpResponse(status=204)


def _is_of_size(said: str) -> bool:
    return said.isascii() and said.isdecimal() and len(said) < 10 and int(said) <= LARGEST
