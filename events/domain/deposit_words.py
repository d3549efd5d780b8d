"""The rule of a deposit in words: the same before paying, in mails, before cancelling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.domain.fact_types import moment
from events.domain.wording import deadline_words
from events.models import Occurrence
from office.money import money_words


@dataclass(frozen=True)
class Terms:
    """What a place costs in minor units, until when leaving gives all of it back, and which part
    (per cent) it gives back later. `zone` says what the clock on the wall shows."""

    amount: int
    currency: str
    back_until: datetime | None
    part_back: int
    zone: ZoneInfo

    @property
    def part(self) -> int:
        """What comes back to those who leave late."""
        return part_of(self.amount, self.part_back)


def part_of(amount: int, per_cent: int) -> int:
    """So many per cent of an amount, in whole minor units; rounded up, in the payer's favour."""
    return -(-amount * per_cent // 100)


def terms_of(occurrence: Occurrence) -> Terms:
    return Terms(
        occurrence.deposit,
        occurrence.currency,
        occurrence.deposit_back_until,
        occurrence.deposit_part_back,
        occurrence.zone,
    )


def terms_in(facts: dict[str, Any]) -> Terms:
    """The terms that a mail's facts hold."""
    until = facts.get("deposit_back_until")
    return Terms(
        facts["deposit"],
        facts["currency"],
        moment(until) if until else None,
        facts.get("deposit_part_back", 0),
        ZoneInfo(facts["zone"]),
    )


def rule(terms: Terms) -> str:
    """When the deposit comes back, in two or three sentences."""
    come = _("You get it back when you come, and when the event is called off.")
    return f"{come} {_leaving(terms)}"


def _leaving(terms: Terms) -> str:
    if terms.back_until is None or terms.part == terms.amount:
        return _("You also get it back if you cancel before the start.")
    until = deadline_words(terms.back_until, terms.zone)
    early = _("Cancel before %(until)s, and you get all of it back.") % {"until": until}
    words = {"part": money_words(terms.part, terms.currency)}
    if terms.part:
        late = _(
            "Cancel later, and %(part)s comes back: the rest, too, if somebody from the waitlist "
            "takes your place."
        )
    else:
        late = _(
            "Cancel later, and it comes back only if somebody from the waitlist takes your place."
        )
    return f"{early} {late % words}"
