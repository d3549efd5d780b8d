"""Somebody's registration or turn, named in the address: what the acts on one person share."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from desk import words
from desk.forms.people import ReasonForm
from desk.person_url import person_url
from desk.views.base import ActView, OccurrenceMixin
from events.models import Registration, Turn

KINDS: dict[str, Any] = {"registration": Registration, "turn": Turn}


class ClaimMixin(OccurrenceMixin):
    """Somebody's registration or turn on the occurrence in the address.

    Which of both it is says `claims`, or where that is None the address itself.
    """

    permission = "events.change_registration"
    claims: Any = None

    @cached_property
    def claim(self) -> Any:
        model = self.claims or KINDS.get(self.kwargs["kind"])
        if model is None:
            raise Http404
        mine = model.objects.select_related("contact", "occurrence__event")
        return get_object_or_404(mine, pk=self.kwargs["claim"], occurrence=self.kwargs["pk"])

    @property
    def name(self) -> str:
        return words.name_of(self.claim)

    def steps(self) -> list[dict[str, Any]]:
        return [*super().steps(), {"url": self.person_url, "label": self.name}]

    @property
    def person_url(self) -> str:
        return person_url(self.claim)


class ClaimAct(ClaimMixin, ActView):
    """An act on one claim, with a reason."""

    form_class: Any = ReasonForm
    what: Any = ""

    def get_page_title(self) -> str:
        return str(self.what) % {"name": self.name}

    def get_done(self, result: object) -> str:
        return str(self.done) % {"name": self.name}
