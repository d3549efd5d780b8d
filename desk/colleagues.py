"""The menu item *Colleagues*."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from desk.access.rules import MANAGE
from desk.views import colleagues


class ColleagueViewSet(ViewSet):
    name = "colleagues"
    icon = "group"
    menu_label = _("Colleagues")
    menu_order = 100
    add_to_settings_menu = True

    class menu_item_class(MenuItem):  # noqa: N801 -- Wagtail's name for it
        def is_shown(self, request: Any) -> bool:
            return bool(request.user.has_perm(MANAGE))

    def get_urlpatterns(self) -> list[URLPattern]:
        one, invitation = "<int:pk>", "invitation/<int:pk>"
        return [
            path("", colleagues.Colleagues.as_view(), name="index"),
            path("invite/", colleagues.Invite.as_view(), name="invite"),
            path(f"{one}/", colleagues.Change.as_view(), name="edit"),
            path(f"{one}/leave/", colleagues.Leave.as_view(), name="leave"),
            path(f"{one}/reset-factor/", colleagues.ResetFactor.as_view(), name="reset_factor"),
            path(f"{invitation}/again/", colleagues.Resend.as_view(), name="resend"),
            path(f"{invitation}/revoke/", colleagues.Revoke.as_view(), name="revoke"),
        ]
