"""*Dates and places* in the page's editor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.context_processors import PermWrapper
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from desk import words
from events.domain.showing import Showing, show
from events.domain.trial import can_be_tried
from events.models import Event, Occurrence
from office import clock


@dataclass(frozen=True)
class Row:
    """A date as the panel shows it."""

    occurrence: Occurrence
    when: str
    fill: str
    label: str
    sentence: str
    can_be_tried: bool

    @property
    def is_draft(self) -> bool:
        return self.occurrence.state == "draft"

    @property
    def url(self) -> str:
        return reverse("dates:edit", args=[self.occurrence.pk])


class DatesPanel(Panel):
    """Each date of the page's event, and what the public sees of it, from when. Whoever writes
    pages reads it; what is done about dates is offered to those who may do it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/panels/dates.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            user = self.request.user
            event = Event.objects.filter(page_key=self.instance.translation_key).first()
            opens = user.has_perm("events.change_occurrence")
            rows = _rows(event, clock.now(), opens=opens) if event else []
            return super().get_context_data(parent_context) | {
                "perms": PermWrapper(user),
                "event": event,
                "rows": rows,
                "has_drafts": any(row.is_draft for row in rows),
                "is_saved": bool(self.instance.pk),
            }


def _rows(event: Event, at: datetime, *, opens: bool) -> list[Row]:
    dates = Occurrence.objects.filter(event=event).select_related("event")
    found = dates.with_page().with_counts().in_order()
    return [_row(occurrence, at, opens=opens) for occurrence in found]


def _row(occurrence: Occurrence, at: datetime, *, opens: bool) -> Row:
    showing = show(occurrence, at)
    return Row(
        occurrence,
        when=words.span(occurrence),
        fill=words.fill(occurrence),
        label=showing.label,
        sentence=what_the_public_sees(occurrence, showing, opens=opens),
        can_be_tried=can_be_tried(occurrence, at),
    )


def what_the_public_sees(occurrence: Occurrence, showing: Showing, *, opens: bool) -> str:
    """One sentence: visible or not and why, and how sign-up stands. `opens`: to somebody who may
    open it."""
    live = occurrence.page_live  # type: ignore[attr-defined]
    if showing.state == "draft" and not opens:
        return _("Not visible: this date is a draft. A coordinator opens it.")
    if showing.state == "draft" and live:
        return _("Not visible: this date is a draft. Open it, or publish the page with it ticked.")
    if showing.state == "draft":
        return _("Not visible: this date is a draft. Publishing the page opens it.")
    if not live:
        return _("Not visible: the page is not published, or not for everybody.")
    return _("Visible now. %(state)s") % {"state": showing.words}
