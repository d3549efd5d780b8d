"""The admin's first page: what is to be known and done today."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from desk import words
from desk.access.rules import dates_for
from desk.domain.today import today
from events.models import Occurrence
from office import clock


class TodayPanel(Component):
    name = "today"
    template_name = "desk/panels/today.html"
    order = 50

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user = parent_context["request"].user
        return {
            "today": today(user, clock.now()),
            "dates_url": reverse("dates:index"),
            "may_list": user.has_perm("events.change_occurrence"),
        }


class CheckInPanel(Component):
    """For who only checks people in: what is on today."""

    name = "check_in"
    template_name = "desk/panels/check_in.html"
    order = 50

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        rows = Occurrence.objects.select_related("event").in_order()
        return {"dates": [_line(it) for it in dates_for(parent_context["request"].user, rows)]}


def _line(occurrence: Occurrence) -> dict[str, str]:
    return {
        "title": occurrence.event.title,
        "when": words.span(occurrence),
        "location": occurrence.location,
        "url": reverse("dates:attendance", args=[occurrence.pk]),
    }
