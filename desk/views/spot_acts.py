"""Adding spots, several at once; changing one; removing one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.forms.several import NoForm
from desk.forms.spots import ChangeForm, MeetingPointForm, PracticesForm, RoomsForm
from desk.views.base import ActView, actor_of
from desk.views.spots import ToTab
from events.domain import spots
from events.models import Spot, SpotKind


class AddSpots(ToTab, ActView):
    """One form, one kind, as many as it makes; those there already stay as they are."""

    permission = "events.add_spot"
    kind: SpotKind
    submit_label = gettext_lazy("Add")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"occurrence": self.occurrence}

    def act(self, form: Any) -> list[Spot]:
        actor = actor_of(self.request)
        return spots.add_many(self.kwargs["pk"], self.kind, form.values(), actor=actor)

    def get_done(self, result: Any) -> str:
        if not result:
            return _("All of them were there already, and stay as they are.")
        return ngettext("%d is added.", "%d are added.", len(result)) % len(result)


class AddPractices(AddSpots):
    kind = SpotKind.HOST
    form_class = PracticesForm
    page_title = gettext_lazy("Add host practices")
    explanation = gettext_lazy(
        "Each practice you tick receives some of the participants on each day you tick. It is told "
        "once you show the distribution, who comes, and never before."
    )


class AddRooms(AddSpots):
    kind = SpotKind.ROOM
    form_class = RoomsForm
    page_title = gettext_lazy("Add rooms")
    explanation = gettext_lazy("Everybody has one room for the whole date.")


class AddMeetingPoint(AddSpots):
    kind = SpotKind.MEETING_POINT
    form_class = MeetingPointForm
    page_title = gettext_lazy("Add a meeting point")
    explanation = gettext_lazy(
        "Where people meet for the common way there. Everybody has one; add as many as there are."
    )


class OfSpot(ToTab):
    @cached_property
    def spot(self) -> Spot:
        rows = self.occurrence.spots.select_related("host", "hosting")
        return get_object_or_404(rows, pk=self.kwargs["spot"])

    @cached_property
    def people(self) -> int:
        return self.spot.allocations.count()


class ChangeSpot(OfSpot, ActView):
    form_class = ChangeForm
    done = gettext_lazy("It is changed.")

    def get_page_title(self) -> str:
        return _("Change %(spot)s") % {"spot": self.spot}

    def get_explanation(self) -> str:
        if not self.people or self.occurrence.spots_shown_at is None:
            return _("Nobody is written to.")
        return (
            ngettext(
                "%d person is in it, and is told by mail of what changes.",
                "%d people are in it, and are told by mail of what changes.",
                self.people,
            )
            % self.people
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"occurrence": self.occurrence, "spot": self.spot}

    def act(self, form: Any) -> Spot:
        [values] = form.values()
        return spots.change(self.spot.pk, values, actor=actor_of(self.request))


class RemoveSpot(OfSpot, ActView):
    """It cannot be fetched back, so it is asked first."""

    permission = "events.delete_spot"
    form_class = NoForm
    submit_label = gettext_lazy("Remove it")
    serious = True
    done = gettext_lazy("It is removed.")

    def get_page_title(self) -> str:
        return _("Remove %(spot)s") % {"spot": self.spot}

    def get_explanation(self) -> str:
        if not self.people:
            return _("Nobody is in it. Wishes for it are deleted with it.")
        said = ngettext(
            "%d person is in it and will be without one.",
            "%d people are in it and will be without one.",
            self.people,
        )
        return said % self.people + " " + self.who_is_told()

    def who_is_told(self) -> str:
        if self.occurrence.spots_shown_at is None:
            return _("Nobody is written to, since nothing is shown yet.")
        return _("They are told by mail that another place will follow.")

    def act(self, form: Any) -> object:
        return spots.remove(self.spot.pk, actor=actor_of(self.request))

    def form_valid(self, form: Any) -> HttpResponse:
        str(self.spot)  # read before it is gone
        return super().form_valid(form)
