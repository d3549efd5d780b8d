"""Trying the sign-up of a date oneself: start it, see how far one is, clear it away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from desk import words
from desk.claim_list import turn_state
from desk.forms.trying import TryOutForm
from desk.history import fate
from desk.views.base import ActView, OccurrenceMixin, PostAct, actor_of
from events.domain import mails, trial
from events.models import Occurrence
from signup.mail_words import kind_in_words
from signup.views.try_out import token_of


class TrialMixin(OccurrenceMixin):
    """A screen about a date that the user tries, or is to try."""

    @cached_property
    def trial(self) -> Occurrence | None:
        """What they are trying, if it is of this date's event."""
        found = trial.running(self.request.user.pk)
        return found if found and found.event_id == self.occurrence.event_id else None

    def get_success_url(self) -> str:
        return reverse("dates:try_out", args=[self.kwargs["pk"]])


class TryOut(TrialMixin, ActView):
    form_class = TryOutForm
    template_name = "desk/try_out/try_out.html"
    page_title = gettext_lazy("Try it yourself")
    header_icon = "view"
    submit_label = gettext_lazy("Begin")
    done = gettext_lazy("You can begin: open the form below.")

    def act(self, form: Any) -> object:
        full = form.cleaned_data["how"] == "full"
        return trial.start(self.occurrence.pk, actor=actor_of(self.request), full=full)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {
            "back_url": self.home,
            "address": self.request.user.email,  # type: ignore[union-attr]
            "trial": self.trial,
            "occurrence": self.occurrence,
        }
        return context | self._so_far(self.trial) if self.trial else context

    def _so_far(self, tried: Occurrence) -> dict[str, Any]:
        sent = mails.of_occurrence(tried).order_by("pk")
        return {
            "form_url": reverse("signup:try_out", args=[token_of(tried)]),
            "until": words.moment(tried.trial_until, words.office_zone()),
            "states": _states(tried),
            "mails": [(kind_in_words(mail.kind), fate(mail)) for mail in sent],
            "can_free_place": not tried.capacity,
        }


def _states(tried: Occurrence) -> list[str]:
    """How far it has come, in a word for each claim."""
    turns = [turn_state(turn) for turn in tried.turns.order_by("pk")]
    places = tried.registrations.order_by("pk")
    return [*turns, *(str(place.get_state_display()) for place in places)]


class FreePlace(TrialMixin, PostAct):
    done = gettext_lazy("A place is free now: it is offered to you by mail.")

    def act(self) -> object:
        if self.trial:
            trial.free_place(self.trial.pk)
        return None


class ClearAway(TrialMixin, PostAct):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        gone = trial.finish(self.trial.pk) if self.trial else True
        said = _("All of it is deleted.")
        if not gone:
            said = _(
                "A last mail takes it out of your calendar; once that has left, all is deleted."
            )
        messages.success(request, said)
        return redirect(self.home)
