"""Whom the office's own sign-in lets in: known colleagues by their address, and invited ones."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.shortcuts import render

from desk.access.log import note_colleague
from desk.domain import inviting
from desk.models import Invitation
from mail.domain.links import LinkError
from office import clock
from office.refusal import ActRefused


class SocialAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The first time, somebody is found by a verified address; after that by the provider's
        own number for them, whatever becomes of the address."""
        if sociallogin.is_existing:
            return
        user = known(sociallogin) or invited(sociallogin)
        if user is None:
            page = render(request, "account/signup_closed.html", status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.user = user
        sociallogin.save(request, connect=True)
        note_colleague(user, "desk.connect_office")


def known(sociallogin: SocialLogin) -> User | None:
    """The one active colleague with a verified address of theirs."""
    found = User.objects.none()
    for email in verified(sociallogin):
        found |= User.objects.filter(email__iexact=email, is_active=True)
    return found.first() if found.count() == 1 else None


def invited(sociallogin: SocialLogin) -> User | None:
    """A new colleague, from the invitation they came from or one to their verified address."""
    invitation = _opened(sociallogin) or _to(verified(sociallogin))
    if invitation is None:
        return None
    try:
        return inviting.accept(invitation, password=None)
    except ActRefused:
        return None


def verified(sociallogin: SocialLogin) -> list[str]:
    return [it.email for it in sociallogin.email_addresses if it.verified]


def _opened(sociallogin: SocialLogin) -> Invitation | None:
    token: Any = (sociallogin.state.get("data") or {}).get("invitation", "")
    try:
        return inviting.opened(token) if token else None
    except (LinkError, ActRefused):
        return None


def _to(addresses: list[str]) -> Invitation | None:
    return Invitation.objects.open(clock.now()).filter(email__in=addresses).first()
