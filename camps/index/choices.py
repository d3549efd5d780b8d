"""What can be chosen in the filter, with how many events each choice leaves; what is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from camps.index.filters import ALL, FREE, Filter, month_in, month_key
from camps.index.rows import Row, Stock
from events.models import Kind
from home.languages import name_of
from office.languages import languages
from office.models import CareerStage

NEAR = 6
"""So many other areas are proposed where nothing was found."""


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """One thing to filter by. Groups with a name, or one without."""

    name: str
    label: str
    any_label: str
    groups: list[tuple[str, list[Option]]]


@dataclass(frozen=True)
class Step:
    """A way on to another filter."""

    label: str
    chosen: Filter
    count: int = 0


@dataclass
class Desk:
    """The filter, with all it is used on."""

    stock: Stock
    chosen: Filter
    own: str
    stages: list[CareerStage]

    def rows(self) -> list[Row]:
        return [row for row in self.stock.rows if row.fits(self.chosen, self.own)]

    def count(self, chosen: Filter) -> int:
        """How many events a filter leaves."""
        return events_in(row for row in self.stock.rows if row.fits(chosen, self.own))

    def choices(self) -> list[Choice]:
        found = [self._kinds(), self._areas(), self._months(), self._stages()]
        return found + self._languages()

    def free_count(self) -> int:
        return self.count(self.chosen.but(places=FREE))

    def chips(self) -> list[Step]:
        """What is chosen, each with the filter that is left without it."""
        words = self.words()
        return [
            Step(words[name], self.chosen.but(**{name: ""}), self.count(self._without(name)))
            for name in self.chosen.active
        ]

    def elsewhere(self) -> list[Step]:
        """Other areas that have what was asked for, most first."""
        if not self.chosen.area:
            return []
        found = [
            Step(name, self.chosen.but(area=key), self.count(self.chosen.but(area=key)))
            for key, name in self.stock.areas.municipalities.items()
        ]
        found.sort(key=lambda step: -step.count)
        return [step for step in found if step.count][:NEAR]

    def words(self) -> dict[str, str]:
        """What is chosen, in words, by what it narrows."""
        month = month_in(self.chosen.month)
        stages = {stage.key: stage.label for stage in self.stages}
        found = {
            "kind": kinds().get(self.chosen.kind, ""),
            "area": self.stock.areas.name(self.chosen.area),
            "month": month_words(month_key(month)) if month else "",
            "stage": stages.get(self.chosen.stage, ""),
            "language": held_in(self.chosen.language),
            "places": _("Free places") if self.chosen.places else "",
        }
        return {name: found[name] for name in self.chosen.active}

    def _without(self, name: str) -> Filter:
        return self.chosen.but(**{name: ""})

    def _kinds(self) -> Choice:
        names = {value: name for value, name in kinds().items() if value != self.own}
        return self._choice("kind", _("What"), kinds()[self.own], {"": names})

    def _areas(self) -> Choice:
        """Areas with something in them, and the one that is chosen."""
        areas = self.stock.areas
        named = {_("Regions"): areas.regions, _("Municipalities"): areas.municipalities}
        every = self._choice("area", _("Where"), _("Everywhere"), named)
        groups = [
            (name, [it for it in options if it.count or it.is_chosen])
            for name, options in every.groups
        ]
        return replace(every, groups=[(name, options) for name, options in groups if options])

    def _months(self) -> Choice:
        keys = {month_key(month) for month in self.stock.months} | {self.chosen.month} - {""}
        named = {key: month_words(key) for key in sorted(keys)}
        return self._choice("month", _("When"), _("Any month"), {"": named})

    def _stages(self) -> Choice:
        named = {stage.key: stage.label for stage in self.stages}
        return self._choice("stage", pgettext("what a filter asks", "Who"), _("All"), {"": named})

    def _languages(self) -> list[Choice]:
        """Nothing where all is held in one language."""
        codes = {row.language for row in self.stock.rows} | {self.chosen.language} - {""}
        if len(codes) < 2:
            return []
        named = {code: capfirst(name_of(code)) for code, _name in languages() if code in codes}
        return [self._choice("language", _("Held in"), _("Any language"), {"": named})]

    def _choice(
        self, name: str, label: str, any_label: str, named: dict[str, dict[str, str]]
    ) -> Choice:
        groups = [
            (group, [self._option(name, value, words) for value, words in values.items()])
            for group, values in named.items()
            if values
        ]
        return Choice(name, label, any_label, groups)

    def _option(self, name: str, value: str, words: str) -> Option:
        count = self.count(self.chosen.but(**{name: value}))
        return Option(value, words, count, getattr(self.chosen, name) == value)


def kinds() -> dict[str, str]:
    """The kinds of events, in the plural."""
    return {
        Kind.CAMP.value: _("Camps"),
        Kind.VISIT.value: _("Practice visits"),
        ALL: _("Camps and practice visits"),
    }


def month_words(key: str) -> str:
    """ "January 2027" """
    month = month_in(key)
    return capfirst(date_format(month, "YEAR_MONTH_FORMAT")) if month else ""


def held_in(code: str) -> str:
    """ "Held in English" """
    return _("Held in %(language)s") % {"language": name_of(code)} if code else ""


def events_in(rows: Iterable[Row]) -> int:
    """Of how many events these are dates."""
    return len({row.page.pk for row in rows})


def stages_offered() -> list[CareerStage]:
    """Stages that events are for."""
    return list(CareerStage.objects.filter(for_events=True))
