"""Who may come, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from events.models import Audience
from office.models import CareerStage


def audience_words(rows: Iterable[Audience], stages: Mapping[str, CareerStage]) -> list[str]:
    """One line a row, in the stages' order; no rows: everybody. `stages` are rows by key.

    Semesters are counted from the start of study, as everywhere: a master's first is the seventh.
    """
    known = [row for row in rows if row.stage in stages]
    known.sort(key=lambda row: stages[row.stage].order)
    words = [_row_words(row, stages[row.stage]) for row in known]
    return words or [_("Everybody is welcome.")]


def stages_by_key() -> dict[str, CareerStage]:
    """All career stages of this installation, by key."""
    return {stage.key: stage for stage in CareerStage.objects.all()}


def _row_words(row: Audience, stage: CareerStage) -> str:
    semesters = _semester_words(row.from_semester, row.to_semester)
    return f"{stage.label}, {semesters}" if semesters else stage.label


def _semester_words(first: int | None, last: int | None) -> str:
    if first and last:
        same = first == last
        one, span = _("semester %(first)d"), _("semesters %(first)d–%(last)d")
        return (one if same else span) % {"first": first, "last": last}
    if first:
        return _("from semester %(first)d") % {"first": first}
    return _("up to semester %(last)d") % {"last": last} if last else ""
