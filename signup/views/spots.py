"""Practice, room and meeting point on a registration's own page: wishes first, then what is theirs.

Nobody's name but the practice's stands there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from events.domain import wishes
from events.domain.spot_words import fact, slot_words, told_on_its_day
from events.models import Registration, Spot
from signup.forms.wishes import WishesForm
from signup.views import claim as shared

Mine = list[tuple[str, str]]
"""What a slot is called, and where one is in it; "" for nowhere yet."""


def sections(claim: Registration, at: datetime, **typed: Any) -> dict[str, Any]:
    """What the page shows of it; `typed` is a form that was sent and did not fit."""
    if wishes.is_open(claim.occurrence, at):
        form = typed.get("wishes_form") or WishesForm(claim=claim)
        return {"wishes_form": form} if form.fields else {}
    if claim.occurrence.spots_shown_at is None:
        return {}
    return {"my_spots": _mine(claim, at)}


def _mine(claim: Registration, at: datetime) -> Mine:
    """In the order of a board; a slot in which they have nothing is named until it is over."""
    slots: dict[str, list[Spot]] = {}
    for spot in claim.occurrence.spots.select_related("host"):
        slots.setdefault(spot.slot, []).append(spot)
    there = set(claim.allocations.values_list("spot", flat=True))
    mine = []
    for spots in slots.values():
        mine_in_it = [fact(it) for it in spots if it.pk in there]
        where = [told_on_its_day(it, claim.occurrence.zone) for it in mine_in_it]
        is_over = all(at >= (it.starts_at or claim.occurrence.starts_at) for it in spots)
        if where or not is_over:
            mine.append((slot_words(spots, claim.occurrence), "".join(where)))
    return mine


def acts(show: shared.Show) -> dict[str, shared.Act]:
    """The button of the form; `show` is the page it stands on."""

    def wish(request: HttpRequest, claim: Registration, at: datetime) -> HttpResponse:
        form = WishesForm(request.POST, claim=claim)
        if not form.is_valid():
            return show(request, claim, at, wishes_form=form)
        wishes.wish(claim.pk, form.wishes())
        return shared.to(claim, "wish")

    return {"wish": wish}
