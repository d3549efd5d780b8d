"""Who waits for a place on a date, in order."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from desk.people_lines import Line
from desk.views.participants import PeopleTab


class Waitlist(PeopleTab):
    tab = "waitlist"
    template_name = "desk/occurrence/waitlist.html"

    def lines(self) -> list[Line]:
        """Those in line, then those whose address has yet to answer."""
        return [*self.people.waiting, *self.people.unproven]

    def get_file_name(self) -> str:
        return _("Waitlist")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"is_queue": True, "can_give": self._can_give()}

    def _can_give(self) -> bool:
        """Whether a free place is the coordinator's to give: the offers have ended."""
        it = self.occurrence
        free = it.held < it.capacity  # type: ignore[attr-defined]
        on = it.is_scheduled and self.at < it.ends_at
        return bool(on and free and not it.is_offering(self.at))
