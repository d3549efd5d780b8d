"""Views that other machines call: so many requests a minute from one network, no more."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from office import clock
from signup.domain.limits import too_many
from signup.domain.network import client_network

View = Callable[[HttpRequest], HttpResponse]


def at_most(a_minute: int, view: View) -> View:
    """Answer 429 to what is over it, without a body: no person sees it."""

    @wraps(view)
    def limited(request: HttpRequest) -> HttpResponse:
        if too_many(view.__name__, client_network(request), a_minute, clock.now()):
            return HttpResponse(status=429, headers={"Retry-After": "60"})
        return view(request)

    return limited
