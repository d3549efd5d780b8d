"""The menu item *Mail texts*: the office's own words for its mails."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from desk.views import wordings
from desk.views.wording_preview import PreviewWording


class MailTextsViewSet(ViewSet):
    name = "mail_texts"
    url_prefix = "mail-texts"
    icon = "edit"
    menu_label = _("Mail texts")

    class menu_item_class(MenuItem):  # noqa: N801 -- Wagtail's name for it
        def is_shown(self, request: Any) -> bool:
            return bool(request.user.has_perm("mail.change_wording"))

    def get_urlpatterns(self) -> list[URLPattern]:
        which = "<slug:kind>/<slug:language>"
        return [
            path("", wordings.Wordings.as_view(), name="index"),
            path(f"{which}/", wordings.ChangeWording.as_view(), name="change"),
            path(f"{which}/preview/", PreviewWording.as_view(), name="preview"),
            path(f"{which}/reset/", wordings.ResetWording.as_view(), name="reset"),
            path(f"{which}/keep/", wordings.KeepWording.as_view(), name="keep"),
        ]
