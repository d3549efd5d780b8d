"""A sign-in ends 12 hours after it began, however busy. What was typed into a form is kept.

Time is the machine's own here: how long somebody has really been signed in, which no moved clock
of the demo changes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

SIGNED_IN_AT = "signed_in_at"
KEPT = "kept_form"
ENDED = "ended"
KEPT_FOR = 60 * 60
"""Seconds within which one has to sign in again, to find what was typed."""
LARGEST = 100_000
SECRETS = ("csrfmiddlewaretoken", "password")


@dataclass(frozen=True)
class KeptForm:
    """What somebody sent after their sign-in had ended."""

    user: int
    path: str
    fields: list[list[str]]
    had_files: bool


def begin(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Somebody signed in: their time begins. What another one typed here is forgotten."""
    if request is None or not hasattr(request, "session"):
        return
    request.session[SIGNED_IN_AT] = time.time()
    request.session.set_expiry(None)
    kept = request.session.get(KEPT)
    if kept and kept["user"] != user.pk:
        del request.session[KEPT]


def has_ended(request: HttpRequest) -> bool:
    """Whether this sign-in is too old; one that does not say how old it is, is."""
    age = time.time() - request.session.get(SIGNED_IN_AT, 0)
    return request.user.is_authenticated and age > settings.SIGN_IN_HOURS * 3600


def end(request: HttpRequest) -> HttpResponse:
    """Sign out, keep what was sent, and ask to sign in again."""
    kept = _kept_of(request)
    target = reverse("kept_form") if kept else request.get_full_path()
    logout(request)
    if kept:
        request.session[KEPT] = kept.__dict__
        request.session.set_expiry(KEPT_FOR)
    elif request.method != "GET":
        target = reverse("wagtailadmin_home")
    query = urlencode({"next": target, ENDED: "kept" if kept else "1"})
    return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


def kept_form(request: HttpRequest) -> KeptForm | None:
    kept = request.session.get(KEPT)
    return KeptForm(**kept) if kept else None


def forget_form(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)


def end_all_of(user: User) -> None:
    """End every session of somebody's, wherever they are signed in."""
    key = str(user.pk)
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == key:
            session.delete()


def _kept_of(request: HttpRequest) -> KeptForm | None:
    if request.method != "POST":
        return None
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if not any(secret in name for secret in SECRETS)
    ]
    if not fields or sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return None
    return KeptForm(int(request.user.pk or 0), request.get_full_path(), fields, bool(request.FILES))
