"""One date, one screen: its tabs, each with an address of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from desk import tab_counts
from desk.access.rules import dates_for
from desk.deposit_lines import SEE
from desk.views.base import OccurrenceMixin
from events.domain.showing import show
from events.models import Hosting, Occurrence
from office import clock


@dataclass(frozen=True)
class TabKind:
    """A tab as it stands in the row: its label, who may open it, the number behind the label.

    `number` counts, in the query that fetches the date; `shown` says how, None for not at all.
    `is_useful` says for which dates the tab stands there.
    """

    label: Any
    permission: str = "events.view_registration"
    number: Callable[[], Any] | None = None
    shown: Callable[[Any, datetime], int | str | None] = lambda occurrence, at: None
    is_useful: Callable[[Any], bool] = lambda occurrence: True


def _came(occurrence: Any, at: datetime) -> str | None:
    begun = at >= occurrence.starts_at
    return f"{occurrence.tab_attendance}/{occurrence.confirmed}" if begun else None


TABS: dict[str, TabKind] = {
    "edit": TabKind(_("Participants"), shown=lambda it, at: it.held),
    "waitlist": TabKind(_("Waitlist"), shown=lambda it, at: it.waiting),
    "messages": TabKind(
        _("Messages"),
        "mail.view_message",
        tab_counts.missed_mails,
        lambda it, at: it.tab_messages or None,
    ),
    "attendance": TabKind(_("Attendance"), "events.add_checkin", tab_counts.who_came, _came),
    "spots": TabKind(
        _("Distribution"),
        "events.view_spot",
        tab_counts.spots,
        is_useful=lambda it: bool(it.event.is_camp or it.tab_spots),
    ),
    "answers": TabKind(_("Answers"), "events.view_answer"),
    "needs": TabKind(_("Needs"), "events.view_need"),
    "payments": TabKind(
        _("Payments"),
        SEE,
        tab_counts.payments,
        lambda it, at: it.tab_payments or None,
        is_useful=lambda it: bool(it.deposit or it.tab_payments),
    ),
    "log": TabKind(_("Log")),
}
"""The tabs in their order, by what each one's address is named (`dates:<name>`)."""


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool
    count: int | str | None = None


class OccurrenceTab(OccurrenceMixin, TemplateView):
    """A tab of a date's screen. Its template extends `desk/occurrence_base.html`."""

    tab = "edit"
    header_icon = "date"

    @property
    def permission(self) -> str:  # type: ignore[override]
        return TABS[self.tab].permission

    @cached_property
    def occurrence(self) -> Occurrence:
        rows = Occurrence.objects.select_related("event", "host", "municipality")
        numbers = {f"tab_{name}": it.number() for name, it in TABS.items() if it.number}
        practices = Exists(Hosting.objects.filter(occurrence=OuterRef("pk")))
        rows = rows.with_page().with_counts().annotate(has_hosting=practices, **numbers)
        found = dates_for(self.request.user, self.annotated(rows))
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def annotated(self, rows: Any) -> Any:
        """With what else the tab needs, in the query that fetches the date."""
        return rows

    @cached_property
    def at(self) -> datetime:
        return clock.now()

    def get_page_title(self) -> str:
        return str(self.occurrence)

    def steps(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "occurrence": self.occurrence,
            "showing": show(self.occurrence, self.at),
            "tabs": self.tabs(),
        }

    def tabs(self) -> list[Tab]:
        """Those the user may open and this date has a use for; the one at hand in any case."""
        user = self.request.user
        return [
            self._tab(name, it)
            for name, it in TABS.items()
            if user.has_perm(it.permission) and (name == self.tab or it.is_useful(self.occurrence))
        ]

    def _tab(self, name: str, kind: TabKind) -> Tab:
        url = reverse(f"dates:{name}", args=[self.occurrence.pk])
        count = kind.shown(self.occurrence, self.at)
        return Tab(str(kind.label), url, is_current=name == self.tab, count=count)
