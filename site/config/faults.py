"""What is answered when something broke."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER = "120"


def server_error(request: HttpRequest) -> HttpResponse:
    """The fault is ours: 500. While the database does not answer, as during an upgrade: 503."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        headers = {"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    return HttpResponse(render_to_string("500.html"), status=500)
