"""The public feed: what the office offers, for anybody's calendar program to fetch."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import cast
from uuid import uuid5

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Event, vDuration

from events.domain.calendar_text import SafeText, one_line
from events.domain.fact_types import Facts
from events.domain.facts import occurrence_facts
from events.domain.vevent import calendar, vevent
from events.models import Occurrence
from events.models.occurrence import OccurrenceQuerySet
from events.models.states import OccurrenceState

BACK = timedelta(days=92)
"""How long the feed shows what is over."""
CALLED_OFF_FOR = timedelta(weeks=6)
"""How long it shows what was called off; programs may keep what vanishes without a word."""
FETCH_EVERY = timedelta(hours=4)


def in_feed(at: datetime) -> OccurrenceQuerySet:
    """What the public feed shows at this time, in order."""
    gone = {"state": OccurrenceState.CALLED_OFF, "called_off_at__lt": at - CALLED_OFF_FOR}
    shown = Occurrence.objects.public().filter(ends_at__gt=at - BACK).exclude(**gone)
    return shown.select_related("event").in_order()


def public_feed(occurrences: Iterable[Occurrence], name: str) -> bytes:
    """The occurrences as a calendar with this name, in the office's own language.

    The same rows give the same bytes, so that a fetch can be answered by "not modified".
    """
    with translation.override(settings.LANGUAGE_CODE):
        feed = calendar([_entry(occurrence) for occurrence in occurrences])
    for title in ("NAME", "X-WR-CALNAME"):
        feed.add(title, SafeText(one_line(name)))
    feed.add("REFRESH-INTERVAL", vDuration(FETCH_EVERY), {"VALUE": "DURATION"})
    feed.add("X-PUBLISHED-TTL", vDuration(FETCH_EVERY))
    return feed.to_ical()


def _entry(occurrence: Occurrence) -> Event:
    entry = vevent(_facts(occurrence), str(uuid5(occurrence.event.page_key, str(occurrence.pk))))
    entry.add("STATUS", "CANCELLED" if occurrence.is_called_off else "CONFIRMED")
    entry.add("TRANSP", "TRANSPARENT")
    return entry


def _facts(occurrence: Occurrence) -> Facts:
    facts = cast(Facts, occurrence_facts(occurrence))
    facts["sequence"] = occurrence.revision - 1
    facts["changed_at"] = max(occurrence.changed_at, occurrence.event.changed_at).isoformat()
    if occurrence.is_called_off:
        facts["title"] = _("Called off: %(title)s") % {"title": facts["title"]}
    return facts
