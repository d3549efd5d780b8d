"""Pages around signing in that are ours alone."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views import View

from desk.access import groups, sessions
from desk.access.oidc import PROVIDER, OfficeAdapter
from desk.domain import inviting
from desk.domain.refusals import InvitationOver
from desk.forms.sign_in import FirstPasswordForm
from desk.models import Invitation
from mail.domain.links import LinkError
from office.refusal import ActRefused


def office_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the office's own sign-in."""
    return _office_view(OAuth2LoginView, request, provider_id)


def office_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from it."""
    return _office_view(OAuth2CallbackView, request, provider_id)


def _office_view(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    if not settings.OIDC_ISSUER or provider_id != PROVIDER:
        raise Http404
    answer: HttpResponse = view.adapter_view(OfficeAdapter(request, PROVIDER))(request)
    return answer


class KeptFormView(View):
    """What was typed into a form that was sent after the sign-in had ended."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kept = sessions.kept_form(request)
        shown = [(name.replace("_", " "), value) for name, value in kept.fields] if kept else []
        context = {"kept": kept, "shown": [(name, value) for name, value in shown if value]}
        return render(request, "desk/sign_in/kept_form.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        sessions.forget_form(request)
        return HttpResponseRedirect(reverse("wagtailadmin_home"))


class NothingHere(View):
    """Where allauth would offer a password to whom the office's own sign-in lets in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("mfa_index"))


class InvitationView(View):
    """The page behind a mailed invitation: who asks, into which group, and a password to choose."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            invitation = inviting.opened(kwargs["token"])
        except (LinkError, InvitationOver) as why:
            return self.closed(request, answered=isinstance(why, InvitationOver))
        with translation.override(invitation.language):
            return super().dispatch(request, invitation, *args, **kwargs)

    def get(self, request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
        return self.show(request, invitation, FirstPasswordForm(invitation))

    def post(self, request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
        form = FirstPasswordForm(invitation, request.POST)
        if not form.is_valid():
            return self.show(request, invitation, form)
        try:
            user = inviting.accept(invitation, password=form.cleaned_data["password1"])
        except ActRefused as refused:
            form.add_error(None, str(refused))
            return self.show(request, invitation, form)
        if request.user.is_authenticated:
            logout(request)
        return perform_password_login(request, {"email": user.email}, Login(user=user))

    def show(self, request: HttpRequest, invitation: Invitation, form: Any) -> HttpResponse:
        context = {
            "invitation": invitation,
            "form": form,
            "group": groups.label_with_rights(invitation.group),
            "token": self.kwargs["token"],
        }
        return render(request, "desk/sign_in/invitation.html", context)

    def closed(self, request: HttpRequest, *, answered: bool) -> HttpResponse:
        context = {"answered": answered}
        return render(request, "desk/sign_in/invitation_closed.html", context, status=410)
