"""What the office did to a date and the people on it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator

from desk import date_log
from desk.forms.date_log import LogFilter
from desk.views.tabs import OccurrenceTab

PER_PAGE = 50


class Log(OccurrenceTab):
    tab = "log"
    template_name = "desk/occurrence/log.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = LogFilter(self.request.GET, rows=date_log.entries(self.occurrence))
        pages = Paginator(form.narrowed().select_related("user"), PER_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "filter": form,
            "page_obj": page,
            "lines": date_log.lines(list(page), self.occurrence),
            "is_narrowed": any(form.cleaned_data.values()),
        }
