"""What mails of earlier acts were to tell that have not left when a later act makes them old.

The sender lets none leave whose claim has changed since. So what they were to say is said along by
the mail of the later act: nobody knows of a new place and not of the new time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from events.domain.fact_types import moment
from events.models import Occurrence, Registration
from mail.models import Message, MessageState

REMINDER = "reminder"
KINDS = ("moved", "changed", "offer", "pay", REMINDER)

Change = dict[str, list[str]]
"""What changed (time, location, title), as it was."""
Unsaid = dict[str, list[Message]]
"""By claim, the mails that are still to leave, the oldest first."""


def of(claims: Iterable[str]) -> Unsaid:
    """Read in one statement. A worker may be sending one of them: then it is told twice."""
    mails = Message.objects.filter(claim__in=list(claims), kind__in=KINDS)
    found: Unsaid = defaultdict(list)
    for mail in mails.filter(state=MessageState.QUEUED).order_by("revision", "pk"):
        found[mail.claim].append(mail)
    return found


def along(change: Change, mails: list[Message], date: Occurrence) -> Change:
    """The change, and what of earlier ones nobody was told: each thing as the reader knows it.

    What is back as it was is no change, unless that would leave nothing to say.
    """
    was: dict[str, Any] = {}
    for earlier in [*(mail.facts.get("change") or {} for mail in mails), change]:
        was = {**earlier, **was}
    return {what: old for what, old in was.items() if not _is_so(what, old, date)} or change


def ask_again(registration: Registration, mails: list[Message]) -> None:
    """*Still coming?* that has not left is to be asked anew, unless it was answered on the page."""
    if registration.still_coming_at is None and any(it.kind == REMINDER for it in mails):
        registration.reminded_at = registration.asked_coming_at = None


def _is_so(what: str, old: list[str], date: Occurrence) -> bool:
    if what == "time":
        return [moment(it) for it in old] == [date.starts_at, date.ends_at]
    return old == [date.event.title if what == "title" else date.location]
