"""The year in figures: on the screen, on paper, as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from desk import figures, words
from desk.deposit_lines import SEE
from desk.export import Column, Export, download
from desk.forms.figures import PeriodForm
from desk.views.base import DeskMixin
from events.domain.figures import Figures, Period
from events.domain.small_groups import Row
from events.models import Occurrence
from office import clock

PERMISSION = "events.view_registration"


class FiguresView(DeskMixin, TemplateView):
    permission = PERMISSION
    template_name = "desk/figures/year.html"
    page_title = gettext_lazy("Year in figures")
    header_icon = "table"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if "export" in request.GET and self.period:
            return download(
                request, self.export(Figures(self.period, clock.now())), request.GET["export"]
            )
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def this_year(self) -> int:
        return clock.now().astimezone(words.office_zone()).year

    @cached_property
    def form(self) -> PeriodForm:
        asked = {"first", "last"} & set(self.request.GET)
        year = {"first": date(self.this_year, 1, 1), "last": date(self.this_year, 12, 31)}
        return PeriodForm(self.request.GET if asked else year)

    @cached_property
    def period(self) -> Period | None:
        if not self.form.is_valid():
            return None
        return Period(self.form.cleaned_data["first"], self.form.cleaned_data["last"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {"form": self.form, "years": self.years()}
        if not self.period:
            return context
        counted = Figures(self.period, clock.now())
        return context | {
            "period": self.period,
            "headline": [
                (str(figures.LABELS[name]), count, str(figures.DEFINITIONS[name]))
                for name, count in figures.headline(counted).items()
            ],
            "tables": figures.tables(counted),
            "is_empty": not counted.dates,
            "sums": self._sums(),
            "query": f"first={self.period.first}&last={self.period.last}",
        }

    def _sums(self) -> str:
        """Where deposits are summed up, for those who may see them."""
        sees = settings.PAYMENTS_ON and self.request.user.has_perm(SEE)
        return reverse("payments:sums") if sees else ""

    def years(self) -> range:
        """From the first date there is to now, the newest first."""
        first = Occurrence.objects.aggregate(first=Min("starts_at"))["first"]
        since = min(first.year, self.this_year) if first else self.this_year
        return range(self.this_year, since - 1, -1)

    def export(self, counted: Figures) -> Export:
        """One table: a line for the whole, then one for each group."""
        assert self.period  # noqa: S101 -- asked before
        measures = list(figures.LABELS)
        return Export(
            name=f"{self.page_title} {self.period.first} – {self.period.last}",
            columns=[
                Column(_("Split up"), lambda row: row[0]),
                Column(_("Group"), lambda row: row[1].label),
                *(
                    Column(str(figures.LABELS[name]), _count(name), is_number=True)
                    for name in measures
                ),
            ],
            rows=_lines(counted),
            about=Occurrence,
            permission=PERMISSION,
        )


def _lines(counted: Figures) -> Iterator[tuple[str, Row]]:
    yield _("Not split up"), Row(_("All"), dict(figures.headline(counted)))
    for table in figures.tables(counted):
        for row in table.rows:
            yield table.title, row


def _count(measure: str) -> Callable[[tuple[str, Row]], int | str]:
    """Empty where it is not counted, a dot where it is left out."""

    def value(line: tuple[str, Row]) -> int | str:
        count = line[1].counts.get(measure, "")
        return figures.LEFT_OUT if count is None else count

    return value
