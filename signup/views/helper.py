"""The link that lets one phone take attendance: a door with one button, kept by the first browser.

Mail scanners and previews open links, so only the button's POST opens it.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from events.domain import helper_passes
from events.domain.door import TAPS_TAKEN
from events.models import HelperPass
from home.frame import frame
from mail.domain.links import LinkError, OldLink
from signup import devices
from signup.views.door import sealed


@require_http_methods(["GET", "HEAD", "POST"])
@sealed
def helper(request: HttpRequest, token: str) -> HttpResponse:
    at = frame(request).at
    try:
        found = helper_passes.find(token, at)
    except LinkError as error:
        is_old = isinstance(error, OldLink)
        status = 410 if is_old else 404
        return render(request, "signup/door/no_link.html", {"is_old": is_old}, status=status)
    if devices.is_known(request, found):
        return redirect("signup:door", found.occurrence_id)
    if request.method == "POST" and not found.device:
        return _open(request, found)
    context = {"occurrence": found.occurrence, "is_taken": bool(found.device)}
    status = 403 if found.device else 200
    return render(request, "signup/door/helper.html", context, status=status)


def _open(request: HttpRequest, found: HelperPass) -> HttpResponse:
    """This phone keeps the link; if another was quicker, that one does."""
    at = frame(request).at
    secret = devices.open_new(found, at)
    if not secret:
        return redirect(request.path)
    response = redirect("signup:door", found.occurrence_id)
    until = found.occurrence.ends_at + TAPS_TAKEN
    devices.remember(response, found, secret, path="/", at=at, until=until)
    return response
