"""Every part pages are made of, in every state, light and dark; also in colours not saved yet."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import require_admin_access

from home.illustrations import NAMES
from office.colours import Colours

ROLES = ("action", "accent", "ground")
TAKEN = (6, 20, 24)
"""Places taken of 24: some left, few left, none left."""


class Example(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"))
    email = forms.EmailField(label=_("E-mail"), help_text=_("Write your e-mail address."))
    note = forms.CharField(label=_("Note"), widget=forms.Textarea, required=False)
    one = forms.ChoiceField(
        label=_("Places"), choices=[("", "…"), ("a", "A"), ("b", "B")], required=False
    )
    either = forms.ChoiceField(
        label=_("Day"), choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label=_("Yes, I consent"), required=False)


@require_admin_access
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def styleguide(request: HttpRequest) -> HttpResponse:
    """POST shows colours that somebody is choosing; it keeps nothing."""
    colours = Colours(**{role: request.POST.get(f"colour_{role}", "").strip() for role in ROLES})
    theme = ""
    if colours.css():
        theme = f"{reverse('styleguide_theme')}?{urlencode(vars(colours))}"
    schemes = [
        ("light", _("Light"), *_forms("light")),
        ("dark", _("Dark"), *_forms("dark")),
    ]
    context = {
        "schemes": schemes,
        "theme": theme,
        "problems": colours.problems(),
        "taken": TAKEN,
        "illustrations": NAMES,
    }
    return render(request, "desk/styleguide/page.html", context)


@require_admin_access
@never_cache
@require_safe
def styleguide_theme(request: HttpRequest) -> HttpResponse:
    """Colours that are not saved; only colours get through."""
    colours = Colours(**{role: request.GET.get(role, "") for role in ROLES})
    return HttpResponse(colours.css(), content_type="text/css")


def _forms(scheme: str) -> tuple[Example, Example]:
    """An empty one and one with errors."""
    wrong = Example({f"{scheme}-wrong-email": "anna@"}, prefix=f"{scheme}-wrong")
    return Example(prefix=scheme), wrong


urlpatterns: list[URLPattern] = [
    path("styleguide/", styleguide, name="styleguide"),
    path("styleguide/theme.css", styleguide_theme, name="styleguide_theme"),
]
