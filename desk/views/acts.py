"""The acts on one date. Each says beforehand who will be told."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from desk import deposit_lines, words
from desk.date_card import knows_deposits
from desk.forms import occurrence as forms
from desk.forms.deposit import RuleForm
from desk.views.base import ActView, DeskMixin, OccurrenceMixin, PostAct, actor_of
from events.domain import attendance, changing, deposit_words, keeping_back, scheduling
from events.domain.errors import StaleForm
from events.models import Occurrence, Registration


def told_in_words(occurrence: Occurrence) -> str:
    """Who will be told about a change, as the form says it beforehand."""
    told = scheduling.who_is_told(occurrence)
    if not told.total:
        return _("Nobody has signed up, so nobody is written to.")
    people = words.told(told.confirmed, told.held, told.waiting)
    return _("These people are told by mail at once: %(people)s.") % {"people": people}


class OccurrenceAct(OccurrenceMixin, ActView):
    """A change of one date, refused when somebody changed it in between."""

    tells = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"occurrence": self.occurrence}

    def get_explanation(self) -> Any:
        told = told_in_words(self.occurrence) if self.tells else ""
        return " ".join(str(part) for part in (self.explanation, told) if part)

    def stale(self, form: Any, refused: StaleForm) -> HttpResponse:
        self.occurrence.refresh_from_db()
        difference = form.catch_up(self.occurrence)
        form.add_error(None, str(refused))
        return self.render_to_response(self.get_context_data(form=form, difference=difference))


class Move(OccurrenceAct):
    form_class = forms.MoveForm
    page_title = gettext_lazy("Move")
    submit_label = gettext_lazy("Move the date")
    done = gettext_lazy("The date is moved.")

    def act(self, form: Any) -> object:
        return scheduling.move(self.kwargs["pk"], actor=actor_of(self.request), **form.values())


class ChangeLocation(OccurrenceAct):
    form_class = forms.LocationForm
    page_title = gettext_lazy("Change the place")
    done = gettext_lazy("The place is changed.")

    def act(self, form: Any) -> object:
        return scheduling.change_location(
            self.kwargs["pk"],
            actor=actor_of(self.request),
            revision=form.cleaned_data["revision"],
            **form.place(),
        )


class ChangeCapacity(OccurrenceAct):
    form_class = forms.CapacityForm
    page_title = gettext_lazy("Change the number of places")
    tells = False
    explanation = gettext_lazy(
        "More places are offered to the waitlist at once. Fewer places take none away: "
        "those who have one keep it."
    )
    done = gettext_lazy("The number of places is changed.")

    def act(self, form: Any) -> object:
        return scheduling.change_capacity(
            self.kwargs["pk"], actor=actor_of(self.request), **form.values()
        )


class KeepBack(OccurrenceAct):
    form_class = forms.KeepBackForm
    page_title = gettext_lazy("Keep places back")
    tells = False
    explanation = gettext_lazy(
        "Free places that only the office gives, by adding somebody, until the time below. "
        "Nobody is written to, and nobody loses a place."
    )
    done = gettext_lazy("The places kept back are changed.")

    def act(self, form: Any) -> object:
        typed = form.cleaned_data
        return keeping_back.keep_back(
            self.kwargs["pk"],
            actor=actor_of(self.request),
            revision=typed["revision"],
            places=typed["kept_back"],
            until=typed["kept_back_until"],
        )


class ChangeWindow(OccurrenceAct):
    form_class = forms.WindowForm
    page_title = gettext_lazy("Change when sign-up is open")
    tells = False
    explanation = gettext_lazy(
        "Nobody is written to. Offers that run longer than the waitlist are shortened, and "
        "those who have them are told."
    )
    done = gettext_lazy("The times of sign-up are changed.")

    def act(self, form: Any) -> object:
        return scheduling.change_window(
            self.kwargs["pk"], actor=actor_of(self.request), **form.values()
        )


class ChangeDeposit(OccurrenceAct):
    """Where deposits are paid, or one is asked for already; elsewhere there is no such screen."""

    template_name = "desk/deposit.html"
    form_class = forms.DepositForm
    page_title = gettext_lazy("Change the deposit")
    tells = False
    explanation = gettext_lazy(
        "Counts for those who sign up from now on, and nobody is written to. Whoever has paid "
        "keeps the rule they were shown, or gets the kinder of the two. Whoever has a place "
        "without having paid keeps it: their deposit stands as due under Payments, and they can "
        "pay it on their page."
    )
    done = gettext_lazy("The deposit is changed.")

    def get_form(self, form_class: Any = None) -> Any:
        if not knows_deposits(self.occurrence):
            raise Http404
        return super().get_form(form_class)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it = self.occurrence
        rule = deposit_words.rule(deposit_words.terms_of(it)) if it.deposit else ""
        return super().get_context_data(**kwargs) | {"rule": rule, "zone": it.event.zone}

    def act(self, form: Any) -> object:
        actor, revision = actor_of(self.request), form.cleaned_data["revision"]
        return changing.change(self.kwargs["pk"], form.terms(), actor=actor, revision=revision)


class SayRule(DeskMixin, View):
    """What students would read of the deposit that is being typed; empty while it says nothing."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(self._said(request), content_type="text/plain")

    def _said(self, request: HttpRequest) -> str:
        try:
            zone = ZoneInfo(request.GET.get("zone", ""))
        except (ValueError, OSError, ZoneInfoNotFoundError):
            return ""
        form = RuleForm(request.GET, zone=zone)
        says = form.is_valid() and form.cleaned_data["deposit"]
        return deposit_words.rule(form.read_as()) if says else ""


