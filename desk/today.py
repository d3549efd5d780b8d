"""The admin's first page: what is to be known and done today."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from desk.domain.today import today
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
