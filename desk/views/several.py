"""Acts on several dates at once. Each says beforehand, date by date, how many people are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from desk import deposit_lines, words
from desk.forms.several import ChangeForm, NoForm, ReasonForm
from desk.several import Line, change_line, line, read_all
from desk.views.base import ActView, actor_of
from desk.views.previewed import PreviewedAct
from events.domain import responsible, several
from events.domain.changing import Change
from events.models import Occurrence
from office import clock


class OnSeveral(ActView):
    """The dates ticked, in the list or on the screen itself: all of them, or none."""

    template_name = "desk/several/act.html"
    tells = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.seen = read_all(request.GET.getlist("date"))
        return super().get(request, *args, **kwargs) if self.occurrences else self._back()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.seen = read_all(request.POST.getlist("date"))
        return super().post(request, *args, **kwargs) if self.occurrences else self._back()

    def _back(self) -> HttpResponse:
        messages.warning(self.request, _("Tick the dates first."))
        return redirect(self.get_success_url())

    @property
    def occurrences(self) -> list[Occurrence]:
        """As they are now: what was refused is shown with what changed in between."""
        rows = Occurrence.objects.filter(pk__in=self.seen).select_related("event__coordinator")
        return list(rows.select_related("host", "municipality").with_counts().in_order())

    @cached_property
    def at(self) -> datetime:
        return clock.now()

    def lines(self) -> list[Line]:
        return [line(it, self.at, tells=self.tells) for it in self.occurrences]

    def get_success_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse("dates:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        lines = [] if "preview" in context else self.lines()
        more = {"action_url": f"{self.request.path}#preview", "next": self.get_success_url()}
        return context | more | {"lines": lines, "tells": self.tells}


class OpenSeveral(OnSeveral):
    form_class = NoForm
    page_title = gettext_lazy("Open dates")
    submit_label = gettext_lazy("Open these dates")
    explanation = gettext_lazy(
        "The public sees each of them as soon as its page is published. Nobody is written to."
    )

    def act(self, form: Any) -> list[Occurrence]:
        return several.open_several(self.seen, actor=actor_of(self.request))

    def get_done(self, result: Any) -> str:
        return ngettext("%d date is open now.", "%d dates are open now.", len(result)) % len(result)


class CallOffSeveral(OnSeveral):
    form_class = ReasonForm
    page_title = gettext_lazy("Call off dates")
    submit_label = gettext_lazy("Call these off for good")
    explanation = gettext_lazy("This is final: a date that is called off cannot be taken up again.")
    serious = True
    tells = True

    def get_explanation(self) -> str:
        back = deposit_lines.on_calling_off([it.pk for it in self.occurrences])
        return f"{self.explanation} {back}".strip()

    def act(self, form: Any) -> list[Occurrence]:
        revisions = {pk: it.revision for pk, it in self.seen.items()}
        reason = form.cleaned_data["reason"]
        return several.call_off_several(revisions, actor=actor_of(self.request), reason=reason)

    def get_done(self, result: Any) -> str:
        n = len(result)
        return ngettext("%d date is called off.", "%d dates are called off.", n) % n


class ChangeSeveral(OnSeveral, PreviewedAct):
    """Time, place, number of places, sign-up and coordinator, in one act."""

    template_name = "desk/several/change.html"
    form_class = ChangeForm
    tells = True
    page_title = gettext_lazy("Change dates")
    submit_label = gettext_lazy("Change these dates")
    explanation = gettext_lazy(
        "What is left empty stays as it is. Everybody on a date gets one mail when its time or "
        "place changes, whatever else does."
    )

    def preview(self, form: Any) -> dict[str, Any]:
        user = form.cleaned_data["coordinator"]
        lines = [change_line(it, self.at, self._new(form, it)) for it in self.occurrences]
        for one in lines if user else []:
            was, will = words.responsible(one.occurrence) or "–", words.user_name(user)
            one.becomes += [(_("Responsible"), was, will)] if was != will else []
        return {"lines": lines}

    def _new(self, form: Any, occurrence: Occurrence) -> Change:
        seen = self.seen[occurrence.pk]
        was = (seen.starts_at or occurrence.starts_at, seen.ends_at or occurrence.ends_at)
        if "go" not in self.request.POST:
            was = (occurrence.starts_at, occurrence.ends_at)
        new: Change = form.change_of(occurrence, was)
        return new

    def act(self, form: Any) -> list[Occurrence]:
        actor, dates = actor_of(self.request), self.occurrences
        user = form.cleaned_data["coordinator"]
        new = {it.pk: (self.seen[it.pk].revision, self._new(form, it)) for it in dates}
        with transaction.atomic():
            if user:
                responsible.make_responsible({it.event_id for it in dates}, user, actor=actor)
            changes = {pk: change for pk, change in new.items() if change[1]}
            several.change_several(changes, actor=actor)
        return dates

    def get_done(self, result: Any) -> str:
        n = len(result)
        return ngettext("%d date is changed.", "%d dates are changed.", n) % n
