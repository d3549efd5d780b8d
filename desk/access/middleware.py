"""Before any page of the desk: is this sign-in young enough, is it strong enough, and are Wagtail's
own pages for this user at all?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from wagtail.admin.auth import permission_denied, user_has_any_page_permission

from desk.access import sessions
from desk.access.rules import needs_second_factor
from desk.access.second_factor import has_second_factor, signed_in_elsewhere

Answer = Callable[[HttpRequest], HttpResponse]

PROVEN = "second_factor"
"""In the session of whoever was found to have one; changing factors takes it out."""
OPEN = {"wagtailadmin_logout", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
"""What is open before: besides these, allauth's own pages."""

WAGTAILS = ("wagtail", "admin/failwhale", "admin/test404")
FOR_ALL = {
    *OPEN,
    *("wagtailadmin_home", "wagtailadmin_account", "wagtailadmin_dismissibles"),
    *("wagtailusers_users", "wagtailusers_groups", "wagtailsites", "wagtailredirects"),
    "wagtailadmin_login",
}
"""Wagtail's addresses that everybody needs, and those that ask for a permission of their own."""


class SignInEnds:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if sessions.has_ended(request):
            return self._end(request)
        kept = sessions.kept_form(request) if request.method == "POST" else None
        if kept and kept.path == request.get_full_path():
            sessions.forget_form(request)
        return self.get_response(request)

    def _end(self, request: HttpRequest) -> HttpResponse:
        """At the desk one signs in again; the public site goes on without."""
        if not request.path_info.startswith(reverse("wagtailadmin_home")):
            logout(request)
            return self.get_response(request)
        if _is_in_the_background(request):
            raise PermissionDenied
        return sessions.end(request)


class SecondFactor:
    """Whoever sees people adds a second factor before they see anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._is_missing(request):
            if _is_in_the_background(request):
                raise PermissionDenied
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)

    def _is_missing(self, request: HttpRequest) -> bool:
        if not settings.MFA_REQUIRED or not _is_the_desk(request):
            return False
        if not request.user.is_authenticated or request.session.get(PROVEN):
            return False
        if not needs_second_factor(request.user):
            return False
        if not has_second_factor(request.user) and not signed_in_elsewhere(request, request.user):
            return True
        request.session[PROVEN] = True
        return False


class PagesAreForEditors:
    """Wagtail's choosers, reports and programming interfaces are open to everybody who may enter
    the admin. Who writes no pages has no business there; and in Wagtail's history of the site
    people's numbers and the reasons of acts are for those who may read the log."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not match.route.startswith("admin/") or not _is_about_pages(match):
            return None
        if not request.user.is_authenticated:
            return None
        if not user_has_any_page_permission(request.user):
            return permission_denied(request)
        if not request.user.has_perm("wagtailcore.view_modellogentry"):
            vars(request)["user"]._allowed_content_type_ids = set()  # of what it shows acts
        return None


def _is_about_pages(match: ResolverMatch) -> bool:
    name = match.namespaces[0] if match.namespaces else match.url_name or match.route
    return name.startswith(WAGTAILS) and name not in FOR_ALL


AT_THE_DOOR = ("/check-in/", "/c/")
"""Where people's names stand outside the admin, for whoever is signed in, too."""


def _is_the_desk(request: HttpRequest) -> bool:
    if not request.path_info.startswith(reverse("wagtailadmin_home")):
        return request.path_info.startswith(AT_THE_DOOR)
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        return True
    return name not in OPEN and not name.startswith(
        ("account_", "mfa_", "openid_connect_", "socialaccount_")
    )


def _is_in_the_background(request: HttpRequest) -> bool:
    """Asked by a script of the page: a redirect would be taken for its answer."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"
