"""The year in figures, in words: what each figure counts, and the tables it is split up in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.domain import small_groups
from events.domain.figures import OF_DATES, OF_PEOPLE, Figures, semester
from events.domain.small_groups import Group, Row
from events.domain.tally import Part, Tally
from events.models import Kind, Occurrence
from office.models import MedicalSchool

LABELS: dict[str, Any] = {
    "events": gettext_lazy("Events"),
    "dates": gettext_lazy("Dates"),
    "held": gettext_lazy("Held"),
    "called_off": gettext_lazy("Called off"),
    "places": gettext_lazy("Places"),
    "filled": gettext_lazy("Filled"),
    "attended": gettext_lazy("Attended"),
    "no_show": gettext_lazy("Did not come"),
    "cancelled": gettext_lazy("Places cancelled"),
    "waited": gettext_lazy("Waited"),
    "turned_away": gettext_lazy("Turned away"),
    "new_contacts": gettext_lazy("New contacts"),
    "consents": gettext_lazy("Consents given"),
    "withdrawn": gettext_lazy("Consents withdrawn"),
    "came": gettext_lazy("People who came"),
    "came_twice": gettext_lazy("Came twice"),
    "came_often": gettext_lazy("Came three times or more"),
}
DEFINITIONS: dict[str, Any] = {
    "events": gettext_lazy(
        "Camps and practice visits with at least one date in the period, called off or not."
    ),
    "dates": gettext_lazy("Dates that begin in the period. Drafts are not counted."),
    "held": gettext_lazy("Dates that are over and were not called off."),
    "called_off": gettext_lazy("Dates the office called off, with all that was on them."),
    "places": gettext_lazy("Places on all dates that were not called off."),
    "filled": gettext_lazy("Places that were somebody's in the end."),
    "attended": gettext_lazy("Places whose holder was checked in on at least one day."),
    "no_show": gettext_lazy("Places whose holder was never checked in, once the list is closed."),
    "cancelled": gettext_lazy(
        "People who had a confirmed place on a date and in the end none: given back, or taken "
        "back by the office."
    ),
    "waited": gettext_lazy("People who stood on the waitlist of a date, once for each date."),
    "turned_away": gettext_lazy("Those who waited and were never offered a place."),
    "new_contacts": gettext_lazy("People whose address answered for the first time in the period."),
    "consents": gettext_lazy("People who said yes to being written to in the period."),
    "withdrawn": gettext_lazy("People who took such a yes back in the period."),
    "came": gettext_lazy("Different people who attended in the period."),
    "came_twice": gettext_lazy(
        "Of these: had attended exactly two dates by the end of the period."
    ),
    "came_often": gettext_lazy("Of these: had attended three dates or more by then."),
}

OF_PARTS = [name for name in OF_PEOPLE if name != "filled"]
"""By what people are: without *filled*: from it and one other the third could be computed."""

CAME_BY = ["filled", "cancelled", "waited", "turned_away"]
"""By where they came from: with *filled*, and so without those two."""


LEFT_OUT = "•"
"""Stands where a count is of fewer than five people, or would let one compute such a count."""


@dataclass(frozen=True)
class Table:
    """One way to split the figures up; without rows there are too few people for it."""

    title: str
    explanation: str
    measures: list[str]
    rows: list[Row]

    @property
    def headings(self) -> list[str]:
        return [str(LABELS[measure]) for measure in self.measures]

    @property
    def lines(self) -> list[tuple[str, list[int | None]]]:
        return [(row.label, [row.counts[name] for name in self.measures]) for row in self.rows]


def headline(figures: Figures) -> dict[str, int]:
    """Every figure of the whole period."""
    whole = figures.total()
    counted = {measure: whole.count(measure) for measure in [*OF_DATES, *OF_PEOPLE]}
    return counted | figures.contacts()


def tables(figures: Figures) -> list[Table]:
    """Every table, with small groups left out."""
    regions = _regions(figures)
    where = _("Where the date took place. The region is the one of that day.")
    students = _("Students only: the semester they were in on the first day.")
    words = _("The word in the address by which they signed up, such as ?fra=plakat.")
    dates = figures.by_date
    return [
        _of_dates(_("By kind"), "", _groups(dates(_kind), str)),
        _of_dates(_("By month"), "", _groups(dates(_month), _month_in_words)),
        _of_dates(_("By region"), where, [group for group, _names in regions]),
        _of_dates(_("By municipality"), where, list(_municipalities(figures, regions))),
        _of_parts(_("By university"), "", _schools(figures)),
        _of_parts(_("By semester"), students, _semesters(figures)),
        _of_parts(_("By where people came from"), words, _sources(figures), CAME_BY),
    ]


def _of_dates(title: str, explanation: str, groups: list[Group]) -> Table:
    measures = [*OF_DATES, *OF_PEOPLE]
    told = small_groups.can_be_told(groups)
    rows = small_groups.without_small(groups, measures, OF_PEOPLE) if told else []
    return Table(title, explanation, measures, rows)


def _of_parts(
    title: str, explanation: str, groups: list[Group], measures: list[str] = OF_PARTS
) -> Table:
    folded = small_groups.fold(groups, others=_("Others together"))
    told = small_groups.can_be_told(folded)
    rows = small_groups.without_small_counts(folded, measures) if told else []
    return Table(title, explanation, measures, rows)


def _groups(tallies: dict[Any, Tally], label: Callable[[Any], str]) -> list[Group]:
    return [Group(label(key), tallies[key]) for key in sorted(tallies)]


def _kind(occurrence: Occurrence) -> str:
    return str(Kind(occurrence.event.kind).label)


def _month(occurrence: Occurrence) -> date:
    return occurrence.first_day.replace(day=1)


def _month_in_words(first: date) -> str:
    return date_format(first, "F Y")


# Areas: municipalities lie in regions, so what is left out of the ones must not be told by the
# others. Small regions are put together first, then within each region small municipalities.


def _regions(figures: Figures) -> list[tuple[Group, set[str]]]:
    """Regions, small ones together, each with the names of those in it."""
    tallies = figures.by_date(figures.region)
    groups = [Group(str(name), tallies[name]) for name in sorted(tallies, key=_last_if_empty)]
    shown = small_groups.fold(groups, others=_("Other regions together"))
    alone = {group.label for group in shown} & set(tallies)
    return [
        (
            Group(group.label or _("Not known"), group.tally),
            {group.label} if group.label in alone else set(tallies) - alone,
        )
        for group in shown
    ]


def _municipalities(figures: Figures, regions: list[tuple[Group, set[str]]]) -> Iterator[Group]:
    places = figures.by_date(lambda it: (figures.region(it), str(it.area or "")))
    for region, names in regions:
        mine = {place[1]: tally for place, tally in places.items() if place[0] in names}
        groups = [Group(name or _("Not known"), mine[name]) for name in sorted(mine)]
        rest = _("The rest of: %(region)s") % {"region": region.label}
        yield from small_groups.fold(groups, others=rest)


def _last_if_empty(name: Any) -> tuple[bool, str]:
    return (not name, name)


# People


def _schools(figures: Figures) -> list[Group]:
    """Universities in the office's order; then other universities, and who has none."""
    names = {school.code: school.name for school in MedicalSchool.objects.all()}
    order = [*names, "other", "none"]
    names |= {"other": _("Another university"), "none": _("Not a student, or not known")}

    def school(part: Part) -> str:
        code = part.stage.school if part.stage else ""
        return (code if code in names else "other") if code else "none"

    tallies = figures.by_part(school)
    return [Group(names[code], tallies[code]) for code in order if code in tallies]


def _semesters(figures: Figures) -> list[Group]:
    tallies = figures.by_part(semester)
    tallies.pop(None, None)
    return _groups(tallies, lambda number: _("semester %(number)s") % {"number": number})


def _sources(figures: Figures) -> list[Group]:
    """Words in the order of the alphabet; last whoever came by none."""
    tallies = figures.by_part(lambda part: part.came_from)
    return [Group(it or _("No word"), tallies[it]) for it in sorted(tallies, key=_last_if_empty)]
