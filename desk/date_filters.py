"""What the list of dates can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Max, Min, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from desk import words
from desk.access.rules import dates_for
from desk.indexes import ALL, choice, day_filter
from events.models import Event, Kind, Occurrence, OccurrenceState
from office import clock

WHOSE = [("mine", gettext_lazy("mine")), ("nobody", gettext_lazy("nobody's"))]


def by_coordinator(rows: Any, value: str, user: Any) -> Any:
    """Of one's own events, or of those nobody answers for."""
    return rows.filter(event__coordinator=user if value == "mine" else None)


class EventChoice(django_filters.fields.ModelChoiceField):
    """With the years of its dates: an event held again is called the same."""

    def label_from_instance(self, event: Any) -> str:
        zone = words.office_zone()
        years = {f"{at.astimezone(zone):%Y}" for at in (event.first, event.last)}
        return f"{event.title} ({'–'.join(sorted(years))})"


class EventFilter(django_filters.ModelChoiceFilter):
    field_class = EventChoice


def _events(request: HttpRequest) -> QuerySet[Event]:
    """Those with dates that the user may see."""
    dates = dates_for(request.user, Occurrence.objects.order_by())
    events: QuerySet[Any] = Event.objects.filter(pk__in=dates.values("event"))
    spans = {"first": Min("occurrences__starts_at"), "last": Max("occurrences__starts_at")}
    return events.annotate(**spans).order_by("title", "first", "pk")


class OccurrenceFilters(WagtailFilterSet):
    event = EventFilter(
        label=gettext_lazy("Event"), queryset=_events, widget=forms.Select, empty_label=ALL
    )
    since = day_filter(gettext_lazy("From"), field_name="ends_at", lookup_expr="date__gte")
    until = day_filter(gettext_lazy("Until"), field_name="starts_at", lookup_expr="date__lte")
    whose = choice(gettext_lazy("Responsible"), WHOSE, method="by_whose")
    state = choice(gettext_lazy("State"), OccurrenceState.choices)
    kind = choice(gettext_lazy("Kind"), Kind.choices, field_name="event__kind")
    when = choice(
        gettext_lazy("When"),
        [("coming", gettext_lazy("still to come")), ("past", gettext_lazy("past"))],
        method="by_time",
    )

    class Meta:
        model = Occurrence
        fields: list[str] = []

    def by_time(self, rows: QuerySet[Occurrence], name: str, value: str) -> QuerySet[Occurrence]:
        at = clock.now()
        return rows.filter(ends_at__gt=at) if value == "coming" else rows.filter(ends_at__lte=at)

    def by_whose(self, rows: QuerySet[Occurrence], name: str, value: str) -> QuerySet[Occurrence]:
        return by_coordinator(rows, value, self.request.user)
