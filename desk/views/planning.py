"""Planning by copying: a date on another day, a series of it, a whole event in another year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import Page

from desk import words
from desk.forms.planning import CopyDateForm, CopyEventForm, SeriesForm
from desk.page_copies import copy_pages, may_copy
from desk.views.base import OccurrenceMixin, actor_of
from desk.views.previewed import PreviewedAct
from events.domain import planning, series
from events.domain.date_times import moved_along
from events.domain.errors import ActRefused
from events.models import Event, Occurrence
from office import clock


@dataclass(frozen=True)
class Planned:
    """A date to be made, in words, and what is to be said against it."""

    day: str
    when: str
    sign_up: str
    remarks: list[str]
    was: str = ""
    is_ticked: bool = True


def planned(like: Occurrence, starts_at: datetime, at: datetime, **more: Any) -> Planned:
    """What a date like this one would be at another time."""
    made = Occurrence(event=like.event, **moved_along(like, starts_at))
    zone = made.zone
    sign_up = f"{words.moment(made.opens_at, zone)} – {words.moment(made.closes_at, zone)}"
    remarks = [
        series.holiday_during(like, made.first_day),
        _("sign-up would have closed already") if made.closes_at <= at else "",
    ]
    told = {"remarks": [it for it in remarks if it], "sign_up": sign_up} | more
    return Planned(made.first_day.isoformat(), words.weekday_span(made), **told)


class OfOneDate(OccurrenceMixin, PreviewedAct):
    """A plan that starts from a date there is."""

    permission_required = "add"
    preview_template = "desk/planning/planned.html"

    @cached_property
    def at(self) -> datetime:
        return clock.now()

    def get_form_kwargs(self) -> dict[str, Any]:
        today = self.at.astimezone(self.occurrence.zone).date()
        mine = {"occurrence": self.occurrence, "today": today}
        return super().get_form_kwargs() | mine


class CopyDate(OfOneDate):
    """The same date on another day."""

    form_class = CopyDateForm
    page_title = gettext_lazy("Copy")
    proposes = True
    submit_label = gettext_lazy("Copy the date")
    explanation = gettext_lazy(
        "A new date of the same event, as a draft, with place, number of places and who may come "
        "as they are here. Nobody who is signed up here comes along, and nobody is written to."
    )
    done = gettext_lazy("The copy is a draft. Open it when the public may see it.")
    made: Occurrence | None = None

    def preview(self, form: Any) -> dict[str, Any]:
        return {"dates": [planned(self.occurrence, form.cleaned_data["starts_at"], self.at)]}

    def act(self, form: Any) -> None:
        start = form.cleaned_data["starts_at"]
        actor = actor_of(self.request)
        self.made = planning.copy_date(self.kwargs["pk"], actor=actor, starts_at=start)

    def get_success_url(self) -> str:
        if self.made:
            return reverse("dates:edit", args=[self.made.pk])
        return super().get_success_url()


class Series(OfOneDate):
    """The same date on every n-th week's chosen weekdays; each day can be unticked."""

    form_class = SeriesForm
    page_title = gettext_lazy("Repeat")
    look_label = gettext_lazy("See the dates")
    submit_label = gettext_lazy("Make the ticked dates")
    explanation = gettext_lazy(
        "New dates of the same event, each as this one: times, place, number of places, who may "
        "come, and sign-up as long before. Public holidays are left out."
    )

    def preview(self, form: Any) -> dict[str, Any]:
        days = series.look(self.occurrence, form.days)
        ticked = set(self.request.POST.getlist("day")) if self.was_seen(form) else None
        return {"dates": [self._row(it, ticked) for it in days], "has_ticks": True}

    def _row(self, it: series.Day, ticked: set[str] | None) -> Planned:
        is_ticked = it.is_proposed if ticked is None else it.day.isoformat() in ticked
        row = planned(self.occurrence, it.starts_at, self.at, is_ticked=is_ticked)
        if it.is_there:
            row.remarks.append(_("the event has this date already"))
        return row

    def act(self, form: Any) -> list[Occurrence]:
        ticked = set(self.request.POST.getlist("day"))
        return series.repeat(
            self.kwargs["pk"],
            [day for day in form.days if day.isoformat() in ticked],
            actor=actor_of(self.request),
            opened=form.cleaned_data["opened"],
        )

    def get_done(self, result: Any) -> str:
        made = len(result)
        return ngettext("%d date is made.", "%d dates are made.", made) % made

    def get_success_url(self) -> str:
        return _list_of(self.occurrence.event)


class CopyEvent(PreviewedAct):
    """An event with its page and dates, in another year."""

    permission_required = "add"
    form_class = CopyEventForm
    preview_template = "desk/planning/event.html"
    page_title = gettext_lazy("Copy the event")
    proposes = True
    submit_label = gettext_lazy("Copy the event")
    explanation = gettext_lazy(
        "A new page, as a draft beside this one, with the same dates on the same weekdays. The "
        "page's text, the questions and the automatic mails come along; the people do not."
    )
    done = gettext_lazy("This is the copy: a draft, with its dates below. Nobody sees it yet.")
    made: Page | None = None

    @cached_property
    def event(self) -> Event:
        return get_object_or_404(Event, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.occurrences:
            messages.warning(request, _("This event has no date to copy. Add one to its page."))
            return redirect("dates:index")
        return super().get(request, *args, **kwargs)

    @cached_property
    def pages(self) -> list[Page]:
        mine = Page.objects.filter(translation_key=self.event.page_key)
        return list(mine.order_by("locale_id").specific())

    @cached_property
    def occurrences(self) -> list[Occurrence]:
        mine = self.event.occurrences.in_order()
        return list(mine.select_related("event"))

    @cached_property
    def at(self) -> datetime:
        return clock.now()

    def get_form_kwargs(self) -> dict[str, Any]:
        today = self.at.astimezone(words.office_zone()).date()
        mine = {"event": self.event, "occurrences": self.occurrences, "today": today}
        return super().get_form_kwargs() | mine

    def preview(self, form: Any) -> dict[str, Any]:
        rows = [
            planned(it, planning.weeks_later(it, form.weeks), self.at, was=words.weekday_span(it))
            for it in form.chosen
        ]
        return {
            "dates": rows,
            "questions": self.event.questions.asked().count(),
            "mails": self.event.automatic_mails.count(),
            "pages": len(self.pages),
        }

    def act(self, form: Any) -> None:
        user, typed = self.request.user, form.cleaned_data
        if not self.pages or not may_copy(self.pages, user):  # type: ignore[arg-type]
            raise ActRefused(_("This event has no page that you may copy."))
        key = typed["page_key"]
        with transaction.atomic():
            planning.copy_event(
                self.event.pk,
                actor=actor_of(self.request),
                page_key=key,
                title=typed["title"],
                weeks=form.weeks,
                dates=typed["dates"],
            )
            if not Page.objects.filter(translation_key=key).exists():
                copy_pages(self.pages, page_key=key, title=typed["title"], user=user)  # type: ignore[arg-type]
        self.made = Page.objects.filter(translation_key=key).order_by("locale_id").first()

    def get_success_url(self) -> str:
        page = self.made or (self.pages[0] if self.pages else None)
        return reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else _list_of(self.event)


def _list_of(event: Event) -> str:
    return f"{reverse('dates:index')}?{urlencode({'event': event.pk})}"
