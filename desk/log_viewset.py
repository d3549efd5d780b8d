"""The log among Wagtail's reports."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from desk.views.log import LogIndex


class LogViewSet(ViewSet):
    name = "log"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", LogIndex.as_view(), name="index"),
            path("results/", LogIndex.as_view(results_only=True), name="index_results"),
        ]


class LogMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("wagtailcore.view_modellogentry"))


def log_menu_item() -> MenuItem:
    return LogMenuItem(_("Log"), reverse("log:index"), icon_name="list-ul", order=990)
