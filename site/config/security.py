"""Headers that Django's own middleware does not set."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

WAGTAILS = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}


class HeadersMiddleware:
    """Permissions-Policy everywhere; inline scripts and styles where Wagtail's own views have them.

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
        return response


def _is_wagtails_own(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    is_explorer = (match.url_name or "").startswith("wagtailadmin_explore")
    return is_explorer or any(name.startswith("wagtail") for name in match.namespaces)
