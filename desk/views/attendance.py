"""Who came: everybody on the date and its days."""

from __future__ import annotations

from typing import Any

from desk import date_card
from desk.people_lines import People
from desk.views.tabs import OccurrenceTab


class Attendance(OccurrenceTab):
    tab = "attendance"
    template_name = "desk/occurrence/attendance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_close = self.at >= self.occurrence.starts_at and self.user_has_permission("change")
        return super().get_context_data(**kwargs) | {
            "people": People(self.occurrence, self.at),
            "acts": date_card.close_or_reopen(self.occurrence) if may_close else [],
        }
