"""One date, one screen: its tabs, each with an address of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from desk.views.base import OccurrenceMixin
from events.domain.showing import show
from events.models import Occurrence
from office import clock

TABS: dict[str, Any] = {
    "edit": _("Participants"),
}
"""The tabs in their order: what each one's address is named (`dates:<name>`), and its label."""


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool


class OccurrenceTab(OccurrenceMixin, TemplateView):
    """A tab of a date's screen. Its template extends `desk/occurrence_base.html`."""

    tab = "edit"
    header_icon = "date"

    @cached_property
    def occurrence(self) -> Occurrence:
        rows = Occurrence.objects.select_related("event", "host", "municipality")
        rows = rows.with_page().with_counts().prefetch_related("audience")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def at(self) -> Any:
        return clock.now()

    def get_page_title(self) -> str:
        return str(self.occurrence)

    def steps(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "occurrence": self.occurrence,
            "showing": show(self.occurrence, self.at),
            "tabs": [self._tab(name, label) for name, label in TABS.items()],
            "history_url": reverse("dates:history", args=[self.occurrence.pk]),
        }

    def _tab(self, name: str, label: Any) -> Tab:
        url = reverse(f"dates:{name}", args=[self.occurrence.pk])
        return Tab(str(label), url, is_current=name == self.tab)
