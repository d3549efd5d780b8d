"""Closing the list of who came, and opening it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_valid_next_url_from_request

from desk import deposit_lines, mailing_lines, words
from desk.forms.several import NoForm
from desk.views.base import ActView, OccurrenceMixin, PostAct, actor_of
from events.domain import attendance
from events.domain.automatic import Planned, planned
from events.domain.mailings import WAIT
from events.models import Registration
from office import clock


class CloseList(OccurrenceMixin, ActView):
    """First who counts as not come, and what follows for them; then it is closed."""

    template_name = "desk/occurrence/close_list.html"
    form_class = NoForm
    page_title = gettext_lazy("Close the list")
    submit_label = gettext_lazy("Close the list")
    explanation = gettext_lazy(
        "After this nobody is checked in any more, at the door either. What is wrong is corrected "
        "person by person, with a reason."
    )
    done = gettext_lazy("The list is closed. Who has no check-in counts as not come.")

    def get_success_url(self) -> str:
        tab = reverse("dates:attendance", args=[self.kwargs["pk"]])
        return get_valid_next_url_from_request(self.request) or tab

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "here": len(self.came),
            "total": len(self.places),
            "away": [words.name_of(it) for it in self.away],
            "follows": list(self.follows()),
        }

    @cached_property
    def at(self) -> datetime:
        return clock.now()

    @cached_property
    def places(self) -> list[Any]:
        rows = Registration.objects.confirmed().filter(occurrence=self.occurrence)
        known = rows.with_attendance().select_related("contact")
        return sorted(known, key=lambda it: words.name_of(it).casefold())

    @property
    def came(self) -> list[Any]:
        return [it for it in self.places if it.came]

    @property
    def away(self) -> list[Any]:
        return [it for it in self.places if not it.came]

    def follows(self) -> Iterator[str]:
        """What comes of it, in sentences."""
        it, at = self.occurrence, self.at
        if at < it.ends_at:
            said = _("The date runs until %(ends)s: whoever comes after this is missing.")
            yield said % {"ends": words.moment(it.ends_at, it.zone)}
        yield from deposit_lines.on_closing(self.came, self.away)
        if self.away:
            mails = (plan for plan in planned([it]) if plan.needs_list and plan.is_to_come(at))
            yield from (self._of_mail(plan) for plan in mails)

    def _of_mail(self, plan: Planned) -> str:
        it = self.occurrence
        told = {"title": mailing_lines.rule_title(plan.rule, it.event)}
        if plan.on_time > self.at + WAIT:
            told["when"] = words.moment(plan.on_time, it.zone)
            return _("They get the mail “%(title)s” on %(when)s.") % told
        said = _(
            "They get the mail “%(title)s” in five minutes. Until then it can be left out, under "
            "Messages of the date, or the list opened again."
        )
        return said % told

    def act(self, form: Any) -> object:
        return attendance.close_list(self.kwargs["pk"], actor=actor_of(self.request))


class ReopenList(PostAct):
    done = gettext_lazy("The list is open again.")

    def act(self) -> object:
        return attendance.reopen_list(self.kwargs["pk"], actor=actor_of(self.request))
