"""The dates on the page of an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import ngettext

from camps.structured import script_json, structured
from events.domain.audience import audience_words, stages_by_key
from events.domain.calendar_links import google_link, outlook_link
from events.domain.fact_types import Facts
from events.domain.facts import occurrence_facts
from events.domain.showing import Showing, show
from events.domain.wording import when_words
from events.models import PUBLIC, Occurrence, OccurrenceState
from home.frame import Frame, url_if_built
from office.money import money_words

if TYPE_CHECKING:
    from camps.models import EventPage


@dataclass(frozen=True)
class Date:
    """One date as the page shows it."""

    occurrence: Occurrence
    showing: Showing
    audience: list[str]
    structured: str

    @property
    def sign_up_url(self) -> str:
        if not self.showing.can_sign_up:
            return ""
        return url_if_built("signup:sign_up", self.occurrence.pk)

    @property
    def place(self) -> str:
        """Where it is; the municipality is added where the address does not name it."""
        town = str(self.occurrence.area or "")
        place = self.occurrence.location or (
            self.occurrence.host.address if self.occurrence.host else ""
        )
        return ", ".join(part for part in (place, town if town not in place else "") if part)

    @property
    def deposit(self) -> str:
        """What a place asks for: "300 kr."; nothing for a date that is over or asks for nothing."""
        date = self.occurrence
        if not date.asks_deposit or self.showing.state == "past":
            return ""
        return money_words(date.deposit, date.currency)

    @property
    def calendars(self) -> list[tuple[str, str]]:
        """Calendars on the web and the links that open them; none for a date called off or over."""
        if self.showing.state in {"draft", "called_off", "past"}:
            return []
        facts = cast(Facts, occurrence_facts(self.occurrence))
        return [("Google", google_link(facts)), ("Outlook", outlook_link(facts))]


def dates_of(page: EventPage, site: Frame, *, drafts: bool) -> dict[str, Any]:
    """`dates` to come, `earlier` ones (newest first) and the `event`; drafts for a preview only."""
    found = occurrences(page, drafts=True) if drafts else page.public_dates
    stages = stages_by_key() if found else {}
    dates = [_date(occurrence, page, site, stages) for occurrence in found]
    return {
        "event": found[0].event if found else page.event,
        "dates": [date for date in dates if date.occurrence.ends_at > site.at],
        "earlier": [date for date in reversed(dates) if date.occurrence.ends_at <= site.at],
    }


def occurrences(page: EventPage, *, drafts: bool) -> list[Occurrence]:
    states = [*PUBLIC, OccurrenceState.DRAFT] if drafts else PUBLIC
    found = Occurrence.objects.filter(event__page_key=page.translation_key, state__in=states)
    found = found.with_page().with_counts().in_order()
    return list(
        found.select_related("event", "host__municipality", "municipality").prefetch_related(
            "audience"
        )
    )


def share_facts(dates: list[Occurrence], at: datetime) -> list[str]:
    """The next date, where it is, and how many more there are."""
    ahead = [it for it in dates if it.ends_at > at and not it.is_called_off]
    if not ahead:
        return []
    first, more = ahead[0], len(ahead) - 1
    town = str(first.area or "") or (first.host.town if first.host else "")
    others = ngettext("and %(n)s more date", "and %(n)s more dates", more) % {"n": more}
    return [it for it in (when_words(first), town, others if more else "") if it]


def _date(occurrence: Occurrence, page: EventPage, site: Frame, stages: dict[str, Any]) -> Date:
    showing = show(occurrence, site.at)
    return Date(
        occurrence,
        showing,
        audience_words(occurrence.audience.all(), stages),
        script_json(structured(occurrence, showing, page, site)),
    )
