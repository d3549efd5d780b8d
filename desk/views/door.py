"""The door at the desk: phones that may take attendance, and whoever came without a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from desk import words
from desk.door import Pass, passes_of
from desk.forms.door import HelperForm, WalkInForm
from desk.views.base import ActView, OccurrenceMixin, PostAct, actor_of
from events.domain import helper_passes, walk_ins
from events.domain.errors import ActRefused
from events.models import HelperPass, Registration, WalkIn
from office import clock
from signup import qr


class DoorMixin(OccurrenceMixin):
    """A screen that belongs to the date's attendance."""

    permission = "events.add_helperpass"

    @property
    def home(self) -> str:
        return reverse("dates:attendance", args=[self.kwargs["pk"]])


class Helpers(DoorMixin, ActView):
    """Make a link for one phone; and those there are."""

    form_class = HelperForm
    template_name = "desk/door/helpers.html"
    page_title = gettext_lazy("Let a helper take attendance")
    submit_label = gettext_lazy("Make the link")
    explanation = gettext_lazy(
        "A helper takes attendance on their own phone, without a login. The link opens this one "
        "list, on the phone that opens it first and on no other, until 4 o’clock in the morning "
        "after the last day. They see names and stages, nothing else."
    )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            made = self.act(form)
        except ActRefused as refused:
            return self.refused(form, refused)
        return redirect("dates:helper", self.occurrence.pk, made.pk)

    def act(self, form: Any) -> HelperPass:
        name = form.cleaned_data["name"]
        return helper_passes.make(self.occurrence.pk, name, actor=actor_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        passes = passes_of(self.occurrence, clock.now())
        return super().get_context_data(**kwargs) | {"passes": passes}


class Helper(DoorMixin, TemplateView):
    """One link, to be scanned or sent until a phone has opened it."""

    permission = "events.view_helperpass"
    template_name = "desk/door/helper.html"
    page_title = gettext_lazy("A helper’s link")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = helper_passes.of_dates().filter(occurrence=self.occurrence)
        found = get_object_or_404(rows, pk=self.kwargs["helper"])
        shown = Pass.of(found, clock.now())
        more = self._code(found) if shown.is_waiting else {}
        return super().get_context_data(**kwargs) | {"pass": shown} | more

    def _code(self, found: HelperPass) -> dict[str, Any]:
        url = helper_passes.url(found)
        words_ = {
            "title": _("The link as a code"),
            "desc": _("A QR code, to be read by the camera of the helper’s phone."),
        }
        return {"link": url, "code": qr.draw(url, css="desk-code", **words_)}


class RevokeHelper(DoorMixin, PostAct):
    permission = "events.change_helperpass"
    done = gettext_lazy("The link is revoked. The phone deletes the list when it next asks.")

    def act(self) -> object:
        rows = HelperPass.objects.filter(occurrence=self.occurrence)
        found = get_object_or_404(rows, pk=self.kwargs["helper"])
        return helper_passes.revoke(found.pk, actor=actor_of(self.request))


class WalkInAct(DoorMixin, ActView):
    """An act on somebody who came without a place and waits for a coordinator."""

    permission = "events.change_walkin"

    @cached_property
    def walk_in(self) -> WalkIn:
        rows: QuerySet[WalkIn] = walk_ins.waiting(self.occurrence.pk)
        found = rows.filter(pk=self.kwargs["walk_in"]).first()
        if found is None:
            raise Http404
        return found


class SettleWalkIn(WalkInAct):
    form_class = WalkInForm
    page_title = gettext_lazy("Give a place to whoever came without")
    submit_label = gettext_lazy("Give a place and check in")
    explanation = gettext_lazy(
        "They get a place, over capacity if need be, and are checked in for that day. They are "
        "told by mail, with the link to their own page. Somebody who has a place already is only "
        "checked in. What was written down at the door is deleted."
    )

    def get_initial(self) -> dict[str, Any]:
        it = self.walk_in
        return {"name": it.name, "email": it.email, "phone": it.phone}

    def act(self, form: Any) -> Registration:
        how = {"actor": actor_of(self.request), "language": form.cleaned_data["language"]}
        return walk_ins.settle(self.walk_in.pk, form.submitted(), **how)

    def get_done(self, result: object) -> str:
        assert isinstance(result, Registration)  # noqa: S101 -- what settle returns
        return _("%(name)s has a place and is checked in.") % {"name": words.name_of(result)}


class DismissWalkIn(WalkInAct):
    form_class = forms.Form
    page_title = gettext_lazy("Dismiss whoever came without a place")
    submit_label = gettext_lazy("Dismiss and delete")
    serious = True
    done = gettext_lazy("Dismissed; what was written down is deleted.")

    def get_explanation(self) -> str:
        told = _(
            "%(name)s gets no place and no mail. What was written down at the door is deleted, "
            "which cannot be undone."
        )
        return told % {"name": self.walk_in.name}

    def act(self, form: Any) -> object:
        return walk_ins.dismiss(self.walk_in.pk, actor=actor_of(self.request))
