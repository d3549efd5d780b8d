"""The list of dates: whose they are, how they fill, and acts on those ticked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, When
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button

from desk import words
from desk.access.rules import dates_for
from desk.date_filters import OccurrenceFilters
from desk.indexes import date_url
from desk.lists import DeskIndexView
from events.domain.showing import Showing, show
from events.models import Occurrence
from office import clock


class TickColumn(BaseColumn):
    """A box to tick, which belongs to the form of acts above the table."""

    header_template_name = "desk/several/tick_header.html"
    cell_template_name = "desk/several/tick.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        everything = parent_context["table"].ticks_all
        return super().get_cell_context_data(instance, parent_context) | {"is_ticked": everything}


class OccurrenceIndex(DeskIndexView):
    filterset_class = OccurrenceFilters
    results_template_name = "desk/several/results.html"
    add_item_label = gettext_lazy("Add a date")
    export_permission = "events.change_occurrence"
    exports = {
        "starts": (gettext_lazy("Starts"), lambda it: words.moment(it.starts_at, it.zone)),
        "ends": (gettext_lazy("Ends"), lambda it: words.moment(it.ends_at, it.zone)),
        "capacity": (gettext_lazy("Places"), lambda it: it.capacity, True),
        "held": (gettext_lazy("Places taken"), lambda it: it.held, True),
        "confirmed": (gettext_lazy("Confirmed"), lambda it: it.confirmed, True),
        "waiting": (gettext_lazy("Waiting"), lambda it: it.waiting, True),
    }

    @cached_property
    def list_display(self) -> list[BaseColumn]:
        ticks = [TickColumn("date", label=_("Tick"))] if self.can_change else []
        return [
            *ticks,
            TitleColumn("title", label=_("Event"), accessor="event.title", get_url=self.url_of),
            Column("when", label=_("When"), accessor=words.span, sort_key="starts_at"),
            Column("location", label=_("Place")),
            Column("fill", label=_("Taken"), accessor=words.fill),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor=lambda it: self._showing(it).label,
                primary=lambda it: self._showing(it).can_sign_up,
            ),
            Column("coordinator", label=_("Responsible"), accessor=words.responsible),
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        hand_over = Button(_("Hand over my events"), reverse("dates:hand_over"), icon_name="user")
        calendar = [self._calendar_button] if self.sees_people else []
        return [*calendar, *([hand_over] if self.can_change else [])]

    @property
    def _calendar_button(self) -> Button:
        return Button(_("Calendar"), reverse("calendar:index"), icon_name="calendar")

    def url_of(self, occurrence: Occurrence) -> str:
        """Its participants; for who only checks people in, its attendance."""
        if self.sees_people:
            return date_url(occurrence)
        return reverse("dates:attendance", args=[occurrence.pk])

    @cached_property
    def sees_people(self) -> bool:
        return bool(self.request.user.has_perm("events.view_registration"))

    @cached_property
    def can_change(self) -> bool:
        return bool(self.request.user.has_perm("events.change_occurrence"))

    @cached_property
    def at(self) -> datetime:
        return clock.now()

    def _showing(self, occurrence: Occurrence) -> Showing:
        return show(occurrence, self.at)

    def get_table(self, object_list: Any) -> Any:
        table = super().get_table(object_list)
        table.ticks_all = "tick" in self.request.GET
        return table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = self.request.GET.copy()
        here.pop("tick", None)
        base = reverse("dates:index")
        return super().get_context_data(**kwargs) | {
            "can_change": self.can_change,
            "ticks_all": "tick" in self.request.GET,
            "list_url": f"{base}?{here.urlencode()}",
            "tick_url": f"{base}?{here.urlencode()}&tick=all",
        }

    def get_base_queryset(self) -> QuerySet[Occurrence]:
        rows = Occurrence.objects.select_related("event__coordinator", "host")
        return dates_for(self.request.user, rows.with_page().with_counts())

    def order_queryset(self, queryset: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        over = When(ends_at__lte=self.at, then=1)
        past = Case(over, default=0, output_field=IntegerField())
        return queryset.order_by(past, "starts_at", "pk")
