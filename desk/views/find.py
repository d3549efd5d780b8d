"""One field for everything: people, events, dates, hosts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.search import SearchArea
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from desk.domain.find import find, may_find

LONGEST = 100


class Find(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/find.html"
    page_title = gettext_lazy("Find")
    header_icon = "search"
    permission_required = "find"

    def user_has_permission(self, permission: str) -> bool:
        return may_find(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").strip()[:LONGEST]
        return super().get_context_data(**kwargs) | {
            "text": text,
            "found": find(self.request.user, text),
            "pages_url": reverse("wagtailadmin_pages:search"),
        }


class FindArea(SearchArea):
    """The field in the menu leads here: it takes the first area that the user may see."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_find(request.user)


def area() -> SearchArea:
    return FindArea(_("Find"), reverse("find"), name="find", icon_name="search", order=10)


def urls() -> list[URLPattern]:
    return [path("find/", Find.as_view(), name="find")]