class ChangeAudience(OccurrenceAct):
    template_name = "desk/audience.html"
    form_class = forms.AudienceForm
    page_title = gettext_lazy("Change who may come")
    tells = False
    explanation = gettext_lazy(
        "Counts for those who sign up from now on; it takes no place from anybody. "
        "Nothing ticked means everybody."
    )
    done = gettext_lazy("Who may come is changed.")

    def act(self, form: Any) -> object:
        return scheduling.change_audience(
            self.kwargs["pk"], actor=actor_of(self.request), **form.values()
        )


class CallOff(OccurrenceAct):
    form_class = forms.CallOffForm
    page_title = gettext_lazy("Call off")
    submit_label = gettext_lazy("Call it off for good")
    explanation = gettext_lazy("This is final: a date that is called off cannot be taken up again.")
    serious = True
    done = gettext_lazy("The date is called off.")

    def get_explanation(self) -> Any:
        back = deposit_lines.on_calling_off([self.occurrence.pk])
        return " ".join(filter(None, [str(super().get_explanation()), back]))

    def act(self, form: Any) -> object:
        return scheduling.call_off(self.kwargs["pk"], actor=actor_of(self.request), **form.values())


class Discard(OccurrenceAct):
    form_class = forms.ActForm
    page_title = gettext_lazy("Discard")
    submit_label = gettext_lazy("Discard the date")
    tells = False
    explanation = gettext_lazy(
        "Nobody has signed up. The date is deleted and cannot be fetched back."
    )
    serious = True
    done = gettext_lazy("The date is discarded.")

    def act(self, form: Any) -> None:
        scheduling.discard(self.kwargs["pk"], actor=actor_of(self.request))

    def form_valid(self, form: Any) -> HttpResponse:
        str(self.occurrence)  # read before it is gone
        return super().form_valid(form)

    def get_success_url(self) -> str:
        gone = self.request.method == "POST"
        return reverse("dates:index") if gone else super().get_success_url()


class Open(PostAct):
    done = gettext_lazy("The date is open to the public as soon as its page is published.")

    def act(self) -> object:
        return scheduling.open_occurrence(self.kwargs["pk"], actor=actor_of(self.request))


class BackToDraft(PostAct):
    done = gettext_lazy("The date is a draft again; the public does not see it.")

    def act(self) -> object:
        return scheduling.back_to_draft(self.kwargs["pk"], actor=actor_of(self.request))


class CheckIn(PostAct):
    """One person seen on one day; the address says whom and when, and back to their line."""

    permission = "events.add_checkin"
    done = gettext_lazy("Checked in.")

    @property
    def day(self) -> date:
        try:
            return date.fromisoformat(self.kwargs["day"])
        except ValueError as error:
            raise Http404 from error

    @property
    def registration(self) -> Registration:
        mine = self.occurrence.registrations.all()
        return get_object_or_404(mine, pk=self.kwargs["registration"])

    def get_success_url(self) -> str:
        """Back to the same day and filter; whom it was about is told there, with its undo."""
        place, show = self.kwargs["registration"], self.request.POST.get("show", "")
        asked = {"day": self.kwargs["day"], "show": show, "tapped": place}
        kept = urlencode({name: value for name, value in asked.items() if value})
        tab = reverse("dates:attendance", args=[self.kwargs["pk"]])
        return f"{tab}?{kept}#registration-{place}"

    def act(self) -> object:
        return attendance.check_in(self.registration.pk, self.day, actor=actor_of(self.request))


class UndoCheckIn(CheckIn):
    done = gettext_lazy("The check-in is taken back.")

    def act(self) -> object:
        return attendance.undo_check_in(
            self.registration.pk, self.day, actor=actor_of(self.request)
        )
