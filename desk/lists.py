"""The desk's lists: Wagtail's own, exported through the one writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.history import HistoryFilterSet, HistoryView
from wagtail.admin.viewsets.model import ModelViewSet

from desk.export import OF_PEOPLE, Column, Export, download
from office.folding import found_by

CHUNK = 500
"""Rows read at a time for an export."""

Exports = dict[str, tuple[Any, Callable[[Any], Any]] | tuple[Any, Callable[[Any], Any], bool]]


CARDS = "listing desk-cards"
"""Class of a table whose rows are read one below the other on a phone: where cells say themselves
what they are."""


class DeskIndexView(IndexView):
    """A list that is exported as it stands on the screen: columns, order, filters and search.

    `exports` adds columns that have no room there: name, then heading and function, and True for
    numbers. A list without people in it says so by `has_people`; whoever sees such a list may
    export it.
    """

    exports: Exports = {}
    has_people = True
    show_other_searches = False
    is_searchable = True

    def search_queryset(self, queryset: Any) -> Any:
        """By parts of words: as the rows know how to be found, or in the search fields."""
        if not self.is_searching:
            return queryset
        if hasattr(queryset, "found_by"):
            return queryset.found_by(self.search_query)
        return found_by(queryset, self.search_query, *self.search_fields)

    @property
    def export_permission(self) -> str:
        if self.has_people:
            return OF_PEOPLE
        return f"{self.model._meta.app_label}.view_{self.model._meta.model_name}"

    @cached_property
    def show_export_buttons(self) -> bool:
        return bool(self.request.user.has_perm(self.export_permission))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Before the page is made: its table would hold all rows at once."""
        if not self.is_export:
            return super().get(request, *args, **kwargs)
        export = Export(
            name=str(self.get_page_title()),
            columns=self.export_columns(),
            rows=self.export_rows(),
            about=self.model,
            filters=self.narrowed_by(),
            permission=self.export_permission,
        )
        return download(request, export, request.GET["export"])

    def export_rows(self) -> Iterable[Any]:
        return self.get_queryset().iterator(CHUNK)

    def export_columns(self) -> list[Column]:
        shown = [column for column in self.columns if hasattr(column, "get_value")]
        names = {column.name for column in shown}
        more = [both for name, both in self.exports.items() if name not in names]
        return [
            *(Column(str(column.label), column.get_value) for column in shown),
            *(Column(str(heading), *value) for heading, *value in more),
        ]

    def narrowed_by(self) -> list[str]:
        """The names of the filters in use; the word searched for may be a name, so not that."""
        names = list(self.filters.form.changed_data) if self.is_filtering else []
        return [*names, "search"] if self.is_searching else names


class DeskHistoryFilters(HistoryFilterSet):
    """Wagtail's, without its date picker: that runs a script inside the page."""

    timestamp = None


class DeskHistoryView(HistoryView):
    filterset_class = DeskHistoryFilters


class ListViewSet(ModelViewSet):
    """A list of rows that change by acts only: no form of the model's, no copy, no deletion."""

    index_view_class = DeskIndexView
    history_view_class = DeskHistoryView
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_per_page = 50
    form_fields: list[str] = []
    inspect_view_enabled = True  # so that the permission to view can be given
    edit_route = False

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        nowhere = {"delete_url_name": None, "usage_url_name": None, "inspect_url_name": None}
        if not self.edit_route:
            nowhere |= {"edit_url_name": None, "add_url_name": None, "history_url_name": None}
        return super().get_common_view_kwargs(**{**nowhere, **kwargs}) | nowhere

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]

    def register_admin_url_finder(self) -> None:
        """Only what has a page of its own can be linked to from the log."""
        if self.edit_route:
            super().register_admin_url_finder()


class RowsViewSet(ListViewSet):
    """Rows with a plain form to add and edit them. They are not deleted: others point to them."""

    edit_route = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            *self.history_urls(),
        ]

    def history_urls(self) -> list[URLPattern]:
        return [
            path("history/<int:pk>/", self.history_view, name="history"),
            path("history-results/<int:pk>/", self.history_results_view, name="history_results"),
        ]
