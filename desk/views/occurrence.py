"""One date: its facts, the acts on it, and the people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, Page

from desk import words
from desk.panels import what_the_public_sees
from desk.people_lines import People
from desk.views.tabs import OccurrenceTab
from events.models import Occurrence, Registration, Turn


@dataclass(frozen=True)
class Button:
    """An act to offer: a link to its form, or, with `posts`, the act itself."""

    label: str
    url: str
    posts: bool = False
    serious: bool = False


class OccurrenceView(OccurrenceTab):
    template_name = "desk/occurrence.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = People(self.occurrence, self.at)
        context = super().get_context_data(**kwargs)
        return context | {
            "sentence": what_the_public_sees(self.occurrence, context["showing"]),
            "page": pages_of(self.occurrence).first(),
            "facts": self.facts(people.labels),
            "acts": list(self.acts(people, self.at)),
            "people": people,
            "can_give": self._can_give(self.at),
            "can_add": self.occurrence.is_scheduled and self.at < self.occurrence.ends_at,
            "done": self.log(),
            "date_type": _type(Occurrence).pk,
        }

    def facts(self, stages: dict[str, str]) -> list[tuple[str, Any]]:
        it, zone = self.occurrence, self.occurrence.zone
        shown = [
            (_("When"), f"{words.span(it)} ({it.event.zone})"),
            (_("Where"), it.location),
            (_("Host practice"), it.host),
            (_("Municipality"), it.municipality),
            (_("Places on the waitlist"), it.waitlist_limit),
            (_("Kept back"), words.kept_back(it, self.at)),
            (_("Sign-up opens"), words.moment(it.opens_at, zone)),
            (_("Sign-up closes"), words.moment(it.closes_at, zone)),
            (_("Waitlist runs until"), words.moment(it.offers_until, zone)),
            (_("Who may come"), "; ".join(words.audience(it, stages)) or _("everybody")),
            (_("Called off because"), it.called_off_because),
            (_("List closed"), words.moment(it.list_closed_at, zone)),
        ]
        return [(label, value) for label, value in shown if value not in (None, "")]

    def acts(self, people: People, at: Any) -> list[Button]:
        it = self.occurrence
        if it.is_called_off:
            return []
        over = at >= it.ends_at
        return [
            *([self._post("open", _("Open the date"))] if it.state == "draft" else []),
            *(self._close_or_reopen() if at >= it.starts_at else []),
            *([] if over else self._changes()),
            *self._ways_back(people, over),
        ]

    def _changes(self) -> list[Button]:
        return [
            self._form("move", _("Move")),
            self._form("location", _("Change the place")),
            self._form("capacity", _("Change the number of places")),
            self._form("keep_back", _("Keep places back")),
            self._form("window", _("Change when sign-up is open")),
            self._form("audience", _("Change who may come")),
            Button(
                _("Title and contact person"),
                reverse("dates:event", args=[self.occurrence.event_id]),
            ),
        ]

    def _ways_back(self, people: People, over: bool) -> list[Button]:
        if people.anybody_ever:
            call_off = self._form("call_off", _("Call off"), serious=True)
            return [] if over else [call_off]
        back = [] if self.occurrence.state == "draft" else [self._post("back", _("Back to draft"))]
        return [*back, self._form("discard", _("Discard"), serious=True)]

    def _close_or_reopen(self) -> list[Button]:
        if not self.occurrence.is_scheduled:
            return []
        if self.occurrence.list_closed_at:
            return [self._post("reopen_list", _("Reopen the list"))]
        return [self._post("close_list", _("Close the list"))]

    def _form(self, name: str, label: str, *, serious: bool = False) -> Button:
        return Button(label, reverse(f"dates:{name}", args=[self.occurrence.pk]), serious=serious)

    def _post(self, name: str, label: str) -> Button:
        return Button(label, reverse(f"dates:{name}", args=[self.occurrence.pk]), posts=True)

    def _can_give(self, at: Any) -> bool:
        """Whether a free place is the coordinator's to give: the offers have ended."""
        it = self.occurrence
        free = it.held < it.capacity  # type: ignore[attr-defined]
        return bool(it.is_scheduled and free and not it.is_offering(at) and at < it.ends_at)

    def log(self) -> QuerySet[ModelLogEntry]:
        """What the office did to this date and the people on it, last first."""
        mine = Q(content_type=_type(Occurrence), object_id=str(self.occurrence.pk))
        for model in (Registration, Turn):
            rows = model.objects.filter(occurrence=self.occurrence)
            keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
            mine |= Q(content_type=_type(model), object_id__in=keys)
        return ModelLogEntry.objects.filter(mine).select_related("user").order_by("-timestamp")[:30]


def _type(model: Any) -> ContentType:
    return ContentType.objects.get_for_model(model)


def pages_of(occurrence: Occurrence) -> QuerySet[Page]:
    """The event's page and its translations."""
    return Page.objects.filter(translation_key=occurrence.event.page_key)
