"""Food, access and emergency contacts of a date.

The tab shows numbers. What people wrote, and who, opens only by a POST that writes the look into
the log: a name is never one click or one reload away.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk import words
from desk.forms.needs import AsksForm, ToldForm
from desk.views.base import ActView, actor_of
from desk.views.claims import ClaimMixin
from desk.views.tabs import OccurrenceTab
from events.domain import needs
from events.domain.errors import ClaimEnded
from events.domain.kitchen import kitchen
from events.models import EmergencyContact, Event, Need, Registration


class Needs(OccurrenceTab):
    tab = "needs"
    template_name = "desk/needs/tab.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it = self.occurrence
        return super().get_context_data(**kwargs) | {
            "kitchen": kitchen(it),
            "named": EmergencyContact.objects.filter(occurrence=it).count(),
            "deleted_on": Need.deleted_on(it),
            "emergency_deleted_on": EmergencyContact.deleted_on(it),
            "can_look": self.request.user.has_perm("events.view_need"),
            "can_call": self.request.user.has_perm("events.view_emergencycontact"),
        }


class Look(OccurrenceTab):
    """A sheet with what people told: each look at it stands in the log."""

    http_method_names = ["post"]
    tab = "needs"

    def note(self) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.note()
        response = self.render_to_response(self.get_context_data(**kwargs))
        add_never_cache_headers(response)
        return response

    def steps(self) -> list[dict[str, Any]]:
        url = reverse("dates:needs", args=[self.occurrence.pk])
        return [{"url": url, "label": str(self.occurrence)}]


class LookAtFood(Look):
    """For the kitchen: numbers and lines, no names."""

    template_name = "desk/needs/food.html"

    def note(self) -> None:
        needs.look_at_food(self.occurrence, actor=actor_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"kitchen": kitchen(self.occurrence)}


class LookAtNeeds(Look):
    """Who told what."""

    template_name = "desk/needs/people.html"

    def note(self) -> None:
        needs.look_at_needs(self.occurrence, actor=actor_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = placed_with(self.occurrence.pk, Need)
        can_write = self.request.user.has_perm("events.change_need")
        return super().get_context_data(**kwargs) | {"rows": rows, "can_write": can_write}


class LookAtEmergency(Look):
    """For whoever leads the camp: whom to call for whom."""

    template_name = "desk/needs/emergency.html"
    permission = "events.view_emergencycontact"

    def note(self) -> None:
        needs.look_at_emergency(self.occurrence, actor=actor_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = placed_with(self.occurrence.pk, EmergencyContact)
        return super().get_context_data(**kwargs) | {"rows": rows}


def placed_with(occurrence: int, model: Any) -> list[tuple[Registration, Any]]:
    """Everybody with a place, by name, with what they told of it (None: nothing)."""
    told = {row.contact_id: row for row in model.objects.filter(occurrence=occurrence)}
    placed = Registration.objects.confirmed().filter(occurrence=occurrence)
    rows = [(it, told.get(it.contact_id)) for it in placed.select_related("contact")]
    return sorted(rows, key=lambda row: words.name_of(row[0]).casefold())


class WriteNeeds(ClaimMixin, ActView):
    """Somebody told their needs on the phone; what stood there before is not shown."""

    claims = Registration
    permission = "events.change_need"
    form_class = ToldForm
    submit_label = gettext_lazy("Write it down")
    done = gettext_lazy("It is written down.")

    def get_page_title(self) -> str:
        return _("What %(name)s told") % {"name": self.name}

    def get_explanation(self) -> str:
        return _("What you write takes the place of all that %(name)s told before.") % {
            "name": self.name
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"occurrence": self.occurrence, "name": self.name}
        return super().get_form_kwargs() | more

    def act(self, form: Any) -> object:
        event = self.occurrence.event
        if not (event.asks_food or event.asks_access):
            raise ClaimEnded(_("This event does not ask for that."))
        return needs.tell(
            self.claim.pk, form.told, wording=form.wording, actor=actor_of(self.request)
        )

    def get_success_url(self) -> str:
        return reverse("dates:needs", args=[self.kwargs["pk"]])


class Asks(ActView):
    """What an event asks."""

    form_class = AsksForm
    page_title = gettext_lazy("Food, access and emergency contact")
    explanation = gettext_lazy(
        "Asked on the personal page of everybody who has a place, never at sign-up, and always "
        "theirs to leave. Nobody sees the answers in lists, files or mails. Food and access needs "
        "are deleted 14 days after the event, emergency contacts 7 days after. If you stop asking, "
        "what has been told stays until then."
    )
    done = gettext_lazy("Saved.")

    @cached_property
    def event(self) -> Event:
        return get_object_or_404(Event, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.event}

    def act(self, form: Any) -> object:
        asks = {name.removeprefix("asks_"): it for name, it in form.cleaned_data.items()}
        return needs.ask(self.event.pk, actor=actor_of(self.request), **asks)

    def get_success_url(self) -> str:
        date = self.event.occurrences.order_by("-starts_at").first()
        return reverse("dates:needs", args=[date.pk]) if date else reverse("dates:index")
