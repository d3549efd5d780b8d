"""Who may come, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from events.models import Audience
from office.models import CareerStage


def audience_words(
    rows: Iterable[Audience], stages: Mapping[str, CareerStage], *, whole: bool = False
) -> list[str]:
    """One line a row, in the stages' order; no rows: everybody. `stages` are rows by key.

    Semesters are counted as students of the stage do, or `whole`: from the start of study.
    """
    known = [row for row in rows if row.stage in stages]
    known.sort(key=lambda row: stages[row.stage].order)
    words = [_row_words(row, stages[row.stage], whole=whole) for row in known]
    return words or [_("Everybody is welcome.")]


def stages_by_key() -> dict[str, CareerStage]:
    """All career stages of this installation, by key."""
    return {stage.key: stage for stage in CareerStage.objects.all()}


def _row_words(row: Audience, stage: CareerStage, *, whole: bool) -> str:
    semesters = _semester_words(row, 0 if whole else stage.first_semester - 1)
    return f"{stage.label}, {semesters}" if semesters else stage.label


def _semester_words(row: Audience, before: int) -> str:
    """Semesters as students of the stage count them: a master's first is the engine's seventh."""
    first = row.from_semester and row.from_semester - before
    last = row.to_semester and row.to_semester - before
    if first and last:
        same = first == last
        one, span = _("semester %(first)d"), _("semesters %(first)d–%(last)d")
        return (one if same else span) % {"first": first, "last": last}
    if first:
        return _("from semester %(first)d") % {"first": first}
    return _("up to semester %(last)d") % {"last": last} if last else ""
