"""Links in texts to pages of the site: to the visitor's own language where there is one."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from home.languages import address, foreign, one_each


class LinkToTranslation(PageLinkHandler):
    """As Wagtail's, but for pages that are not translated it says which language they are in;
    what is published in no language is text without a link."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        wanted = [str(attrs.get("id")) for attrs in attrs_list]
        meant = Page.objects.filter(pk__in=wanted).values_list("pk", "translation_key")
        keys = {str(pk): key for pk, key in meant}
        pages = Page.objects.live().filter(translation_key__in=keys.values()).order_by("path")
        best = {page.translation_key: page for page in one_each(pages)}
        return [_opening(best.get(keys.get(pk))) for pk in wanted]


def _opening(page: Page | None) -> str:
    if page is None:
        return "<a>"
    language = foreign(page)
    if not language:
        return format_html('<a href="{}">', address(page))
    return format_html('<a href="{}" hreflang="{}">', address(page), language)
