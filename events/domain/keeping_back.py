"""Places kept back: for the office to give, until a time; then they are everybody's."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from events.domain.changing import acted, live
from events.domain.errors import ActRefused, WrongTime
from events.models import Occurrence
from office.actor import Actor


def keep_back(
    occurrence: int, *, actor: Actor, revision: int, places: int, until: datetime | None
) -> Occurrence:
    """Keep so many free places from the public and the waitlist until a time; 0 gives them free.

    It takes no place from anybody. Raises StaleForm, WrongTime, ActRefused for more than there are.
    """
    with live(occurrence, revision) as locked:
        date = locked.occurrence
        kept = (places, until if places else None)
        if (date.kept_back, date.kept_back_until) == kept:
            return date
        _check(date, places, until, locked.at)
        old = date.kept_back
        date.kept_back, date.kept_back_until = kept
        acted(locked, "events.keep_back", actor, old=old, new=places)
        return date


def _check(date: Occurrence, places: int, until: datetime | None, at: datetime) -> None:
    if places > date.capacity:
        raise ActRefused(_("There are not so many places."))
    if places and (until is None or until <= at):
        raise WrongTime(_("Say until when: a time that is still to come."))
    if until and until > date.offers_until:
        raise WrongTime(_("Then the waitlist has ended, and nobody could be offered them."))
