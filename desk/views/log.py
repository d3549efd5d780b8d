"""Who did what, when, to which event or number, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from desk import words
from desk.domain import log_reading
from desk.indexes import day_filter
from desk.lists import CHUNK, DeskIndexView


class UserChoice(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, user: Any) -> str:
        return user.get_full_name() or user.get_username()


class UserFilter(django_filters.ModelChoiceFilter):
    field_class = UserChoice


def people_in_it(request: HttpRequest | None) -> QuerySet[User]:
    """Those who did something that the log still knows."""
    did = ModelLogEntry.objects.order_by().values("user").distinct()
    return User.objects.filter(pk__in=did).order_by("first_name", "last_name", "username")


class LogFilters(WagtailFilterSet):
    user = UserFilter(label=gettext_lazy("Who"), queryset=people_in_it, widget=forms.Select)
    action = django_filters.ChoiceFilter(
        label=gettext_lazy("What"), choices=registry.get_choices, widget=forms.Select
    )
    since = day_filter(gettext_lazy("From"), field_name="timestamp", lookup_expr="date__gte")
    until = day_filter(gettext_lazy("Until"), field_name="timestamp", lookup_expr="date__lte")

    class Meta:
        model = ModelLogEntry
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Only acts that happened can be chosen."""
        super().__init__(*args, **kwargs)
        used = set(ModelLogEntry.objects.order_by().values_list("action", flat=True).distinct())
        labels = dict(registry.get_choices())
        happened = [(action, labels.get(action, action)) for action in used]
        self.filters["action"].extra["choices"] = sorted(happened, key=lambda it: str(it[1]))


class LogIndex(DeskIndexView):
    model = ModelLogEntry
    page_title = gettext_lazy("Log")
    header_icon = "history"
    index_url_name = "log:index"
    index_results_url_name = "log:index_results"
    filterset_class = LogFilters
    any_permission_required = ["view"]
    export_permission = "wagtailcore.view_modellogentry"
    default_ordering = "-timestamp"
    paginate_by = 50
    search_backend_name = None

    @cached_property
    def list_display(self) -> list[Column]:
        zone = words.office_zone()
        return [
            Column("when", label=_("When"), accessor=lambda it: words.moment(it.timestamp, zone)),
            Column("who", label=_("Who"), accessor="user_display_name"),
            Column("what", label=_("What"), accessor="message"),
            TitleColumn(
                "about", label=_("About"), accessor="about", get_url=lambda it: it.about.url
            ),
            Column("why", label=_("Reason"), accessor="comment"),
        ]

    def get_base_queryset(self) -> QuerySet[ModelLogEntry]:
        return log_reading.entries()

    def order_queryset(self, queryset: QuerySet[ModelLogEntry]) -> QuerySet[ModelLogEntry]:
        return queryset.order_by("-timestamp", "-pk")

    def search_queryset(self, queryset: QuerySet[ModelLogEntry]) -> QuerySet[ModelLogEntry]:
        if not self.is_searching:
            return queryset
        return log_reading.found_by(queryset, self.search_query)

    def get_table(self, object_list: Any) -> Any:
        return super().get_table(list(log_reading.described(object_list)))

    def export_rows(self) -> Iterator[ModelLogEntry]:
        return log_reading.described(self.get_queryset().iterator(CHUNK))
