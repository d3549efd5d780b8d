"""Acts on everybody ticked in a list: asked about once more, done one by one, told for whom not."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages

from desk import deposit_lines, phones, words
from desk.forms.moving import MoveForm
from desk.forms.people import ReasonForm
from desk.several_acts import TICKED
from desk.views.base import ActView, OccurrenceMixin, actor_of
from desk.views.claims import KINDS
from events.domain import attendance, by_hand, moving, registrations
from events.domain.errors import ActRefused
from events.domain.places import Claim
from events.models import Registration
from office import clock


class Ticked(OccurrenceMixin):
    """Those ticked in a list of this date: `claim=registration:12`, as often as there are."""

    permission = "events.change_registration"

    @cached_property
    def claims(self) -> list[Claim]:
        """In the order of the list."""
        asked = self.request.POST.getlist("claim")
        found: dict[str, Claim] = {}
        for kind, model in KINDS.items():
            pks = [pk for name, _colon, pk in (it.partition(":") for it in asked) if name == kind]
            rows = model.objects.filter(pk__in=filter(str.isdecimal, pks))
            mine = rows.filter(occurrence=self.kwargs["pk"]).select_related("contact")
            found |= {claim.claim: claim for claim in mine}
        for claim in found.values():
            claim.occurrence = self.occurrence
        return [found[name] for name in dict.fromkeys(asked) if name in found]

    @property
    def places(self) -> list[int]:
        """The registrations among them."""
        return [it.pk for it in self.claims if isinstance(it, Registration)]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST" and not self.claims and self.user_has_permission("change"):
            messages.error(request, _("Tick somebody first."))
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)


class Several(Ticked, ActView):
    """First the question, with everybody's name; with `sure` it is done."""

    http_method_names = ["post"]
    template_name = "desk/people/several.html"
    form_class: Any = forms.Form

    def act_on(self, claim: Claim, told: dict[str, Any]) -> object:
        """Do it for one. Raises ActRefused."""
        raise NotImplementedError

    def done_for(self, count: int) -> str:
        return ngettext("Done for %d person.", "Done for %d people.", count) % count

    @property
    def is_sure(self) -> bool:
        return "sure" in self.request.POST

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if not self.is_sure:
            kwargs.pop("data", None)
        return kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_sure:
            return super().post(request, *args, **kwargs)
        return self.render_to_response(self.get_context_data())

    def form_valid(self, form: Any) -> HttpResponse:
        refused = []
        for claim in self.claims:
            try:
                self.act_on(claim, form.cleaned_data)
            except ActRefused as why:
                refused.append(f"{words.name_of(claim)}: {why}")
        if count := len(self.claims) - len(refused):
            messages.success(self.request, self.done_for(count))
        for sentence in refused:
            messages.error(self.request, sentence)
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = [(it.claim, words.name_of(it)) for it in self.claims]
        return super().get_context_data(**kwargs) | {"names": names, "next": self.get_success_url()}


class SendLinks(Several):
    page_title = gettext_lazy("Send the link again")
    submit_label = gettext_lazy("Send the links")
    explanation = gettext_lazy("Each of them gets the link to their own sign-up by mail.")

    def act_on(self, claim: Claim, told: dict[str, Any]) -> object:
        return by_hand.send_link_again(claim, actor=actor_of(self.request))

    def done_for(self, count: int) -> str:
        return ngettext("%d link is on its way.", "%d links are on their way.", count) % count


class CancelSeveral(Several):
    page_title = gettext_lazy("Cancel places")
    submit_label = gettext_lazy("Cancel for all of them")
    form_class = ReasonForm
    serious = True
    explanation = gettext_lazy(
        "They are told by mail, with the reason below, and the event leaves their calendars. "
        "Their places go to the next in line."
    )

    def get_explanation(self) -> str:
        back = deposit_lines.on_leaving(self.places, clock.now())
        return f"{self.explanation} {back}".strip()

    def act_on(self, claim: Claim, told: dict[str, Any]) -> object:
        how = {"actor": actor_of(self.request), "reason": told["reason"]}
        if isinstance(claim, Registration):
            return registrations.cancel(claim.pk, **how)
        return by_hand.remove(claim.pk, **how)


class MoveSeveral(Several):
    page_title = gettext_lazy("Move to another date")
    submit_label = gettext_lazy("Move all of them")
    form_class = MoveForm
    explanation = gettext_lazy(
        "They are told by mail, old date and new, and their calendars follow. Their places here "
        "go to the next in line. If fewer places are free than you ticked, the first get them."
    )

    def get_explanation(self) -> str:
        return f"{self.explanation} {deposit_lines.on_moving(self.places)}".strip()

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"occurrence": self.occurrence, "at": clock.now()}
        return super().get_form_kwargs() | more

    def act_on(self, claim: Claim, told: dict[str, Any]) -> object:
        verb = moving.move if isinstance(claim, Registration) else moving.move_turn
        how = {"reason": told["reason"], "over_capacity": told["over_capacity"]}
        return verb(claim.pk, told["to"], actor=actor_of(self.request), **how)

    def done_for(self, count: int) -> str:
        return ngettext("%d person is moved.", "%d people are moved.", count) % count


class CheckInSeveral(Ticked, View):
    """Nobody is told and it can be undone, so it is not asked about again."""

    permission = "events.add_checkin"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            day = date.fromisoformat(self.kwargs["day"])
        except ValueError as error:
            raise Http404 from error
        refused = [why for claim in self.claims if (why := self._refused(claim, day))]
        if count := len(self.claims) - len(refused):
            said = ngettext("%d person is checked in.", "%d people are checked in.", count)
            messages.success(request, said % count)
        for sentence in refused:
            messages.error(request, sentence)
        return redirect(self.get_success_url())

    def _refused(self, claim: Claim, day: date) -> str:
        try:
            if isinstance(claim, Registration):
                attendance.check_in(claim.pk, day, actor=actor_of(self.request))
                return ""
            raise ActRefused(_("Who waits cannot be checked in."))
        except ActRefused as why:
            return f"{words.name_of(claim)}: {why}"


class Numbers(Ticked, TemplateView):
    """Numbers to text and addresses to copy. Reading them changes nothing."""

    permission = "events.view_registration"
    http_method_names = ["post"]
    template_name = "desk/people/numbers.html"
    page_title = gettext_lazy("Numbers and addresses")
    header_icon = "mobile-alt"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theirs = [(words.name_of(it), words.phone_of(it)) for it in self.claims]
        numbers = phones.numbers(phone for _name, phone in theirs)
        return super().get_context_data(**kwargs) | {
            "count": len(self.claims),
            "numbers": numbers,
            "sms": phones.text_links(numbers),
            "without": [name for name, phone in theirs if not phone],
            "addresses": list(dict.fromkeys(it.address for it in self.claims if it.address)),
            "back_url": self.get_success_url(),
        }


class WriteToSeveral(Ticked, View):
    """On to the text, with those ticked as its readers."""

    permission = "events.add_mailing"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.session[TICKED] = [it.claim for it in self.claims]
        asked = urlencode({"date": self.kwargs["pk"], "ticked": 1})
        return redirect(f"{reverse('mailings:new')}?{asked}")
