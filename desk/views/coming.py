"""*Still coming?*, answered by a coordinator for somebody on the phone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from desk.views.base import PostAct, actor_of
from desk.views.claims import ClaimMixin
from events.domain import coming
from events.models import Registration


class StillComing(ClaimMixin, PostAct):
    claims = Registration
    done = gettext_lazy("Noted: still coming.")

    def act(self) -> object:
        return coming.say_yes(self.claim.pk, actor=actor_of(self.request))


class TakeBackStillComing(ClaimMixin, PostAct):
    claims = Registration
    done = gettext_lazy("Taken back: nothing is said yet.")

    def act(self) -> object:
        return coming.take_back(self.claim.pk, actor=actor_of(self.request))
