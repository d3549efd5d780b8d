"""What the desk does about a practice's visit: its list, its links."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from desk.views.base import PostAct, actor_of
from events.domain import host_link_again, hosting_acts
from events.models import HostContact, Hosting


class HostingAct(PostAct):
    """An act on one practice's part in a date; back to the practice on the date's screen."""

    permission = "events.change_hosting"

    @cached_property
    def hosting(self) -> Hosting:
        rows = Hosting.objects.filter(occurrence=self.occurrence)
        return get_object_or_404(rows, pk=self.kwargs["hosting"])

    def get_success_url(self) -> str:
        return f"{reverse('dates:edit', args=[self.kwargs['pk']])}#hosting-{self.hosting.pk}"


class KeepListOpen(HostingAct):
    done = _("The list stays open until you close it.")

    def act(self) -> object:
        return hosting_acts.keep_open(self.hosting.pk, actor=actor_of(self.request))


class LetListClose(HostingAct):
    done = _("The list closes by itself again, once everybody is answered for.")

    def act(self) -> object:
        return hosting_acts.let_close(self.hosting.pk, actor=actor_of(self.request))


class SendHostLink(HostingAct):
    done = _("A fresh link is on its way to the practice.")

    def act(self) -> object:
        there: Any = HostContact.objects.filter(host=self.hosting.host_id, left_at=None)
        contact = get_object_or_404(there, pk=self.kwargs["contact"])
        actor = actor_of(self.request)
        return host_link_again.send(contact.pk, self.hosting.pk, actor=actor)
