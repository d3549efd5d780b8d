"""Pages around signing in that are ours alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from desk.access import sessions


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
