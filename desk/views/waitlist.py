"""Who waits for a place on a date, in order."""

from __future__ import annotations

from typing import Any

from desk.people_lines import People
from desk.views.tabs import OccurrenceTab


class Waitlist(OccurrenceTab):
    tab = "waitlist"
    template_name = "desk/occurrence/waitlist.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "people": People(self.occurrence, self.at),
            "can_give": self._can_give(),
        }

    def _can_give(self) -> bool:
        """Whether a free place is the coordinator's to give: the offers have ended."""
        it = self.occurrence
        free = it.held < it.capacity  # type: ignore[attr-defined]
        return bool(
            it.is_scheduled and free and not it.is_offering(self.at) and self.at < it.ends_at
        )
