"""A date as a file for the office's records."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk import event_file
from desk.export import OF_PEOPLE, filename, record
from desk.forms.event_file import EventFileForm
from desk.views.base import ActView, OccurrenceMixin
from events.models import Occurrence
from office import clock


class EventFile(OccurrenceMixin, ActView):
    """Asks whether the names belong in it; what it answers is the file."""

    permission = "events.view_registration"
    form_class = EventFileForm
    page_title = gettext_lazy("File for the records")
    header_icon = "download"
    submit_label = gettext_lazy("Download")
    downloads = True
    explanation = gettext_lazy(
        "One file that can be kept, printed or put into the records system: the facts of the date, "
        "the page's text, what was decided, who took part, the mails and the figures. What people "
        "do not eat, what they need, and whom to call is never in it. Reasons that you wrote "
        "yourselves are: read them before you pass the file on."
    )

    @cached_property
    def occurrence(self) -> Occurrence:
        rows = Occurrence.objects.with_counts().prefetch_related("audience")
        related = ("event__coordinator", "host__municipality", "municipality")
        return get_object_or_404(rows.select_related(*related), pk=self.kwargs["pk"])

    @property
    def may_name(self) -> bool:
        return self.request.user.has_perm(OF_PEOPLE)

    def get_form(self, form_class: Any = None) -> EventFileForm:
        """Who may not take people out is not asked."""
        form = EventFileForm(**self.get_form_kwargs())
        if not self.may_name:
            del form.fields["names"]
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        names = bool(self.request.POST.get("names"))
        if names and not self.may_name:
            raise PermissionDenied
        told = event_file.contents(self.occurrence, clock.now(), names=names)
        rows = sum(len(told[part]) for part in ("participants", "waiting", "ended"))
        which = _("file for the records, with names") if names else _("file for the records")
        record(self.request, self.occurrence, which, rows=rows, form="html")
        name = f"{filename(str(self.occurrence))}.html"
        return HttpResponse(
            render_to_string("desk/event_file/file.html", told | {"made_by": self.request.user}),
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
