"""Views that may be asked so often in a minute from one network, and no more."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from office import clock
from office.domain.limits import too_many
from office.network import client_network

View = Callable[[HttpRequest], HttpResponse]


def nothing(request: HttpRequest) -> HttpResponse:
    """Where other machines ask, no person sees it."""
    return HttpResponse()


def at_most(a_minute: int, view: View, otherwise: View = nothing) -> View:
    """Answer 429 to what is over it, with the words of `otherwise`."""

    @wraps(view)
    def limited(request: HttpRequest) -> HttpResponse:
        if not too_many(view.__name__, client_network(request), a_minute, clock.now()):
            return view(request)
        response = otherwise(request)
        response.status_code, response["Retry-After"] = 429, "60"
        return response

    return limited
