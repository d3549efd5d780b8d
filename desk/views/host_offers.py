"""One offer of a practice: made into dates with one press, or declined with a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from desk.forms.hosts import DeclineForm, UseForm
from desk.forms.occurrence import LONGEST_PLACE
from desk.views.base import ActView, DeskMixin, actor_of, history_button
from events.domain import host_offers, offer_words, using_offers
from events.domain.host_offers import AlreadyAnswered
from events.domain.offer_days import OfferedDay
from events.domain.wording import day_words
from events.models import Event, HostOffer, live_pages

USUAL_WAITLIST = 20


@dataclass(frozen=True)
class Tick:
    """A day with its box, and what is to be said against it."""

    day: date
    words: str
    remark: str
    is_ticked: bool


class OfferMixin(DeskMixin):
    model = HostOffer
    permission = "events.change_hostoffer"
    trail = ("offers:index", gettext_lazy("Offers of practices"))
    header_icon = "date"

    @cached_property
    def offer(self) -> HostOffer:
        rows = HostOffer.objects.select_related("host__municipality", "contact")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def home(self) -> str:
        return reverse("offers:edit", args=[self.kwargs["pk"]])

    def get_success_url(self) -> str:
        return self.home

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "offer": self.offer,
            "words": offer_words.offer_words(self.offer),
        }


class AnswerOffer(OfferMixin, ActView):
    """An answer; whoever comes second is shown what the first one answered."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except AlreadyAnswered as refused:
            messages.warning(self.request, str(refused))
            return redirect(self.home)

    def refused(self, form: Any, refused: Any) -> HttpResponse:
        if isinstance(refused, AlreadyAnswered):
            raise refused
        return super().refused(form, refused)


class OfferView(AnswerOffer):
    template_name = "desk/hosts/offer.html"
    form_class = UseForm
    submit_label = gettext_lazy("Make the dates and tell the practice")

    def get_page_title(self) -> str:
        return _("Offer of %(practice)s") % {"practice": self.offer.host.name}

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [history_button("offers", self.offer.pk)]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.offer.is_new():
            messages.warning(request, str(AlreadyAnswered()))
            return redirect(self.home)
        return super().post(request, *args, **kwargs)

    @cached_property
    def events(self) -> tuple[list[Event], Event | None]:
        return using_offers.events_for(self.offer)

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"offer": self.offer, "events": self.events[0]}
        return super().get_form_kwargs() | more

    def get_initial(self) -> dict[str, Any]:
        offer, event = self.offer, self.events[1]
        like = using_offers.latest(event) if event else None
        return {
            "event": event,
            "starts": offer.starts,
            "ends": offer.ends,
            "location": offer.host.address[:LONGEST_PLACE],
            "capacity": offer.places,
            "waitlist_limit": like.waitlist_limit if like else USUAL_WAITLIST,
            "opens": bool(event) and self._is_live(event),
        }

    def _is_live(self, event: Event | None) -> bool:
        key = event.page_key if event else None
        return live_pages().filter(translation_key=key).exists()

    def act(self, form: UseForm) -> HostOffer:
        word = form.cleaned_data["word"]
        return using_offers.use(self.offer.pk, form.plan, word=word, actor=actor_of(self.request))

    def get_done(self, result: object) -> str:
        assert isinstance(result, HostOffer)  # noqa: S101 -- what `act` gives
        n = result.made.count()
        said = ngettext(
            "%(n)d date is made, and the practice is told.",
            "%(n)d dates are made, and the practice is told.",
            n,
        )
        return said % {"n": n}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not self.offer.is_new():
            made = self.offer.made.select_related("event").in_order()
            return context | {"made": list(made)}
        form = context["form"]
        return context | {"ticks": self.ticks(form), "summary": self.summary(form)}

    def summary(self, form: UseForm) -> str:
        """What one press makes of the days ticked; nothing where something is still to be said."""
        event = form.initial.get("event")
        if form.is_bound or event is None:
            return ""
        told = {
            "event": event.title,
            "location": form.initial["location"],
            "hours": offer_words.hours(self.offer.starts, self.offer.ends),
            "n": self.offer.places,
        }
        opened = (
            _("They are open for sign-up at once.")
            if form.initial["opens"]
            else _("They are drafts: the page of the event is not published.")
        )
        said = ngettext(
            "The days ticked become dates of %(event)s: %(location)s, %(hours)s, %(n)d place.",
            "The days ticked become dates of %(event)s: %(location)s, %(hours)s, %(n)d places.",
            self.offer.places,
        )
        return f"{said % told} {opened}"

    def ticks(self, form: UseForm) -> list[Tick]:
        """The days still to come: as ticked in the form, else as proposed."""
        on = host_offers.today()
        taken = host_offers.visit_days(self.offer.host_id)
        offered = host_offers.days_of(self.offer, on, taken=taken)
        chosen = {day.isoformat() for day in host_offers.proposed(offered, self.offer.dates, on)}
        ticked = set(form.ticked) if form.is_bound else chosen
        return [
            Tick(it.day, day_words(it.day), _remark(it), it.day.isoformat() in ticked)
            for it in offered
        ]


def _remark(day: OfferedDay) -> str:
    if day.is_taken:
        return _("the practice has a visit on this day already")
    return day.holiday


class Decline(AnswerOffer):
    form_class = DeclineForm
    page_title = gettext_lazy("Decline an offer")
    submit_label = gettext_lazy("Decline and tell the practice")
    explanation = gettext_lazy("The practice is told by mail at once; this cannot be undone.")
    done = gettext_lazy("The offer is declined, and the practice is told.")
    serious = True

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": self.offer.host.name}]

    def act(self, form: Any) -> HostOffer:
        word = form.cleaned_data["word"]
        return host_offers.decline(self.offer.pk, word=word, actor=actor_of(self.request))
