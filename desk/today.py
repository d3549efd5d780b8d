"""The admin's first page: what is next, and whether mail goes out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from desk import words
from events.domain.showing import show
from events.models import Occurrence, OccurrenceState
from mail.models import Message, MessageState
from office import clock

LATE = timedelta(minutes=10)
"""A mail that is due for so long says that the worker does not run."""
RECENT = timedelta(days=14)


class NextDates(Component):
    name = "next_dates"
    template_name = "desk/panels/today.html"
    order = 50

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        at = clock.now()
        return {
            "rows": [self._row(it, at) for it in self._coming(at)],
            "is_late": Message.objects.due(at - LATE).exists(),
            "failed": self._failed(at),
            "failed_url": reverse("mails:index") + f"?state={MessageState.FAILED}",
            "dates_url": reverse("dates:index"),
        }

    def _coming(self, at: Any) -> Any:
        dates = Occurrence.objects.upcoming(at).filter(state=OccurrenceState.SCHEDULED)
        return dates.select_related("event").with_page().with_counts().in_order()[:5]

    def _row(self, occurrence: Occurrence, at: Any) -> dict[str, Any]:
        return {
            "title": occurrence.event.title,
            "url": reverse("dates:edit", args=[occurrence.pk]),
            "when": words.span(occurrence),
            "fill": words.fill(occurrence),
            "state": show(occurrence, at).label,
        }

    def _failed(self, at: Any) -> int:
        failed = Message.objects.filter(state=MessageState.FAILED, queued_at__gt=at - RECENT)
        return failed.count()
