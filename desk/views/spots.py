"""Who goes where on a date: the tab *Distribution*, and the acts on everybody in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages

from desk import words
from desk.export import OF_PEOPLE, Column, Export, download
from desk.forms.several import NoForm
from desk.friend_words import friend_words
from desk.spot_lines import SpotLines
from desk.views.base import ActView, OccurrenceMixin, PostAct, actor_of
from desk.views.tabs import OccurrenceTab
from events.domain import allocating, hosting_rows, spots_telling
from events.domain.errors import ActRefused
from events.domain.spot_words import slot_words
from events.models import Occurrence, Proposal
from office import clock

CHANGES = "events.change_spot"
OUT = "out"
"""What one chooses instead of a spot to take somebody out of theirs."""


class Distribution(OccurrenceTab):
    tab = "spots"
    template_name = "desk/spots/tab.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if "export" in request.GET:
            export = file_of(self.occurrence, self.lines)
            return download(request, export, request.GET["export"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def lines(self) -> SpotLines:
        return SpotLines(self.occurrence, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it, user = self.occurrence, self.request.user
        is_on = not it.is_called_off and self.at < it.ends_at
        shown_at = it.spots_shown_at
        return super().get_context_data(**kwargs) | {
            "slots": list(self.lines.slots()),
            "people": len(self.lines.board.people),
            "may_add": is_on and user.has_perm("events.add_spot"),
            "may_change": is_on and user.has_perm(CHANGES),
            "may_remove": is_on and user.has_perm("events.delete_spot"),
            "can_export": user.has_perm(OF_PEOPLE),
            "proposal": Proposal.objects.filter(occurrence=it).first(),
            "shown_at": words.moment(shown_at, it.zone),
        }


def file_of(occurrence: Occurrence, lines: SpotLines) -> Export:
    """Everybody with a place, and where they are in each slot."""
    board = lines.board
    goes = {slot: board.goes(slot) for slot in board.slots}

    def where(slot: str) -> Column:
        heading = slot_words(board.slots[slot], occurrence)
        return Column(heading, lambda claim: board.spots.get(goes[slot].get(claim.pk, 0)))

    return Export(
        name=_("Distribution"),
        columns=[
            Column(_("Name"), words.name_of),
            *(where(slot) for slot in board.slots),
            Column(_("Would like to be with"), lambda claim: friend_words(board.friends, claim.pk)),
        ],
        rows=lines.claims,
        about=occurrence,
    )


class ToTab(OccurrenceMixin):
    """Back to the tab, where the button was."""

    permission = CHANGES

    def get_success_url(self) -> str:
        return reverse("dates:spots", args=[self.kwargs["pk"]])

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.get_success_url(), "label": str(self.occurrence)}]


class Propose(ToTab, View):
    """One press; with a number, the same lots as the proposal that had it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = request.POST.get("lots", "").strip()
        is_number = typed.isascii() and typed.isdecimal() and int(typed) < allocating.SEEDS
        if typed and not is_number:
            messages.error(request, _("The lots have a number below 100000, or none."))
            return redirect(self.get_success_url())
        try:
            done = allocating.propose(
                self.kwargs["pk"], actor=actor_of(request), seed=int(typed) if typed else None
            )
        except ActRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _said(done))
        return redirect(self.get_success_url())


def _said(done: allocating.Summary) -> str:
    placed = ngettext(
        "%(n)d person has a spot (lots number %(seed)d).",
        "%(n)d people have a spot (lots number %(seed)d).",
        done.placed,
    ) % {"n": done.placed, "seed": done.seed}
    if not done.left_over:
        return placed
    left = ngettext(
        "%(n)d person is left over somewhere: there is too little room.",
        "%(n)d people are left over somewhere: there is too little room.",
        done.left_over,
    ) % {"n": done.left_over}
    return f"{placed} {left}"


class UndoProposal(ToTab, PostAct):
    done = gettext_lazy("The proposal is taken back. What you chose by hand stays.")

    def act(self) -> object:
        return allocating.undo(self.kwargs["pk"], actor=actor_of(self.request))


class MovePeople(ToTab, View):
    """Those ticked in a slot go into a spot, or out of theirs."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        slot, to = request.POST.get("slot", ""), request.POST.get("to", "")
        people = [int(it) for it in request.POST.getlist("person") if it.isdecimal()]
        if not people:
            messages.error(request, _("Tick somebody first."))
        elif to != OUT and not self.is_here(to):
            messages.error(request, _("Choose where they go."))
        else:
            self.move(people, slot, to)
        return redirect(f"{self.get_success_url()}#{slugify(slot)}")

    def is_here(self, spot: str) -> bool:
        return spot.isdecimal() and self.occurrence.spots.filter(pk=int(spot)).exists()

    def move(self, people: list[int], slot: str, to: str) -> None:
        actor = actor_of(self.request)
        try:
            if to == OUT:
                count = allocating.clear(self.kwargs["pk"], people, slot, actor=actor)
                said = ngettext("%d person is taken out.", "%d people are taken out.", count)
            else:
                count = allocating.put(people, int(to), actor=actor)
                said = ngettext("%d person is moved.", "%d people are moved.", count)
        except ActRefused as refused:
            messages.error(self.request, str(refused))
        else:
            messages.success(self.request, said % count if count else _("Nobody had to move."))


class ShowSpots(ToTab, ActView):
    """First who will be told and who has nothing yet; then it is shown."""

    template_name = "desk/spots/show.html"
    form_class = NoForm
    page_title = gettext_lazy("Show the distribution")
    submit_label = gettext_lazy("Show it to them")
    explanation = gettext_lazy(
        "Everybody sees their own practice, room and meeting point on their page, never anybody "
        "else’s, and gets one mail about it. Host practices are told who comes. Wishes can no "
        "longer be changed. The mails leave after five minutes, within a day of the start at "
        "once: until then you can hide it again, and nobody is written to."
    )
    done = gettext_lazy("It is shown. The mails leave in five minutes, unless you hide it again.")

    def act(self, form: Any) -> object:
        return allocating.show(self.kwargs["pk"], actor=actor_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = SpotLines(self.occurrence, clock.now())
        without = {it.pk: it.name for slot in lines.slots() for it in slot.left_over}
        told = spots_telling.who_is_told(self.occurrence)
        return super().get_context_data(**kwargs) | {"without": without.values(), "told": told}


class HideSpots(ToTab, ActView):
    """First which practices will be told that it is planned anew; then it is hidden."""

    template_name = "desk/spots/hide.html"
    form_class = NoForm
    page_title = gettext_lazy("Hide the distribution")
    submit_label = gettext_lazy("Hide it again")
    serious = True
    explanation = gettext_lazy(
        "Only the office sees it then. Participants are not written to: whoever had a mail "
        "already keeps what it says, and is told of what is new once it is shown again."
    )
    done = gettext_lazy(
        "It is hidden. Whoever had a mail already keeps what it says; a practice that was told is "
        "told that it is planned anew."
    )

    def act(self, form: Any) -> object:
        return allocating.hide(self.kwargs["pk"], actor=actor_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        practices = hosting_rows.in_calendars(self.occurrence, clock.now())
        return super().get_context_data(**kwargs) | {"practices": practices}
