"""What the next night deletes: a dry run, and when it last ran."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from contacts.models import Contact
from desk.domain import forgetting
from desk.views.base import DeskMixin
from events.domain import retention
from office import clock
from office.models import Work
from payments.domain import retention as money_retention


class RetentionView(DeskMixin, TemplateView):
    model = Contact
    template_name = "desk/retention.html"
    page_title = _("What is deleted")
    header_icon = "bin"
    trail = ("contacts:index", _("Contacts"))

    def _money(self) -> money_retention.Plan | None:
        """None where there are no deposits, and were none."""
        planned = money_retention.plan(clock.now())
        return None if planned.is_empty and not settings.PAYMENTS_ON else planned

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "plan": retention.plan(clock.now()),
            "own": forgetting.plan(clock.now()),
            "money": self._money(),
            "work": Work.objects.filter(name__contains="retention").first(),
        }
