"""Who may come: a tick a stage, and for students a span of semesters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from events.models import Occurrence
from office.models import CareerStage

Rows = list[tuple[str, int | None, int | None]]


def stages() -> list[CareerStage]:
    """The stages events are for, each key once."""
    found = {stage.key: stage for stage in CareerStage.objects.filter(for_events=True)}
    return list(found.values())


class WhoMayCome(forms.Form):
    """A form with the stages' fields; nothing ticked means everybody."""

    def add_stages(self, occurrence: Occurrence | None) -> None:
        rows = {row.stage: row for row in occurrence.audience.all()} if occurrence else {}
        self.stages = stages()
        for stage in self.stages:
            row = rows.get(stage.key)
            self.fields[f"stage_{stage.key}"] = forms.BooleanField(
                label=stage.label, required=False, initial=bool(row)
            )
            if stage.is_student:
                self._add_span(stage, row)

    def _add_span(self, stage: CareerStage, row: Any) -> None:
        for end, label in (("from", _("from semester")), ("to", _("to semester"))):
            self.fields[f"stage_{stage.key}_{end}"] = forms.IntegerField(
                label=f"{stage.label}, {label}",
                min_value=1,
                max_value=12,
                required=False,
                initial=getattr(row, f"{end}_semester", None),
                help_text=_("1 to 12; the first semester of the master's is 7")
                if end == "from"
                else "",
            )

    @property
    def audience(self) -> Rows:
        """The rows ticked, for a valid form."""
        return [self._row(stage) for stage in self.stages if self._ticked(stage)]

    def _ticked(self, stage: CareerStage) -> bool:
        return bool(self.cleaned_data.get(f"stage_{stage.key}"))

    def _row(self, stage: CareerStage) -> tuple[str, int | None, int | None]:
        return (stage.key, self._semester(stage, "from"), self._semester(stage, "to"))

    def _semester(self, stage: CareerStage, end: str) -> int | None:
        return self.cleaned_data.get(f"stage_{stage.key}_{end}")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for stage in self.stages:
            first, last = self._semester(stage, "from"), self._semester(stage, "to")
            if (first or last) and not self._ticked(stage):
                self._refuse(stage, "from", _("Tick the stage as well."))
            if first and last and first > last:
                self._refuse(stage, "to", _("The last semester comes before the first."))
        return cleaned

    def _refuse(self, stage: CareerStage, end: str, why: Any) -> None:
        self.add_error(f"stage_{stage.key}_{end}", ValidationError(why))

    @property
    def stage_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("stage_")]
