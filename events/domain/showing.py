"""What the public is told about a date: one state, one sentence. Counts are given in bands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.domain.wording import moment_words
from events.models import Occurrence, OccurrenceState

FEW = 5
"""So many free places or fewer are called few."""


@dataclass(frozen=True)
class Showing:
    """`state` is one of: draft not_open open few full full_list_full being_offered closed
    called_off past. `label` names it in a word or two, `words` is the sentence with when and how
    many; `waiting` is how many stand in the queue.
    """

    state: str
    label: str
    words: str
    can_sign_up: bool = False
    joins_waitlist: bool = False
    few: bool = False
    waiting: int = 0


def show(occurrence: Occurrence, at: datetime) -> Showing:
    """What to say of a date from `with_page().with_counts()`. Asks the database nothing."""
    return _fixed(occurrence, at) or _windowed(occurrence, at)


def _fixed(occurrence: Occurrence, at: datetime) -> Showing | None:
    """States that no place and no sign-up window changes."""
    if occurrence.state == OccurrenceState.DRAFT:
        return Showing("draft", _("Draft"), _("Nobody outside the office can see this date yet."))
    if occurrence.is_called_off:
        return Showing("called_off", _("Called off"), _("This date has been called off."))
    if at >= occurrence.ends_at:
        return Showing("past", pgettext("state of a date", "Over"), _("This date is over."))
    return None


def _windowed(occurrence: Occurrence, at: datetime) -> Showing:
    if at < occurrence.opens_at:
        opens = moment_words(occurrence.opens_at, occurrence.zone)
        words = _("Sign-up opens %(when)s.") % {"when": opens}
        return Showing("not_open", _("Not open yet"), words)
    if at >= occurrence.closes_at:
        return Showing(
            "closed", _("Closed"), _("Sign-up has closed."), waiting=_waiting(occurrence)
        )
    free = _free(occurrence, at)
    if free and not _waiting(occurrence):
        return _with_places(occurrence, free)
    return _full(occurrence, being_offered=bool(free or occurrence.offered))  # type: ignore[attr-defined]


def _with_places(occurrence: Occurrence, free: int) -> Showing:
    closes = {"when": moment_words(occurrence.closes_at, occurrence.zone)}
    can = _page_live(occurrence)
    if free <= FEW:
        words = _("Few places left. Sign-up closes %(when)s.") % closes
        return Showing("few", _("Few places left"), words, can_sign_up=can, few=True)
    words = _("There are free places. Sign-up closes %(when)s.") % closes
    return Showing("open", _("Free places"), words, can_sign_up=can)


def _full(occurrence: Occurrence, *, being_offered: bool) -> Showing:
    """Nobody gets a place at once: whoever comes joins the waitlist, if there is room on it."""
    waiting = _waiting(occurrence)
    room = waiting < occurrence.waitlist_limit
    state, label, words = _full_words(occurrence, room=room, being_offered=being_offered)
    can = room and _page_live(occurrence)
    return Showing(state, label, words, can_sign_up=can, joins_waitlist=can, waiting=waiting)


def _full_words(occurrence: Occurrence, *, room: bool, being_offered: bool) -> tuple[str, str, str]:
    if not occurrence.waitlist_limit:
        return "full_list_full", _("Full"), _("All places are taken. There is no waitlist.")
    if not room:
        words = _("All places are taken, and the waitlist is full.")
        return "full_list_full", _("Full, waitlist full"), f"{words} {_waiting_words(occurrence)}"
    if being_offered:
        words = _("Free places are being offered to the waitlist.")
        label = _("Offered to the waitlist")
        more = _waiting_words(occurrence) if _waiting(occurrence) else ""
        return "being_offered", label, f"{words} {more}".strip()
    words = _("All places are taken.")
    return "full", _("Full"), f"{words} {_waiting_words(occurrence)}"


def _waiting_words(occurrence: Occurrence) -> str:
    waiting = _waiting(occurrence)
    if not waiting:
        return _("Nobody is waiting yet.")
    return ngettext("%(n)d person is waiting.", "%(n)d people are waiting.", waiting) % {
        "n": waiting
    }


def _free(occurrence: Occurrence, at: datetime) -> int:
    return max(0, occurrence.for_everybody(at) - occurrence.held)  # type: ignore[attr-defined]


def _waiting(occurrence: Occurrence) -> int:
    return occurrence.waiting  # type: ignore[attr-defined]


def _page_live(occurrence: Occurrence) -> bool:
    return occurrence.page_live  # type: ignore[attr-defined]
