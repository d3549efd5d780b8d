"""What the pages around signing in ask for."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.access.oidc import PROVIDER
from desk.access.rules import needs_second_factor
from desk.access.second_factor import has_second_factor, signed_in_elsewhere

register = template.Library()


@register.simple_tag(takes_context=True)
def office_sign_in(context: dict[str, Any]) -> dict[str, str] | None:
    """The office's own sign-in, if there is one: where it begins, and what it is called."""
    if not settings.OIDC_ISSUER:
        return None
    url = reverse("openid_connect_login", args=[PROVIDER])
    return {"url": url, "label": settings.OIDC_LABEL or _("Sign in with your office account")}


@register.simple_tag(takes_context=True)
def second_factor_missing(context: dict[str, Any]) -> bool:
    """Whether this user sees nothing of the desk before adding one."""
    request = context["request"]
    if not needs_second_factor(request.user) or has_second_factor(request.user):
        return False
    return not signed_in_elsewhere(request, request.user)


@register.filter
def in_fours(secret: str) -> str:
    """A secret as one reads it aloud."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
