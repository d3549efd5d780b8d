"""The sign-up page as somebody of the office tries it: with their own address, behind a link."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from events.domain import sign_up as engine
from events.domain.errors import NotForYou, SignUpClosed
from events.domain.showing import show
from events.models import Occurrence
from home.frame import frame
from mail.domain import links
from mail.domain.links import LinkError
from signup.forms import SignUpForm
from signup.views.sign_up import accepts_forms


def token_of(trial: Occurrence) -> str:
    """The link's token: it opens nothing once the trial is over."""
    return links.make("trial", trial.pk, _version(trial), trial.trial_until)


@never_cache
@csrf_exempt
@accepts_forms
def try_out(request: HttpRequest, token: str) -> HttpResponse:
    """The form as everybody sees it; the address is that of whoever tries."""
    at = frame(request).at
    trial = _opened(token, at)
    if trial is None:
        return render(request, "signup/unknown.html", status=404)
    showing = show(trial, at)
    context = {"occurrence": trial, "showing": showing}
    if not showing.can_sign_up:
        return render(request, "signup/closed.html", context)
    form = _form(request, trial, at)
    if form.is_bound and form.is_valid() and _signed_up(trial, form):
        return redirect("signup:try_out_sent", token=token)
    return render(request, "signup/sign_up.html", context | {"form": form})


@never_cache
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """The page after it. There is no other address to correct it to."""
    trial = _opened(token, frame(request).at)
    if trial is None:
        return render(request, "signup/unknown.html", status=404)
    return render(request, "signup/sent.html", {"occurrence": trial, "typed": {}})


def _opened(token: str, at: datetime) -> Occurrence | None:
    try:
        rows = Occurrence.every.trials().with_counts().select_related("event", "host", "trial_for")
        trial = rows.filter(pk=links.parse(token).pk).exclude(trial_for=None).first()
        if trial is None:
            return None
        links.verify("trial", token, _version(trial), at)
    except LinkError:
        return None
    trial.page_live = True  # type: ignore[attr-defined]  # or never was: nobody else sees it
    return trial


def _version(trial: Occurrence) -> int:
    return int(trial.opens_at.timestamp())


def _form(request: HttpRequest, trial: Occurrence, at: datetime) -> SignUpForm:
    sent = request.POST if request.method == "POST" else None
    form = SignUpForm(sent, occurrence=trial, today=timezone.localdate(at))
    form.fields["email"].initial = trial.trial_for and trial.trial_for.email
    form.fields["email"].disabled = True
    return form


def _signed_up(trial: Occurrence, form: SignUpForm) -> bool:
    try:
        engine.sign_up(trial.pk, form.submitted(), language=get_language() or "")
    except NotForYou:
        form.explain_audience()
        return False
    except SignUpClosed as refused:
        form.add_error(None, str(refused))
        return False
    return True
