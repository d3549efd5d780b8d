"""The sign-up page, and the one page after it: the same for everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events.domain.errors import NotForYou, SignUpClosed
from events.domain.showing import Showing, show
from events.domain.submitted import Submitted, semester
from events.models import Occurrence
from home.frame import frame
from signup import cookies
from signup.cookies import Remembered
from signup.domain import asking
from signup.domain.network import client_network
from signup.forms import AddressForm, SignUpForm

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
    sent = request.POST if request.method == "POST" else None
    form = SignUpForm(sent, occurrence=occurrence, today=timezone.localdate(at))
    if form.is_bound and (form.is_from_machine or form.is_valid()):
        return _signed_up(request, occurrence, form, at)
    return _page(request, occurrence, showing, form)


def _find(pk: int) -> Occurrence | None:
    rows = Occurrence.objects.public().with_counts().select_related("event", "host")
    return rows.filter(pk=pk).first()


def _page(
    request: HttpRequest, occurrence: Occurrence, showing: Showing, form: SignUpForm
) -> HttpResponse:
    context = {"occurrence": occurrence, "showing": showing, "form": form}
    return render(request, "signup/sign_up.html", context)


def _closed(
    request: HttpRequest, occurrence: Occurrence, showing: Showing, refused: str = ""
) -> HttpResponse:
    context = {"occurrence": occurrence, "showing": showing, "refused": refused}
    return render(request, "signup/closed.html", context)


def _signed_up(
    request: HttpRequest, occurrence: Occurrence, form: SignUpForm, at: datetime
) -> HttpResponse:
    remembered = Remembered(browser=cookies.new_browser(), submitted={})
    if not form.is_from_machine:
        typed = form.submitted()
        remembered["submitted"] = cookies.short(typed)
        try:
            _ask(request, occurrence.pk, typed, remembered["browser"], at)
        except SignUpClosed as refused:
            return _closed(request, occurrence, show(occurrence, at), str(refused))
        except NotForYou:
            form.explain_audience()
            return _page(request, occurrence, show(occurrence, at), form)
    return _to_sent(occurrence.pk, remembered)


def _ask(
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
        instead=instead,
    )


def _to_sent(pk: int, remembered: Remembered) -> HttpResponse:
    response = redirect("signup:sent", pk=pk)
    cookies.remember(response, _form_path(pk), remembered)
    return response


def _form_path(pk: int) -> str:
    return reverse("signup:sign_up", args=[pk])


@csrf_exempt
@accepts_forms
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """We have written to the address. In the same browser a wrong one can be corrected."""
    occurrence = Occurrence.objects.select_related("event").filter(pk=pk).first()
    if occurrence is None:
        return render(request, "signup/unknown.html", status=404)
    remembered = cookies.recall(request, _form_path(pk))
    if remembered and request.method == "POST":
        return _corrected(request, occurrence, remembered)
    return _sent_page(request, occurrence, remembered)


def _corrected(
    request: HttpRequest, occurrence: Occurrence, remembered: Remembered
) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _sent_page(request, occurrence, remembered, form)
    if not remembered["submitted"]:  # a machine's
        return _to_sent(occurrence.pk, remembered)
    typed, browser = remembered["submitted"], remembered["browser"]
    typed["email"] = form.cleaned_data["email"]
    try:
        _ask(request, occurrence.pk, typed, browser, frame(request).at, instead=True)
    except (SignUpClosed, NotForYou) as refused:
        form.add_error(None, str(refused))
        return _sent_page(request, occurrence, remembered, form)
    return _to_sent(occurrence.pk, remembered)


def _sent_page(
    request: HttpRequest,
    occurrence: Occurrence,
    remembered: Remembered | None,
    form: AddressForm | None = None,
) -> HttpResponse:
    typed: Any = remembered["submitted"] if remembered else {}
    context = {
        "occurrence": occurrence,
        "typed": typed,
        "semester": semester(typed, occurrence.first_day),
        "form": form or AddressForm(initial={"email": typed.get("email", "")}),
    }
    response = render(request, "signup/sent.html", context)
    response["Cache-Control"] = "no-store"
    return response
