"""The pages around signing in speak the language of who is signed in, else of the browser."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from wagtail.users.models import UserProfile

View = Callable[..., HttpResponseBase]


def spoken(view: View) -> View:
    """The view, in that language; rendered at once, while it is spoken."""

    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(language_of(request)):
            response = view(request, *args, **kwargs)
            _leave_the_site_to_us(response)
            render = getattr(response, "render", None)
            return render() if callable(render) else response

    return speaking


def _leave_the_site_to_us(response: HttpResponseBase) -> None:
    """allauth calls the host `site`; in our templates that is the office with name and colours."""
    (getattr(response, "context_data", None) or {}).pop("site", None)


def language_of(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        profile = UserProfile.objects.filter(user=request.user).first()
        if profile:
            return profile.get_preferred_language()
    return translation.get_language_from_request(request)
