"""What the kitchen needs to know of a date: numbers, and lines without names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.models import Food, Need, Occurrence, Registration

VEGETARIAN = frozenset({Food.MEAT, Food.FISH})
VEGAN = VEGETARIAN | {Food.MILK, Food.EGG}
MEAT_AND_FISH = VEGETARIAN | {Food.PORK, Food.SHELLFISH}


@dataclass(frozen=True)
class Kitchen:
    """Of how many people what is known. `ticks` counts each by itself, `plates` what must be
    together on one plate; `notes` are lines in an order that tells nothing of who wrote them."""

    placed: int
    told: int
    ticks: list[tuple[str, int]]
    plates: list[tuple[str, int]]
    notes: list[str]
    access: int

    @property
    def told_nothing(self) -> int:
        return self.placed - self.told


def kitchen(occurrence: Occurrence) -> Kitchen:
    """Count what the people with a place told."""
    placed = Registration.objects.confirmed().filter(occurrence=occurrence).count()
    needs = list(Need.objects.filter(occurrence=occurrence))
    ticks = Counter(food for need in needs for food in need.foods)
    plates = Counter(plate(need.foods) for need in needs if need.foods)
    return Kitchen(
        placed=placed,
        told=sum(need.about_food for need in needs),
        ticks=[(str(food.label), ticks[food]) for food in Food if ticks[food]],
        plates=sorted(plates.items(), key=lambda it: (-it[1], it[0])),
        notes=sorted((need.food_note for need in needs if need.food_note), key=str.casefold),
        access=sum(bool(need.access_note) for need in needs),
    )


def plate(foods: Iterable[Food]) -> str:
    """ "vegan, no nuts": what one person does not eat, in the kitchen's words."""
    without = set(foods)
    words = []
    if without >= VEGAN:
        words, without = [_("vegan")], without - VEGAN - MEAT_AND_FISH
    elif without >= VEGETARIAN:
        words, without = [_("vegetarian")], without - MEAT_AND_FISH
    elif Food.MEAT in without:
        without = without - {Food.PORK}
    return ", ".join([*words, *(str(food.label) for food in Food if food in without)])
