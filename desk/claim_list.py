"""The lists of registrations and of the waitlists' turns."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from desk import words
from desk.indexes import choice, date_url
from desk.lists import CARDS, DeskIndexView
from desk.person_url import person_url
from events.models import Kind, Registration, RegistrationState, Turn


def _states() -> list[tuple[str, Any]]:
    """Where nobody pays, nobody waits to pay."""
    left_out = set() if settings.PAYMENTS_ON else {RegistrationState.AWAITING_PAYMENT}
    return [(it.value, it.label) for it in RegistrationState if it not in left_out]


class RegistrationFilters(WagtailFilterSet):
    state = choice(gettext_lazy("State"), _states)
    kind = choice(gettext_lazy("Kind"), Kind.choices, field_name="occurrence__event__kind")

    class Meta:
        model = Registration
        fields: list[str] = []


def _email(claim: Registration | Turn) -> str:
    return claim.address


class ClaimIndex(DeskIndexView):
    table_classname = CARDS
    exports = {
        "email": (gettext_lazy("E-mail"), _email),
        "phone": (gettext_lazy("Phone"), words.phone_of),
    }

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = self.model._default_manager.real()
        rows = rows.select_related("contact", "occurrence__event")
        return rows.order_by("-pk")

    def person_column(self) -> TitleColumn:
        return TitleColumn("name", label=_("Name"), accessor=words.name_of, get_url=person_url)

    def date_column(self) -> TitleColumn:
        return TitleColumn(
            "occurrence",
            label=_("Date"),
            get_url=lambda it: date_url(it.occurrence),
            sort_key="occurrence__starts_at",
        )


def _since(name: str) -> Any:
    return lambda it: words.moment(getattr(it, name), it.occurrence.zone)


class RegistrationIndex(ClaimIndex):
    filterset_class = RegistrationFilters

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            self.person_column(),
            self.date_column(),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                primary=lambda it: it.is_confirmed,
            ),
            Column(
                "since", label=_("Signed up"), accessor=_since("created_at"), sort_key="created_at"
            ),
            Column("because", label=_("Ended because"), accessor="get_ended_because_display"),
        ]


class TurnFilters(WagtailFilterSet):
    standing = choice(
        gettext_lazy("State"),
        [("live", gettext_lazy("waiting")), ("ended", gettext_lazy("ended"))],
        method="by_standing",
    )

    class Meta:
        model = Turn
        fields: list[str] = []

    def by_standing(self, rows: QuerySet[Turn], name: str, value: str) -> QuerySet[Turn]:
        return (
            rows.filter(ended_at=None, offer=None)
            if value == "live"
            else rows.exclude(ended_at=None)
        )


def turn_state(turn: Turn) -> str:
    """Waiting, offered a place, ended and why."""
    if turn.ended_at:
        return str(turn.get_ended_because_display())
    if turn.offer_id:
        return _("place offered")
    return _("waiting") if turn.is_proven else _("address not confirmed yet")


class TurnIndex(ClaimIndex):
    filterset_class = TurnFilters

    @cached_property
    def list_display(self) -> list[Column]:
        return [
            self.person_column(),
            self.date_column(),
            StatusTagColumn(
                "state", label=_("State"), accessor=turn_state, primary=lambda it: it.is_live
            ),
            Column(
                "joined",
                label=_("Waiting since"),
                accessor=_since("joined_at"),
                sort_key="joined_at",
            ),
        ]
