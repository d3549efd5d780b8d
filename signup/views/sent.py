"""The one page after a sign-up: the same for everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from events.domain.errors import NotForYou, SignUpClosed
from events.domain.submitted import semester
from events.models import Occurrence
from home.coming import translated_title
from home.frame import frame
from office.network import client_network
from signup import cookies
from signup.cookies import Remembered
from signup.domain import claims, codes, elsewhere
from signup.domain.deposit import asked
from signup.forms import AddressForm, CodeForm
from signup.forms.person import initial
from signup.views.sign_up import accepts_forms, ask, to_sent


@csrf_exempt
@accepts_forms
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """We have written to the address. In the same browser the code from the mail proves it, and a
    wrong address can be corrected."""
    remembered = cookies.recall(request, pk)
    occurrence = _find(pk, remembered)
    if occurrence is None:
        return render(request, "signup/unknown.html", status=404)
    if remembered and request.method == "POST":
        act = _answered if "code" in request.POST else _corrected
        return act(request, occurrence, remembered)
    return _page(request, occurrence, remembered)


def _find(pk: int, remembered: Remembered | None) -> Occurrence | None:
    """What the world may see; whoever has just signed up for it sees it in any case."""
    rows = Occurrence.objects.all() if remembered else Occurrence.objects.public()
    return rows.select_related("event", "host").filter(pk=pk).first()


def _answered(request: HttpRequest, occurrence: Occurrence, remembered: Remembered) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, occurrence, remembered, code_form=form)
    asked = _asked(occurrence, remembered)
    network, at = client_network(request), frame(request).at
    try:
        claim = codes.answer(asked, form.cleaned_data["code"], network=network, at=at)
    except codes.WrongCode:
        form.refuse(codes.tries_left(asked))
        return _page(request, occurrence, remembered, code_form=form)
    except codes.NoMoreTries:
        return _page(request, occurrence, remembered, tries=0)
    return redirect(claims.path(claim) + "?done=confirm")


def _asked(occurrence: Occurrence, remembered: Remembered) -> codes.Asked:
    return codes.asked(occurrence.pk, remembered["submitted"], remembered["browser"])


def _corrected(
    request: HttpRequest, occurrence: Occurrence, remembered: Remembered
) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, occurrence, remembered, form)
    if not remembered["submitted"]:  # a machine's
        return to_sent(occurrence.pk, remembered)
    typed, browser = remembered["submitted"], remembered["browser"]
    typed["email"] = form.cleaned_data["email"]
    try:
        ask(request, occurrence.pk, typed, browser, frame(request).at, instead=True)
    except (SignUpClosed, NotForYou) as refused:
        form.add_error(None, str(refused))
        return _page(request, occurrence, remembered, form)
    return to_sent(occurrence.pk, remembered)


def _page(
    request: HttpRequest,
    occurrence: Occurrence,
    remembered: Remembered | None,
    form: AddressForm | None = None,
    *,
    code_form: CodeForm | None = None,
    tries: int | None = None,
) -> HttpResponse:
    typed: Any = remembered["submitted"] if remembered else {}
    if remembered and tries is None:
        tries = codes.tries_left(_asked(occurrence, remembered))
    context: dict[str, Any] = {
        "occurrence": occurrence,
        "event_title": translated_title(occurrence.event.page_key),
        "typed": typed,
        "semester": semester(typed, occurrence.first_day),
        "form": form or AddressForm(initial={"email": typed.get("email", "")}),
        "code_form": (code_form or CodeForm()) if tries else None,
        "is_tried_out": tries == 0,
        "asks": asked(occurrence),
        "waits": bool(remembered and remembered.get("was_full")),
    }
    if remembered and remembered.get("was_full"):
        context["elsewhere"] = elsewhere.with_places(occurrence, frame(request).at, typed)
        context["along"] = elsewhere.taken_along(initial(typed))
    response = render(request, "signup/sent.html", context)
    response["Cache-Control"] = "no-store"
    return response
