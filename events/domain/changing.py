"""What acts on a date itself share: its lock if it may still change, and how they end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from events.domain.errors import ActRefused, StaleForm, WrongTime
from events.domain.log import note
from events.domain.places import Places
from events.models import Occurrence
from office.actor import Actor


@contextmanager
def live(occurrence: int, revision: int) -> Iterator[Places]:
    """The lock of a date that may still change, if the form that asks is not stale."""
    with Places.lock(occurrence) as places:
        if places.occurrence.is_called_off:
            raise ActRefused(_("This date was called off."))
        if places.at >= places.occurrence.ends_at:
            raise ActRefused(_("This date is over."))
        fresh(places.occurrence, revision)
        yield places


def fresh(occurrence: Occurrence, revision: int) -> None:
    if occurrence.revision != revision:
        raise StaleForm


def acted(places: Places, action: str, actor: Actor, **data: Any) -> None:
    places.occurrence.revision += 1
    places.occurrence.save()
    note(places.occurrence, action, actor, **data)


def check_times(occurrence: Occurrence, at: datetime | None = None) -> None:
    """The same rules as the constraints of the table, as a sentence."""
    fits = (
        occurrence.starts_at < occurrence.ends_at
        and occurrence.opens_at < occurrence.closes_at
        and occurrence.closes_at <= occurrence.offers_until <= occurrence.starts_at
    )
    if not fits:
        raise WrongTime
    if at and occurrence.starts_at <= at:
        raise WrongTime(_("The new time has passed already."))
