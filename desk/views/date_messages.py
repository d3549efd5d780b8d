"""The mails about the people on a date, and what became of each."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator

from desk import mailing_lines
from desk.forms.mail_filter import MailFilter
from desk.mail_lines import MailsOfDate
from desk.views.tabs import OccurrenceTab

PER_PAGE = 100


class Messages(OccurrenceTab):
    tab = "messages"
    template_name = "desk/occurrence/messages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mails = MailsOfDate(self.occurrence)
        form = MailFilter(self.request.GET, rows=mails.all)
        page = Paginator(form.narrowed(), PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "filter": form,
            "page_obj": page,
            "mails": mails.lines(list(page)),
            "mailings": mailing_lines.on_date(self.occurrence, self.at),
            "is_narrowed": any(form.cleaned_data.values()),
        }
