"""The desk's lists: Wagtail's own, with exports that hold words and no formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.history import HistoryFilterSet, HistoryView
from wagtail.admin.viewsets.model import ModelViewSet

FORMULA = ("=", "@", "\t", "\r")

Exports = dict[str, tuple[Any, Callable[[Any], Any]]]


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula. Phone numbers keep their plus."""
    if not isinstance(value, str) or not value:
        return value
    sum_like = value[0] in "+-" and not value[1:].replace(" ", "").isdigit()
    return f"'{value}" if sum_like or value.startswith(FORMULA) else value


class DeskIndexView(IndexView):
    """A list whose exported columns are headings and functions: `exports`."""

    exports: Exports = {}
    show_other_searches = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.list_export = list(self.exports)

    def write_csv_response(self, queryset: Any) -> HttpResponse:
        """Written at once: a stream would be written after the language was put back."""
        name = f'attachment; filename="{self.get_filename()}.csv"'
        content = b"".join(self.stream_csv(queryset))
        headers = {"Content-Disposition": name}
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(self.exports[field][0])

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: harmless(value(item)) for name, (_, value) in self.exports.items()}


class DeskHistoryFilters(HistoryFilterSet):
    """Wagtail's, without its date picker: that runs a script inside the page."""

    timestamp = None


class DeskHistoryView(HistoryView):
    filterset_class = DeskHistoryFilters


class ListViewSet(ModelViewSet):
    """A list of rows that change by acts only: no form of the model's, no copy, no deletion."""

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
