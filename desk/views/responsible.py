"""Handing over what somebody answers for to a colleague."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from desk import words
from desk.forms.responsible import HandOverForm
from desk.views.base import actor_of
from desk.views.previewed import PreviewedAct
from events.domain import responsible
from events.models import Event


class HandOver(PreviewedAct):
    """One's own events; an administrator those of a colleague who left, too."""

    form_class = HandOverForm
    preview_template = "desk/planning/hand_over.html"
    page_title = gettext_lazy("Hand over events")
    look_label = gettext_lazy("See the events")
    submit_label = gettext_lazy("Hand these over")
    explanation = gettext_lazy(
        "Your colleague becomes the responsible coordinator. Nobody is written to, and whom the "
        "public may ask stays as it is on each event."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        others = user.has_perm("desk.manage_colleagues")
        return super().get_form_kwargs() | {"user": user, "others": others}

    def preview(self, form: Any) -> dict[str, Any]:
        to: User = form.cleaned_data["to"]
        return {"events": list(form.events()), "to": words.user_name(to)}

    def act(self, form: Any) -> list[Event]:
        typed = form.cleaned_data
        return responsible.hand_over(
            typed["of"],
            typed["to"],
            actor=actor_of(self.request),
            only_coming=typed["which"] == "coming",
        )

    def get_done(self, result: Any) -> str:
        n = len(result)
        return ngettext("%d event is handed over.", "%d events are handed over.", n) % n

    def get_success_url(self) -> str:
        return reverse("dates:index")
