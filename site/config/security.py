"""Headers that Django's own middleware does not set."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

WAGTAILS = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}


PAYING = frozenset({"signup", "payments"})
"""Namespaces of the public acts."""


class HeadersMiddleware:
    """Permissions-Policy everywhere; inline scripts and styles where Wagtail's own views have them;
    forms that lead to Stripe where people sign up and pay.

    Those are its explorer and its page, image and settings forms; there a picture is shown from the
    browser (`blob:`) while it is uploaded, so that whoever puts it into words sees it. Views of
    ours, people's names and strangers' text in them, keep the strict policy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if _is_wagtails_own(request):
            response._csp_replace = WAGTAILS  # type: ignore[attr-defined]
        if settings.PAYMENTS_ON and _leads_to_stripe(request):
            to = {"form-action": settings.STRIPE_CHECKOUT_ORIGIN}
            response._csp_update = to  # type: ignore[attr-defined]
        return response


def _is_wagtails_own(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    is_explorer = (match.url_name or "").startswith("wagtailadmin_explore")
    return is_explorer or any(name.startswith("wagtail") for name in match.namespaces)


def _leads_to_stripe(request: HttpRequest) -> bool:
    """Whether a form of this page may be answered by a redirect to where one pays."""
    match = request.resolver_match
    return match is not None and not PAYING.isdisjoint(match.namespaces)
