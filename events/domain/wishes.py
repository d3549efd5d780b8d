"""Up to three wishes of somebody with a place for each slot, until the spots are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from events.domain.errors import ActRefused, ClaimEnded
from events.domain.places import Places
from events.models import Occurrence, Registration, Spot, Wish

AT_MOST = 3


def is_open(occurrence: Occurrence, at: datetime) -> bool:
    """Whether wishes can be made or changed now."""
    return (
        occurrence.is_scheduled and occurrence.spots_shown_at is None and at < occurrence.starts_at
    )


def can_be_wished(occurrence: Occurrence) -> dict[str, list[Spot]]:
    """The spots of each slot in which there is something to choose between."""
    slots: dict[str, list[Spot]] = {}
    for spot in occurrence.spots.select_related("host", "hosting"):
        if not spot.is_off:
            slots.setdefault(spot.slot, []).append(spot)
    return {slot: spots for slot, spots in slots.items() if len(spots) > 1}


def wish(registration: int, wishes: Mapping[str, Sequence[int]]) -> Registration:
    """Keep somebody's wishes by slot, the first wish first, instead of those before.

    A slot with none takes them back. Twice is once. Raises ClaimEnded, ActRefused.
    """
    with Places.lock(registration=registration) as places:
        found = places.registration(registration)
        if not found.is_confirmed:
            raise ClaimEnded
        if not is_open(places.occurrence, places.at):
            raise ActRefused(_("Wishes can no longer be changed."))
        there = can_be_wished(places.occurrence)
        rows = [
            Wish(registration=found, spot_id=spot, rank=rank)
            for slot, spots in wishes.items()
            for rank, spot in enumerate(_checked(spots, there.get(slot, [])), start=1)
        ]
        Wish.objects.filter(registration=found).delete()
        Wish.objects.bulk_create(rows)
        return found


def _checked(spots: Sequence[int], there: list[Spot]) -> list[int]:
    """Raises ActRefused for a spot that is not there, wished twice, or too many."""
    wished = list(dict.fromkeys(spots))
    if not set(wished) <= {it.pk for it in there}:
        raise ActRefused(_("Something you wished for is not there any more. Please choose again."))
    if len(wished) != len(spots) or len(wished) > AT_MOST:
        raise ActRefused(_("Wish for up to three different ones."))
    return wished
