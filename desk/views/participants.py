"""The people with a place on a date, under the date's facts and acts."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property

from desk import date_card
from desk.panels import what_the_public_sees
from desk.people_lines import People
from desk.views.tabs import OccurrenceTab


class Participants(OccurrenceTab):
    template_name = "desk/occurrence/participants.html"

    @cached_property
    def people(self) -> People:
        return People(self.occurrence, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it, people = self.occurrence, self.people
        context = super().get_context_data(**kwargs)
        return context | {
            "sentence": what_the_public_sees(it, context["showing"]),
            "page": date_card.pages_of(it).first(),
            "facts": date_card.facts(it, self.at, people.labels),
            "acts": date_card.acts(it, self.at, anybody_ever=people.anybody_ever),
            "people": people,
            "can_add": it.is_scheduled and self.at < it.ends_at,
        }
