"""What proxies say of a request is believed from those in `TRUSTED_PROXIES` alone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from office.network import is_trusted, peer_of

SCHEME = "HTTP_X_FORWARDED_PROTO"


class TrustedProxiesMiddleware:
    """Takes X-Forwarded-Proto from whoever else says it, before Django reads it. (Of
    X-Forwarded-For the same is seen to where it is read.)"""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SCHEME in request.META and not is_trusted(peer_of(request)):
            del request.META[SCHEME]
        return self.get_response(request)
