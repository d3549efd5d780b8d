"""A person's own page as they see it, in a frame in which nothing can be pressed."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView

from desk.views.claims import ClaimMixin
from events.domain.places import Claim
from office import clock
from signup.domain import claims
from signup.views import inert

POLICY: dict[str, Any] = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "font-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "frame-ancestors": ["'self'"],
    "sandbox": [],
}
"""No script, no form, no link."""


class ItsPage(ClaimMixin):
    permission = "events.view_registration"

    @cached_property
    def shown(self) -> Claim:
        """What the claim's link opens: another one, if it has become that."""
        found: Claim = self.claim
        while became := claims.onward(found):
            found = became
        return found


class AsParticipant(ItsPage, TemplateView):
    template_name = "desk/people/as_participant.html"
    header_icon = "view"

    def get_page_title(self) -> str:
        return _("As %(name)s sees it") % {"name": self.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        args = [self.kwargs[name] for name in ("pk", "kind", "claim")]
        language = get_language_info(self.shown.language)["name_translated"]
        return super().get_context_data(**kwargs) | {
            "frame_url": reverse("dates:participants_page", args=args),
            "language": language,
            "elsewhere": self._elsewhere(),
            "back_url": self.person_url,
        }

    def _elsewhere(self) -> str:
        date = self.shown.occurrence
        return str(date) if date.pk != self.kwargs["pk"] else ""


@method_decorator([never_cache, xframe_options_sameorigin, csp_replace(POLICY)], name="dispatch")
class ParticipantsPage(ItsPage, View):
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        may_read = request.user.has_perm("events.view_answer")
        return inert.page(request, self.shown, clock.now(), with_answers=may_read)
