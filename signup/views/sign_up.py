"""The sign-up page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events.domain.errors import NotForYou, SignUpClosed
from events.domain.showing import Showing, show
from events.domain.submitted import Submitted
from events.models import Occurrence
from home.coming import translated_title
from home.frame import frame
from office.network import client_network
from signup import cookies
from signup.cookies import Remembered
from signup.domain import asking, elsewhere
from signup.domain.deposit import asked
from signup.forms import SignUpForm

FULL = {"full", "full_list_full", "being_offered"}

accepts_forms = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@accepts_forms
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; or why there is none now, and what to do instead."""
    occurrence = _find(pk)
    if occurrence is None:
        return render(request, "signup/unknown.html", status=404)
    at = frame(request).at
    showing = show(occurrence, at)
    if not showing.can_sign_up:
        return _closed(request, occurrence, showing)
    form = _form(request, occurrence, at)
    if form.is_bound and (form.is_from_machine or form.is_valid()):
        return _signed_up(request, occurrence, form, showing, at)
    return _page(request, occurrence, showing, form)


def _form(request: HttpRequest, occurrence: Occurrence, at: datetime) -> SignUpForm:
    """What was typed here; or, unsent, what somebody brings along from a date that is full."""
    about = {"occurrence": occurrence, "today": timezone.localdate(at)}
    if "along" in request.POST:
        return SignUpForm(initial=elsewhere.taken_along(request.POST), **about)
    return SignUpForm(request.POST if request.method == "POST" else None, **about)


def _find(pk: int) -> Occurrence | None:
    rows = Occurrence.objects.public().with_counts().select_related("event", "host")
    return rows.filter(pk=pk).first()


def _page(
    request: HttpRequest, occurrence: Occurrence, showing: Showing, form: SignUpForm
) -> HttpResponse:
    context: dict[str, Any] = {"occurrence": occurrence, "showing": showing, "form": form}
    context |= {"asks": asked(occurrence), "takes_money": settings.PAYMENTS_ON}
    context["event_title"] = translated_title(occurrence.event.page_key)
    if showing.joins_waitlist:
        context["elsewhere"] = elsewhere.with_places(occurrence, frame(request).at)
    return render(request, "signup/sign_up.html", context)


def _closed(
    request: HttpRequest, occurrence: Occurrence, showing: Showing, refused: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {"occurrence": occurrence, "showing": showing, "refused": refused}
    context["event_title"] = translated_title(occurrence.event.page_key)
    if showing.state in FULL or refused:
        context["elsewhere"] = elsewhere.with_places(occurrence, frame(request).at)
        context["along"] = elsewhere.taken_along(request.POST)
    return render(request, "signup/closed.html", context)


def _signed_up(
    request: HttpRequest, occurrence: Occurrence, form: SignUpForm, showing: Showing, at: datetime
) -> HttpResponse:
    remembered = Remembered(
        browser=cookies.new_browser(), submitted={}, was_full=showing.joins_waitlist
    )
    if not form.is_from_machine:
        typed = form.submitted()
        remembered["submitted"] = cookies.short(typed)
        try:
            ask(request, occurrence.pk, typed, remembered["browser"], at)
        except SignUpClosed as refused:
            return _closed(request, occurrence, show(occurrence, at), str(refused))
        except NotForYou:
            form.explain_audience()
            return _page(request, occurrence, show(occurrence, at), form)
    return to_sent(occurrence.pk, remembered)


def ask(
    request: HttpRequest,
    pk: int,
    submitted: Submitted,
    browser: str,
    at: datetime,
    *,
    instead: bool = False,
) -> None:
    asking.sign_up(
        pk,
        submitted,
        browser=browser,
        network=client_network(request),
        language=get_language() or "",
        at=at,
        came_from=getattr(request, "came_from", ""),
        instead=instead,
    )


def to_sent(pk: int, remembered: Remembered) -> HttpResponse:
    response = redirect("signup:sent", pk=pk)
    cookies.remember(response, pk, remembered)
    return response
