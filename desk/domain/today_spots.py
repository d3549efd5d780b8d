"""Dates on which somebody has no practice, room or meeting point yet, though it is time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.domain.today_dates import Found
from events.models import Allocation, Occurrence, OccurrenceState, Registration, Spot

AHEAD = timedelta(days=14)


def find(at: datetime) -> Iterator[Found]:
    """Once it is shown, or two weeks before the start."""
    dates = {it.pk: it for it in _near(at)}
    open_slots = _open_slots(dates, at) if dates else {}
    for pk, n in _lacking(open_slots).items():
        said = ngettext(
            "%(n)d person lacks a host practice, room or meeting point.",
            "%(n)d people lack a host practice, room or meeting point.",
            n,
        )
        url = reverse("dates:spots", args=[pk])
        yield Found("spots", dates[pk], _("Distribute"), said % {"n": n}, url)


def _near(at: datetime) -> Iterator[Occurrence]:
    with_spots = Exists(Spot.objects.filter(occurrence=OuterRef("pk")))
    rows = Occurrence.objects.upcoming(at).filter(with_spots, state=OccurrenceState.SCHEDULED)
    soon = Q(spots_shown_at__isnull=False) | Q(starts_at__lte=at + AHEAD)
    yield from rows.filter(soon).select_related("event__coordinator").in_order()


def _open_slots(dates: dict[int, Occurrence], at: datetime) -> dict[int, set[str]]:
    """By date, the slots in which somebody can still be put somewhere."""
    slots: dict[int, set[str]] = defaultdict(set)
    for spot in Spot.objects.filter(occurrence__in=dates):
        spot.occurrence = dates[spot.occurrence_id]
        if at < (spot.starts_at or spot.occurrence.starts_at):
            slots[spot.occurrence_id].add(spot.slot)
    return slots


def _lacking(slots: dict[int, set[str]]) -> dict[int, int]:
    """By date, how many people with a place are in fewer slots than there are."""
    if not slots:
        return {}
    there: Counter[int] = Counter()
    rows = Allocation.objects.filter(spot__occurrence__in=slots)
    for date, person, slot in rows.values_list("spot__occurrence", "registration", "slot"):
        there[person] += slot in slots[date]
    placed = Registration.objects.confirmed().filter(occurrence__in=slots)
    lacking: dict[int, int] = defaultdict(int)
    for date, person in placed.values_list("occurrence", "pk"):
        lacking[date] += there[person] < len(slots[date])
    return {date: lacking[date] for date in slots if lacking[date]}
