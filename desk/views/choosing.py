"""A new date begins with the page it is for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.models import Page

from camps.models import CampPage, VisitPage
from desk import words
from desk.views.base import DeskMixin
from events.models import Occurrence, OccurrenceState
from home.languages import name_of
from office import clock
from office.folding import found_by


class ChoosePage(DeskMixin, BaseListingView):
    """Each page once, in the office's language; those with dates to come stand first."""

    permission_required = "add"
    page_title = gettext_lazy("Add a date")
    results_template_name = "desk/choose_page.html"
    index_url_name = "dates:add"
    index_results_url_name = "dates:add_results"
    is_searchable = True
    paginate_by = 50

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=_("Page"),
                accessor="get_admin_display_title",
                url_name="dates:add_to_page",
            ),
            Column("next", label=_("Next date"), accessor=_next),
            Column("live", label=_("State"), accessor=_state, classname="desk-wide"),
            Column("language", label=_("Language"), accessor=_language, classname="desk-wide"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = with_next_date(originals(_pages()), clock.now()).select_related("locale")
        return rows.order_by(F("next_date").asc(nulls_last=True), "title", "pk")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By the title in any language."""
        if not self.is_searching:
            return queryset
        found = found_by(_pages().order_by(), self.search_query, "title", "draft_title")
        return queryset.filter(translation_key__in=found.values("translation_key"))


def _pages() -> QuerySet[Page]:
    return Page.objects.type(CampPage, VisitPage)


def originals(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Of a page and its translations one: in the site's own language, where there is one."""
    own = When(locale__language_code=settings.LANGUAGE_CODE, then=0)
    same = Page.objects.filter(translation_key=OuterRef("translation_key"))
    best = same.order_by(Case(own, default=Value(1)), "pk").values("pk")[:1]
    return pages.filter(pk=Subquery(best))


def with_next_date(pages: QuerySet[Page], at: datetime) -> QuerySet[Page]:
    """Annotate when the next date begins that is planned or held."""
    dates = Occurrence.objects.filter(
        event__page_key=OuterRef("translation_key"), ends_at__gt=at
    ).exclude(state=OccurrenceState.CALLED_OFF)
    return pages.annotate(next_date=Subquery(dates.order_by("starts_at").values("starts_at")[:1]))


def _next(page: Any) -> str:
    return words.moment(page.next_date, words.office_zone()) if page.next_date else ""


def _state(page: Page) -> str:
    return "" if page.live else _("not published")


def _language(page: Page) -> str:
    """Where it is not the site's own."""
    language: str = page.locale.language_code
    return "" if language == settings.LANGUAGE_CODE else name_of(language)
