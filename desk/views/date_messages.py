"""The mails about the people on a date, and what became of each."""

from __future__ import annotations

from typing import Any

from desk import mailing_lines
from desk.views.tabs import OccurrenceTab
from events.domain import mails


class Messages(OccurrenceTab):
    tab = "messages"
    template_name = "desk/occurrence/messages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "mails": mails.of_occurrence(self.occurrence),
            "mailings": mailing_lines.on_date(self.occurrence, self.at),
        }
