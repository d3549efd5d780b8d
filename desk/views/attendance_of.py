"""One person's attendance: who marked it and when, and setting it right. And what a day counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk import words
from desk.actors import names_of
from desk.forms.attendance import CorrectAttendanceForm, HoursForm
from desk.views.acts import OccurrenceAct
from desk.views.base import ActView, actor_of
from desk.views.claims import ClaimMixin
from events.domain import attendance_corrections, hours
from events.domain.wording import length_words
from events.models import CheckIn, Occurrence, Registration
from office import clock


@dataclass(frozen=True)
class Told:
    """A tap in words: what was said, of which day, by whom."""

    when: str
    what: str
    who: str


def told(taps: Iterable[CheckIn], occurrence: Occurrence) -> list[Told]:
    """Taps in words, the newest first."""
    rows = sorted(taps, key=lambda tap: (tap.tapped_at, tap.pk), reverse=True)
    names = names_of(tap.recorded_by for tap in rows)
    return [
        Told(words.moment(it.tapped_at, occurrence.zone), _what(it), names[it.recorded_by])
        for it in rows
    ]


def _what(tap: CheckIn) -> str:
    said = _("there") if tap.present else _("not there")
    length = f", {length_words(tap.hours)}" if tap.hours is not None else ""
    return f"{date_format(tap.day, 'D j/n')}: {said}{length}"


class AttendanceOf(ClaimMixin, ActView):
    """Days and hours of one person, correctable also when the list is closed."""

    claims = Registration
    template_name = "desk/occurrence/attendance_of.html"
    form_class = CorrectAttendanceForm
    header_icon = "check"
    done = gettext_lazy("The attendance is corrected.")

    def get_page_title(self) -> str:
        return _("Attendance of %(name)s") % {"name": self.name}

    def get_success_url(self) -> str:
        tab = reverse("dates:attendance", args=[self.kwargs["pk"]])
        return f"{tab}#registration-{self.kwargs['claim']}"

    @cached_property
    def taps(self) -> list[CheckIn]:
        return list(self.claim.check_ins.all())

    @property
    def days(self) -> list[date]:
        """Those that have begun."""
        today = clock.now().astimezone(self.occurrence.zone).date()
        return [day for day in self.occurrence.days if day <= today]

    def get_form_kwargs(self) -> dict[str, Any]:
        newest = {tap.day: tap for tap in self.taps}
        more = {"occurrence": self.occurrence, "days": self.days, "taps": newest}
        return super().get_form_kwargs() | more

    def get_explanation(self) -> str:
        if not self.claim.is_confirmed:
            return _("Only somebody with a place can be checked in.")
        if not self.days:
            return _("Check-in begins on the first day.")
        if self.occurrence.list_closed_at:
            return _("The list is closed: what you correct here counts at once, with your reason.")
        return ""

    def act(self, form: Any) -> object:
        return attendance_corrections.correct(
            self.claim.pk,
            form.marks(),
            actor=actor_of(self.request),
            reason=form.cleaned_data["reason"],
        )

    def get_done(self, result: object) -> str:
        return super().get_done(result) if result else _("It stood there like this already.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "told": told(self.taps, self.occurrence),
            "can_correct": self.claim.is_confirmed and bool(self.days),
        }


class CountHours(OccurrenceAct):
    form_class = HoursForm
    page_title = gettext_lazy("Hours that count")
    tells = False
    explanation = gettext_lazy(
        "For how many hours a whole day counts on certificates of attendance, and in what the "
        "contact pages add up. Who was there for a part of a day has their own hours there."
    )
    done = gettext_lazy("The hours that count are changed.")

    def act(self, form: Any) -> object:
        return hours.count_hours(
            self.kwargs["pk"],
            form.cleaned_data["hours_a_day"],
            actor=actor_of(self.request),
            revision=form.cleaned_data["revision"],
        )

    @property
    def home(self) -> str:
        return reverse("dates:attendance", args=[self.kwargs["pk"]])
