"""Where something is: municipalities and the regions they are in today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.text import slugify

from office.folding import fold
from office.models import Municipality
from office.models.reference import Membership, in_force


@dataclass
class Areas:
    """By the word that stands in an address: names of regions and of municipalities."""

    regions: dict[str, str] = field(default_factory=dict)
    municipalities: dict[str, str] = field(default_factory=dict)
    _region_of: dict[int, str] = field(default_factory=dict)

    def of(self, municipality: Municipality | None) -> frozenset[str]:
        """The areas a municipality lies in, itself among them."""
        if municipality is None:
            return frozenset()
        region = self._region_of.get(municipality.pk)
        return frozenset({area_key(municipality), *([region] if region else [])})

    def name(self, key: str) -> str:
        return self.regions.get(key) or self.municipalities.get(key, "")

    @property
    def keys(self) -> set[str]:
        return {*self.regions, *self.municipalities}


def area_key(municipality: Municipality) -> str:
    """ "dk0400": stays when a municipality is renamed."""
    return f"{municipality.country.lower()}{municipality.code}"


def areas_of(found: Iterable[Municipality], on: date) -> Areas:
    """The areas these municipalities lie in on this day."""
    mine = {it.pk: it for it in found}
    areas = Areas(municipalities={area_key(it): it.name for it in mine.values()})
    rows = Membership.objects.filter(in_force(on), municipality__in=mine).select_related("region")
    for row in rows.order_by("region__name"):
        key = f"{row.region.country.lower()}-{slugify(fold(row.region.name))}"
        areas.regions[key] = row.region.name
        areas._region_of[row.municipality_id] = key
    by_name = sorted(areas.municipalities.items(), key=lambda it: fold(it[1]))
    areas.municipalities = dict(by_name)
    return areas
